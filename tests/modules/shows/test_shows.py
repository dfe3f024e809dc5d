"""Planning shows and moving them through their life."""

import io
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from PIL import Image

from tests.support.house import Shop, at_once


def plan(shop: Shop, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    answer = shop.owner.post("/shows", {"title": "Spring tea", **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_show_lives_from_ready_to_on_air_to_closed(shop: Shop) -> None:
    show = plan(shop, product_ids=[shop.product.id])
    assert (show["state"], show["viewer_path"]) == ("ready", f"/s/{show['slug']}")

    began = shop.owner.post(f"/shows/{show['id']}/go-on-air").json()
    shop.house.pass_time(minutes=1)
    again = shop.owner.post(f"/shows/{show['slug']}/go-on-air").json()
    ended = shop.owner.post(f"/shows/{show['id']}/end").json()

    assert began["state"] == "on_air"
    assert again == began, "repeating it changes nothing"
    assert (ended["state"], ended["on_air_at"]) == ("closed", began["on_air_at"])
    assert ended["closed_at"] > ended["on_air_at"]


def test_what_is_over_stays_as_it_was(shop: Shop) -> None:
    show = plan(shop)
    shop.owner.post(f"/shows/{show['id']}/end")

    back = shop.owner.post(f"/shows/{show['id']}/go-on-air")
    assert (back.status_code, back.json()["code"]) == (409, "illegal_move")
    for answer in (
        shop.owner.patch(f"/shows/{show['id']}", {"title": "New"}),
        shop.owner.put(f"/shows/{show['id']}/products", {"product_ids": []}),
        shop.owner.post(f"/rooms/{show['id']}/pins", {"product_id": shop.product.id}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "shows.closed")


@pytest.mark.parametrize("move", ["go-on-air", "end"])
def test_colleagues_who_press_the_same_button_at_once_all_see_it_done(
    shop: Shop, move: str
) -> None:
    show = plan(shop)
    answers = at_once(5, lambda _: shop.owner.post(f"/shows/{show['id']}/{move}"))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["state"] for answer in answers}) == 1


def test_an_address_belongs_to_one_show(shop: Shop) -> None:
    plan(shop, slug="spring-tea")
    answer = shop.owner.post("/shows", {"title": "Other", "slug": "spring-tea"})
    assert (answer.status_code, answer.json()["code"]) == (409, "shows.slug_taken")
    assert answer.json()["errors"][0]["field"] == "slug"


@pytest.mark.parametrize("slug", ["Tea", "te", "-tea", "tea-", "tea_time", "茶", "a" * 61, "a/b"])
def test_an_address_is_plain(shop: Shop, slug: str) -> None:
    assert shop.owner.post("/shows", {"title": "Tea", "slug": slug}).status_code == 422


@pytest.mark.parametrize(
    ("title", "form"),
    [("Spring Tea!", r"spring-tea-\w{4}"), ("春茶", r"show-\w{4}"), ("Été", r"ete-\w{4}"),
     ("x" * 120, r"x{40}-\w{4}")],
)  # fmt: skip
def test_a_show_without_an_address_gets_one(shop: Shop, title: str, form: str) -> None:
    assert re.fullmatch(form, plan(shop, title=title)["slug"])


def test_products_stand_in_the_order_they_were_put(shop: Shop) -> None:
    ids = [shop.house.product(f"Tea {number}").id for number in range(4)]
    show = plan(shop, product_ids=[*ids[2:], *ids[:2], ids[2]])
    assert show["product_ids"] == [*ids[2:], *ids[:2]]

    changed = shop.owner.put(f"/shows/{show['id']}/products", {"product_ids": ids[::-1]}).json()

    assert changed["product_ids"] == ids[::-1]
    public = shop.house.anyone.get(f"/shows/{show['slug']}/public").json()
    assert [card["id"] for card in public["products"]] == ids[::-1]


def test_unknown_products_are_named(shop: Shop) -> None:
    answer = shop.owner.post("/shows", {"title": "Tea", "product_ids": ["prd_nothing"]})
    assert (answer.status_code, answer.json()["product_id"]) == (404, "prd_nothing")
    assert len(shop.owner.get("/shows").json()["items"]) == 1


def test_a_change_leaves_the_rest_and_can_clear_the_time(shop: Shop) -> None:
    show = plan(shop, starts_at="2026-06-01T20:00:00+08:00", host_name="Lin")
    assert show["starts_at"] == "2026-06-01T12:00:00Z"
    changed = shop.owner.patch(f"/shows/{show['id']}", {"starts_at": None, "title": None}).json()
    assert changed == show | {"starts_at": None, "revision": 1}


def test_a_time_has_a_zone(shop: Shop) -> None:
    answer = shop.owner.post("/shows", {"title": "Tea", "starts_at": "2026-06-01T20:00:00"})
    assert answer.json()["errors"][0]["code"] == "timezone_aware"


def test_the_public_list_holds_what_is_on_air_and_then_what_comes(shop: Shop) -> None:
    """The same on both databases: shows without a time come last."""
    someday = plan(shop)
    later = plan(shop, starts_at="2027-02-01T00:00:00Z")
    sooner = plan(shop, starts_at="2027-01-01T00:00:00Z")
    over = plan(shop)
    shop.owner.post(f"/shows/{over['id']}/end")

    listed = shop.house.anyone.get("/shows/public").json()["items"]

    expected = [shop.show.id, sooner["id"], later["id"], someday["id"]]
    assert [item["id"] for item in listed] == expected


def test_staff_list_all_shows_newest_first(shop: Shop) -> None:
    made = [plan(shop)["id"] for _ in range(3)]
    first = shop.owner.get("/shows?limit=2").json()
    rest = shop.owner.get(f"/shows?limit=2&cursor={first['next_cursor']}").json()
    ids = [item["id"] for item in first["items"] + rest["items"]]
    assert ids == sorted([*made, shop.show.id], reverse=True)


def test_a_show_is_found_by_id_and_by_address(shop: Shop) -> None:
    by_id = shop.owner.get(f"/shows/{shop.show.id}")
    assert shop.owner.get(f"/shows/{shop.show.slug}").json() == by_id.json()
    assert shop.owner.get("/shows/nothing").status_code == 404
    assert shop.house.anyone.get("/shows/nothing/public").status_code == 404


def test_a_calendar_asks_for_shows_of_a_span(shop: Shop) -> None:
    """A show that began is where it began; one without a time is nowhere."""
    now = shop.house.clock.now()
    soon, later = now + timedelta(days=1), now + timedelta(days=40)
    planned = plan(shop, title="Tomorrow", starts_at=soon.isoformat())
    plan(shop, title="Next month", starts_at=later.isoformat())
    plan(shop, title="Some day")
    early = plan(shop, title="Early", starts_at=later.isoformat())
    shop.owner.post(f"/shows/{early['id']}/go-on-air")

    def titles(**span: datetime) -> list[str]:
        asked = urlencode({name: moment.isoformat() for name, moment in span.items()})
        found = shop.owner.get(f"/shows?{asked}").json()["items"]
        return [show["title"] for show in found if show["id"] != shop.show.id]

    assert titles(since=now, until=now + timedelta(days=30)) == ["Early", "Tomorrow"]
    assert titles(since=soon, until=soon) == []
    assert titles(until=now + timedelta(seconds=1)) == ["Early"]
    assert titles(since=later) == ["Next month"]
    bad = shop.owner.get("/shows?since=yesterday")
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "since")
    assert planned["starts_at"] is not None


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 36), "teal").save(made, "PNG")
    return made.getvalue()


def test_a_show_takes_over_the_cover_of_another(shop: Shop) -> None:
    first = plan(shop)
    covered = shop.owner.put(f"/shows/{first['id']}/cover", picture())
    assert covered.status_code == 200, covered.text
    shop.owner.post(f"/shows/{first['id']}/end")

    again = plan(shop, title="Once more", cover_of=first["id"])

    assert again["cover_url"] == covered.json()["cover_url"] is not None
    assert again["slug"] != first["slug"]
    missing = shop.owner.post("/shows", {"title": "No", "cover_of": "shw_nothing"})
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
