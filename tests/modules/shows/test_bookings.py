"""Viewers who want to come: bookings, and the file for their calendar."""

import re
from datetime import timedelta
from typing import Any

import pytest

from kaibo.modules.shows import facade as shows
from kaibo.platform.db import UnitOfWork
from tests.support.house import Shop, at_once

TITLE = "春茶之夜，第一場；熟客場"


@pytest.fixture
def planned(shop: Shop) -> dict[str, Any]:
    """A show that begins tomorrow."""
    starts = shop.house.clock.now() + timedelta(days=1)
    body = {"title": TITLE, "starts_at": starts.isoformat(), "description": "Bring, cups;\nmany"}
    made: dict[str, Any] = shop.owner.post("/shows", body).json()
    return made


def test_a_viewer_books_once_however_often_and_unbooks(shop: Shop, planned: dict[str, Any]) -> None:
    viewer, path = shop.house.viewer(), f"/shows/{planned['slug']}/booking"
    answers = at_once(4, lambda _: viewer.put(path))
    assert [answer.status_code for answer in answers] == [200] * 4
    shop.house.viewer("小華").put(path)
    assert viewer.put(path).json() == {"booked": True, "bookings": 2}
    told = viewer.get(f"/shows/{planned['slug']}/public").json()
    assert told["booking"] == {"booked": True, "bookings": 2}
    assert viewer.delete(path).json() == {"booked": False, "bookings": 1}
    assert viewer.delete(path).json() == {"booked": False, "bookings": 1}


def test_others_are_told_who_booked_and_can_forget_it(shop: Shop, planned: dict[str, Any]) -> None:
    first, second = shop.house.viewer("A"), shop.house.viewer("B")
    first.put(f"/shows/{planned['slug']}/booking")
    shop.house.pass_time(seconds=1)
    second.put(f"/shows/{planned['slug']}/booking")
    who = shop.house.read(shows.viewers_who_booked, planned["id"])
    assert list(who) == [first.id, second.id]

    def forget(uow: UnitOfWork) -> None:
        shows.forget_bookings(uow, first.id)

    shop.house.run(forget)
    assert list(shop.house.read(shows.viewers_who_booked, planned["id"])) == [second.id]


def test_a_show_that_has_begun_cannot_be_booked(shop: Shop) -> None:
    answer = shop.house.viewer().put(f"/shows/{shop.show.slug}/booking")
    assert (answer.status_code, answer.json()["code"]) == (409, "shows.begun")


def test_without_the_invitation_nobody_books_or_gets_the_calendar(
    shop: Shop, planned: dict[str, Any]
) -> None:
    invited = shop.owner.patch(f"/shows/{planned['id']}", {"access": "invited"}).json()
    viewer, at = shop.house.viewer(), f"/shows/{planned['slug']}"
    assert viewer.put(f"{at}/booking").status_code == 404
    assert viewer.get(f"{at}/calendar.ics").status_code == 404
    invitation = invited["invite_path"].partition("?")[2]
    answer = viewer.get(f"{at}/calendar.ics?{invitation}")
    assert f"?{invitation}" in unfolded(answer.text)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def test_the_calendar_file_keeps_its_uid_and_counts_changes(
    shop: Shop, planned: dict[str, Any]
) -> None:
    path = f"/shows/{planned['slug']}/calendar.ics"
    before = shop.house.anyone.get(path)
    assert before.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = unfolded(before.text).split("\r\n")
    starts = shop.house.clock.now() + timedelta(days=1)
    assert f"DTSTART:{starts:%Y%m%dT%H%M%SZ}" in lines
    assert "SUMMARY:春茶之夜，第一場；熟客場" in lines
    description = r"DESCRIPTION:Bring\, cups\;\nmany\nhttp://shop.test:8000/s/"
    assert f"{description}{planned['slug']}" in lines
    assert lines[lines.index("BEGIN:VALARM") + 2] == "TRIGGER:-PT10M"

    later = (starts + timedelta(hours=1)).isoformat()
    shop.owner.patch(f"/shows/{planned['id']}", {"starts_at": later})
    shop.owner.patch(f"/shows/{planned['id']}", {"starts_at": later})
    after = unfolded(shop.house.anyone.get(path).text)

    def told(name: str, text: str) -> str:
        found = re.search(rf"^{name}:(.*?)\r$", text, re.MULTILINE)
        assert found
        return found[1]

    assert told("UID", after) == told("UID", unfolded(before.text))
    assert (told("SEQUENCE", unfolded(before.text)), told("SEQUENCE", after)) == ("0", "1")


def test_no_line_of_the_calendar_is_longer_than_75_octets_or_breaks_a_character(
    shop: Shop, planned: dict[str, Any]
) -> None:
    shop.owner.patch(f"/shows/{planned['id']}", {"title": "茶🍵" * 40})
    answer = shop.house.anyone.get(f"/shows/{planned['slug']}/calendar.ics")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert "茶🍵" * 40 in unfolded(answer.content.decode())


def test_nobodys_link_writes_into_the_calendar_file(shop: Shop, planned: dict[str, Any]) -> None:
    path = f"/shows/{planned['slug']}/calendar.ics?invite=x%0D%0ASUMMARY:Free%20tea"
    lines = shop.house.anyone.get(path).text.split("\r\n")
    assert [line for line in lines if line.startswith("SUMMARY:Free")] == []


def test_a_show_without_a_time_has_no_calendar_file(shop: Shop) -> None:
    show = shop.owner.post("/shows", {"title": "Some day"}).json()
    assert shop.house.anyone.get(f"/shows/{show['slug']}/calendar.ics").status_code == 404
