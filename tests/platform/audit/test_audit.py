"""What staff do is written down with the act, once, for good, and without secrets."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from kaibo.modules.identity.contracts import Role
from kaibo.platform.audit.models import AuditEntry
from kaibo.platform.db import UnitOfWork
from tests.support.house import House, Shop


def entries(house: House) -> list[AuditEntry]:
    """Every entry, oldest first."""
    return list(house.read(lambda s: s.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()))


def actions(house: House) -> list[str]:
    return [entry.action for entry in entries(house)]


def test_an_act_of_staff_is_written_down_with_who_what_on_what_and_from_where(shop: Shop) -> None:
    answer = shop.owner.patch(f"/shows/{shop.show.id}", {"title": "Autumn tea"})
    (entry,) = entries(shop.house)
    assert answer.is_success
    assert (entry.staff_name, entry.action) == ("Mei", "shows.change_show")
    assert (entry.target, entry.label) == (shop.show.id, "Autumn tea")
    assert entry.details == {"title": "Autumn tea"}
    assert entry.network == "127.0.0.1"
    assert entry.request_id == answer.headers["x-request-id"]


def test_what_was_made_is_told_by_its_id_and_name(shop: Shop) -> None:
    made = shop.owner.post("/shows", {"title": "Winter tea"}, idempotency_key="one").json()
    shop.owner.post("/shows", {"title": "Winter tea"}, idempotency_key="one")
    (entry,) = entries(shop.house)
    assert (entry.target, entry.label) == (made["id"], "Winter tea")


def test_an_act_that_fails_leaves_no_entry_and_an_entry_that_fails_no_act(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shop.owner.patch("/staff/stf_gone", {"role": "owner"}).status_code == 404
    assert entries(shop.house) == []

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(shop.house.db, "_witness", full)
    assert shop.owner.patch("/store", {"name": "Other"}).status_code == 500
    assert shop.owner.get("/store").json()["name"] == "Tea House"


def test_the_log_only_grows(house: House) -> None:
    house.set_up()
    house.staff(Role.OWNER).patch("/store", {"name": "Other"})

    def tamper(uow: UnitOfWork, statement: str) -> None:
        uow.session.execute(text(statement))

    for statement in ("UPDATE audit_entries SET staff_name = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(DBAPIError, match="only grows"):
            house.run(tamper, statement)
    assert len(entries(house)) == 1


def test_neither_secrets_nor_buyers_are_in_it(sqlite_shop: Shop) -> None:
    owner = sqlite_shop.owner
    person = {"name": "Bo", "email": "bo@tea.test", "password": "crimson kettle 42"}
    assert owner.post("/staff", person).status_code == 201
    order = sqlite_shop.place(sqlite_shop.house.viewer())
    owner.post(f"/orders/{order['id']}/cancel")
    owner.get("/orders/export.csv?q=陳小明")
    loud = sqlite_shop.house.viewer("陳小明")
    owner.put(f"/rooms/{sqlite_shop.show.id}/mutes/{loud.id}", {"minutes": 5})
    told = "".join(f"{entry.details} {entry.label} {entry.target}" for entry in entries_of(owner))
    for word in ("crimson", "bo@tea.test", "陳小明", "912"):
        assert word not in told
    assert "•••" in told
    assert order["id"] in told


def entries_of(owner: Any) -> list[Any]:  # noqa: ANN401 - a caller, and JSON
    class Line:
        def __init__(self, line: dict[str, Any]) -> None:
            self.__dict__ = line

    return [Line(line) for line in owner.get("/audit").json()["items"]]


def test_taking_data_out_and_seeing_keys_are_acts_too(sqlite_shop: Shop) -> None:
    owner = sqlite_shop.owner
    owner.get("/orders/export.csv?q=tea")
    assert owner.get("/products/export").is_success
    owner.get(f"/shows/{sqlite_shop.show.id}/stream-keys")
    owner.get("/orders")
    assert actions(sqlite_shop.house) == [
        "order_desk.export_orders",
        "transfer.export_products",
        "media.get_stream_keys",
    ]


def test_viewers_and_the_machine_itself_are_not_staff(sqlite_shop: Shop) -> None:
    sqlite_shop.place(sqlite_shop.house.viewer())
    sqlite_shop.house.pass_time(hours=1)
    sqlite_shop.house.work()
    assert entries(sqlite_shop.house) == []


def test_it_is_found_by_person_act_words_and_time_and_leaves_as_a_table(sqlite_shop: Shop) -> None:
    owner, house = sqlite_shop.owner, sqlite_shop.house
    owner.patch("/store", {"name": "Tea & Co"})
    house.pass_time(days=1)
    house.staff(Role.OPERATOR).post("/shows", {"title": "Night market"})
    officer = house.staff(Role.COMPLIANCE)

    def found(query: str) -> list[str]:
        return [line["action"] for line in officer.get(f"/audit?{query}").json()["items"]]

    both = ["shows.create_show", "identity.change_store"]
    assert found("") == both
    assert found("q=night") == both[:1]
    assert found("action=identity.") == both[1:]
    assert found("action=shows.create_show") == both[:1]
    me = owner.get("/staff/me").json()["id"]
    assert found(f"staff={me}") == both[1:]
    since = house.clock.now().isoformat().replace("+00:00", "Z")
    assert found(f"since={since}") == both[:1]
    owner.post("/shows", {"title": "龍井之夜"})
    assert found("q=龙井") == found("q=龍井") == found("q=之夜") == both[:1]
    assert found("q=龙井茶") == []
    owner.post("/shows", {"title": "Чай у Ивана"})
    assert found("q=Ивана") == found("q=ивана") == both[:1]
    table = officer.get("/audit/export.csv?q=night").text
    assert "Night market" in table
    assert "Tea & Co" not in table
    assert found("action=audit.export_audit") == ["audit.export_audit"]
