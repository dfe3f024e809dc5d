"""What is kept for a time only goes once a day, piece by piece; the figures of shows stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from kaibo.flows.remove_old import service as remove_old
from kaibo.flows.show_summary import facade as show_summary
from kaibo.kernel.points import watch
from kaibo.modules.identity.contracts import Role
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail.contracts import MailKind, NewMail
from kaibo.modules.payments.models import WebhookRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind
from kaibo.modules.shows.models import ShowRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.work import repository as work
from kaibo.platform.work import runner
from tests.flows.test_show_summary import played, summary
from tests.support.house import Shop


def rows(shop: Shop, table: str, where: str = "1 = 1") -> int:
    query = text(f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608 - names of ours
    return int(shop.house.read(lambda session: session.execute(query).scalar()))


def a_day_passes(shop: Shop) -> None:
    shop.house.run(remove_old.schedule)
    shop.house.pass_time(days=1)
    shop.house.work()


def told(shop: Shop) -> dict[str, Any]:
    # Weeks have passed: whoever was signed in is no more.
    found: dict[str, Any] = shop.house.staff(Role.OWNER).get("/retention").json()
    return found


def ended(shop: Shop) -> dict[str, Any]:
    """A show that was played and is over; its figures."""
    played(shop)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    shop.house.pass_time(minutes=30)
    shop.house.work()
    summary(shop)
    return figures(shop)


def figures(shop: Shop) -> dict[str, Any]:
    found: dict[str, Any] = (
        shop.house.staff(Role.OWNER).get(f"/shows/{shop.show.id}/summary").json()
    )
    return found | {"until": ""}


def leave_records(shop: Shop, count: int) -> None:
    def leave(uow: UnitOfWork) -> None:
        for number in range(count):
            mail.queue(uow, NewMail(MailKind.TEST, f"{number}@buyer.test", "en", extra={}))
            uow.session.add(
                WebhookRow(
                    gateway="sandbox", event_id=f"e{number}", reference="r", received_at=uow.now
                )
            )

    shop.house.run(leave)


def test_what_is_too_old_goes_within_a_day_and_is_counted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remove_old, "PIECE", 2)
    leave_records(shop, 5)
    shop.house.pass_time(days=89)
    a_day_passes(shop)
    assert rows(shop, "mails") == 5
    a_day_passes(shop)
    assert (rows(shop, "mails"), rows(shop, "payment_webhooks")) == (0, 5)
    last = told(shop)["removals"][0]
    assert last["removed"] == {"mails": 5, "webhooks": 0, "visits": 0, "acts": 0}
    assert last["ended_at"] is not None
    shop.house.pass_time(days=100)
    shop.house.work()
    assert rows(shop, "payment_webhooks") == 0


def test_a_show_keeps_its_figures_when_its_visitors_are_forgotten(shop: Shop) -> None:
    before = ended(shop)
    people = {value["name"]: value["value"] for value in before["values"]}
    assert (people["viewers"], people["shown_people"]) == (3, 2)
    assert before["products"][0]["explained_views"] == 3
    shop.owner.patch("/retention", {"days": {"visits": 30}})
    shop.house.pass_time(days=30)
    a_day_passes(shop)
    assert rows(shop, "show_timeline", "kind IN ('joined', 'left')") == 0
    assert rows(shop, "act_people") > 0
    assert figures(shop) == before
    shop.house.pass_time(days=365)
    shop.house.work()
    assert rows(shop, "act_people") == 0
    assert rows(shop, "show_timeline", "kind = 'crowd'") == 1
    assert figures(shop) == before


def test_a_removal_that_is_cut_short_is_finished_by_the_next(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remove_old, "PIECE", 2)
    before = ended(shop)
    leave_records(shop, 3)
    shop.house.pass_time(days=400)
    hits: list[str] = []

    def cut(point: str) -> None:
        if point.startswith("remove_old."):
            hits.append(point)
            if len(hits) in {1, 5}:
                raise ConnectionError

    watch(cut)
    try:
        for _ in range(4):
            a_day_passes(shop)
    finally:
        watch(None)
    gone = [rows(shop, "mails"), rows(shop, "act_people"), rows(shop, "payment_webhooks")]
    assert gone == [0, 0, 0]
    assert rows(shop, "show_timeline", "kind IN ('joined', 'left')") == 0
    assert figures(shop) == before
    runs = told(shop)["removals"]
    assert all(run["ended_at"] and run["error"] is None for run in runs)
    assert sorted(run["tries"] for run in runs) == [1, 1, 1, 2]
    assert sum(run["removed"]["webhooks"] for run in runs) == 3


def test_a_show_that_is_not_over_and_the_books_are_left_alone(shop: Shop) -> None:
    def kept() -> list[int]:
        tables = ("act_people", "orders", "payments", "audit_entries")
        came = rows(shop, "show_timeline", "kind IN ('joined', 'left')")
        return [came, *(rows(shop, table) for table in tables)]

    played(shop)
    summary(shop)
    before = kept()
    shop.house.pass_time(days=4000)
    a_day_passes(shop)
    assert min(before) > 0
    assert kept() == before


def test_the_owner_chooses_within_bounds_and_it_is_written_down(shop: Shop) -> None:
    kept = {one["rule"]: one for one in told(shop)["kept"]}
    assert (kept["mails"]["days"], kept["mails"]["least"]) == (90, 7)
    refused = shop.owner.patch("/retention", {"days": {"visits": 60, "mails": 3}})
    assert (refused.status_code, refused.json()["code"]) == (422, "retention.out_of_bounds")
    assert refused.json()["field"] == "mails"
    assert {one["rule"]: one["days"] for one in told(shop)["kept"]}["visits"] == 395
    assert shop.owner.patch("/retention", {"days": {"mails": 30}}).status_code == 200
    entry = shop.owner.get("/audit?action=retention.change_retention").json()["items"][0]
    assert entry["details"] == {"days": {"mails": 30}}
    assert shop.house.staff(Role.COMPLIANCE).get("/retention").status_code == 200
    assert shop.house.staff(Role.COMPLIANCE).patch("/retention", {}).status_code == 403


def test_a_show_whose_figures_cannot_be_made_keeps_nothing_else_from_being_removed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ended(shop)
    other = "shw_00000000000000000000000000"  # closed before, and read first
    keep_crowd = show_summary.keep_crowd

    def close_another(uow: UnitOfWork) -> None:
        columns = ", ".join(column.name for column in ShowRow.__table__.columns)
        told = columns.replace("id", f"'{other}' AS id", 1).replace("slug", "'other' AS slug", 1)
        copy = f"INSERT INTO shows ({columns}) SELECT {told} FROM shows"  # noqa: S608 - ours
        uow.session.execute(text(copy))
        early = {"at": uow.now - timedelta(days=1), "id": other}
        uow.session.execute(text("UPDATE shows SET closed_at = :at WHERE id = :id"), early)
        shows.note(uow, other, EntryKind.JOINED, "vwr_1")

    async def broken(context: Context, show_id: str) -> None:
        if show_id == other:
            raise ArithmeticError
        await keep_crowd(context, show_id)

    shop.house.run(close_another)
    monkeypatch.setattr(show_summary, "keep_crowd", broken)
    monkeypatch.setattr(runner, "MAX_ATTEMPTS", 1)
    shop.house.pass_time(days=400)
    a_day_passes(shop)
    left = "kind IN ('joined', 'left') AND show_id"
    assert rows(shop, "show_timeline", f"{left} != '{other}'") == rows(shop, "act_people") == 0
    assert rows(shop, "show_timeline", f"{left} = '{other}'") == 1
    assert figures(shop) == before
    (run,) = told(shop)["removals"]
    assert (run["ended_at"], run["tries"]) == (None, 1)
    assert f"visits of {other} (ArithmeticError())" in run["error"]
    letters = shop.house.read(work.dead_letters, 10)
    assert any(other in str(letter.last_error) for letter in letters)


def test_a_removal_that_fails_and_is_tried_again_is_one_removal_with_its_tries_and_last_error(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_records(shop, 1)
    shop.house.pass_time(days=91)
    faults = [ArithmeticError("first"), ArithmeticError("second")]
    forget = mail.forget_before

    def broken(uow: UnitOfWork, moment: datetime, most: int) -> int:
        if faults:
            raise faults.pop(0)
        return forget(uow, moment, most)

    monkeypatch.setattr(mail, "forget_before", broken)
    a_day_passes(shop)
    (run,) = told(shop)["removals"]
    assert (run["tries"], run["ended_at"]) == (1, None)
    shop.house.pass_time(seconds=2)
    shop.house.work()
    (run,) = told(shop)["removals"]
    assert (run["tries"], run["error"]) == (2, "mails (ArithmeticError('second'))")
    shop.house.pass_time(seconds=4)
    shop.house.work()
    (run,) = told(shop)["removals"]
    assert (run["tries"], run["error"], run["removed"]["mails"]) == (3, None, 1)
    assert run["ended_at"] is not None


def test_attendance_stays_when_visits_go_though_its_core_was_killed_before_it_was_kept(
    shop: Shop,
) -> None:
    ended(shop)

    def lose(uow: UnitOfWork) -> None:
        uow.session.execute(text("DELETE FROM show_timeline WHERE kind = 'attendance'"))

    def attendance() -> dict[str, Any]:
        owner = shop.house.staff(Role.OWNER)
        found: dict[str, Any] = owner.get(f"/shows/{shop.show.id}/attendance").json()
        return found

    shop.house.run(lose)
    before = attendance()
    assert before["viewers"] > 0
    shop.house.pass_time(days=400)
    a_day_passes(shop)
    assert rows(shop, "show_timeline", "kind IN ('joined', 'left')") == 0
    assert attendance() == before
