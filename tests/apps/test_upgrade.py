"""A shop of an older release goes on under this one: migrated where it is, or restored from what
the older release saved; served with its orders, its people signed in, its books right.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kaibo.apps.migrations import migrate
from kaibo.modules.audience import facade as audience
from tests.support.command import Kaibo
from tests.support.house import Caller, House, settings_for
from tests.support.old_shop import REVISIONS, SESSION, TOKEN, leave_behind
from tests.support.servers import PostgresServer


@pytest.fixture(params=REVISIONS)
def old(request: pytest.FixtureRequest) -> str:
    """Give the revision that an older release left behind."""
    return str(request.param)


@contextmanager
def served(folder: Path, url: str) -> Iterator[House]:
    with closing(House(settings_for(folder, url))) as house:
        yield house


def test_a_shop_of_an_early_release_is_served_with_what_it_had(
    empty_database_url: str, tmp_path: Path, old: str
) -> None:
    leave_behind(empty_database_url, old)
    migrate(empty_database_url)
    with served(tmp_path / "data", empty_database_url) as house:
        it_is_all_there(house, old)
        goes_on_selling(house)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_what_an_early_release_saved_is_restored_and_served(
    request: pytest.FixtureRequest, kaibo: Kaibo, tmp_path: Path, old: str, kind: str
) -> None:
    place, elsewhere, url = tmp_path / "restored", [], ""
    own = f"sqlite:///{kaibo.data / 'kaibo.db'}"
    server: PostgresServer | None = None
    if kind == "postgresql":
        own = kaibo.env["KAIBO_DATABASE_URL"] = request.getfixturevalue("empty_postgresql_url")
        server = request.getfixturevalue("postgres_server")
        url = server.create_database("restored")
        elsewhere = ["--into-database", "restored"]
    try:
        kaibo.data.mkdir()
        leave_behind(own, old)
        file = str(tmp_path / "old.tar.gz")
        saved = kaibo("backup", file)
        assert saved.status == 0, saved.output
        done = kaibo("restore", file, "--into", str(place), *elsewhere)
        assert done.status == 0, done.output
        with served(place, url) as house:
            it_is_all_there(house, old)
    finally:
        if server is not None:
            server.drop_database("restored")


def it_is_all_there(house: House, old: str) -> None:
    """Look at all that was left behind, as its owner and its buyer do."""
    owner = house.bearer(TOKEN)
    assert owner.get("/staff/me").json()["name"] == "Mei"
    (session,) = owner.get("/staff/me/sessions").json()
    assert (session["device"], session["is_current"]) == ("", True)
    assert owner.get("/store").json()["name"] == "Old Tea"
    (product,) = owner.get("/products").json()["items"]
    assert (product["title"], product["price"]["amount"]) == ("Longjing", 6800)
    shelf = [
        (variant["id"], variant["price"]["amount"], variant["stock"]["available"])
        for variant in product["variants"]
    ]
    assert shelf == [("var_1", 6800, 4), ("var_2", 12_000, 3)][: 1 if old == "0004" else 2]
    show = owner.get("/shows").json()["items"][-1]
    assert (show["title"], show["state"], show["product_ids"]) == ("New tea", "closed", ["prd_1"])

    (order,) = owner.get("/orders").json()["items"]
    assert (order["number"], order["state"], order["total"]["amount"]) == (
        "260101-0001", "paid", 6800,
    )  # fmt: skip
    assert order["address"]["city"] == "杭州"
    assert [line["variant_id"] for line in order["lines"]] == ["var_1"]
    buyer = house.bearer(audience.sign_token(house.context.secret, "vwr_1"))
    assert buyer.get("/viewers/me").json()["display_name"] == "小明"
    (own,) = buyer.get("/orders/mine").json()["items"]
    assert own["id"] == order["id"]
    told = owner.get("/books").json()
    assert told["is_right"], told
    if old >= "0020":
        account = house.bearer(audience.sign_token(house.context.secret, "vwa_1", SESSION))
        people_are_known(owner, account)


def people_are_known(owner: Caller, buyer: Caller) -> None:
    """Look at what a release had that knew buyers by their mail, and wrote down what staff did."""
    assert buyer.get("/viewers/me/account").json()["email"] == "lin@buyer.test"
    assert [show["title"] for show in owner.get("/shows").json()["items"]] == [
        "Next tea",
        "New tea",
    ]
    assert buyer.get("/shows/next/public").json()["booking"] == {"booked": True, "bookings": 1}
    mails = owner.get("/mail").json()["items"]
    assert [(mail["id"], mail["state"], mail["cause"], mail["error"]) for mail in mails] == [
        ("mal_2", "queued", "not_set_up", None),
        ("mal_1", "sent", None, None),
    ]
    (view,) = owner.get("/saved-views").json()
    assert (view["name"], view["filters"]) == ("To ship", "state=paid")
    assert owner.get("/audit").json()["items"][-1]["label"] == "Next tea"
    (refund,) = owner.get("/orders/ord_1").json()["refunds"]
    assert (refund["amount"]["amount"], refund["reason"]) == (1000, "scratched")


def goes_on_selling(house: House) -> None:
    """Do what needs the old records: refund the order, plan another show."""
    owner = house.bearer(TOKEN)
    assert owner.post("/orders/ord_1/refunds", {"reason": "broken"}).status_code == 201
    assert owner.post("/shows", {"title": "Spring tea"}).status_code == 201
    acts = [line["action"] for line in owner.get("/audit").json()["items"]]
    assert acts[:2] == ["shows.create_show", "refund_order.refund"]
