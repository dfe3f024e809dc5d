"""A show's timeline: each change once, in order, in the transaction that made it."""

from datetime import timedelta
from typing import Any

import pytest

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from kaibo.platform.db import UnitOfWork
from tests.support.house import Shop, at_once
from tests.support.studio import Studio


def told(shop: Shop, *kinds: str) -> list[tuple[str, str]]:
    asked = "&".join(f"kind={kind}" for kind in kinds)
    answer = shop.owner.get(f"/shows/{shop.show.slug}/timeline?{asked}")
    assert answer.status_code == 200, answer.text
    return [(entry["kind"], entry["subject"]) for entry in answer.json()["items"]]


def test_the_life_of_a_show_is_told_in_order(shop: Shop) -> None:
    house, product = shop.house, shop.product.id
    studio = Studio(shop)
    stream = studio.on_air()
    shop.owner.post(f"/rooms/{shop.show.id}/pins", {"product_id": product})
    house.pass_time(seconds=1)
    shop.owner.put(f"/rooms/{shop.show.id}/explaining", {"product_id": product})
    house.pass_time(seconds=1)
    shop.owner.delete(f"/rooms/{shop.show.id}/pins/{product}")
    studio.end(stream)
    house.pass_time(seconds=1)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    house.pass_time(seconds=1)
    house.work()
    assert told(shop) == [
        ("on_air", ""),
        ("picture_came", "main"),
        ("pinned", product),
        ("explaining", product),
        ("unpinned", product),
        ("picture_went", ""),
        ("closed", ""),
        ("explained", product),
    ]


def test_an_entry_says_when_it_happened(shop: Shop) -> None:
    shop.house.pass_time(minutes=2)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    items = shop.owner.get(f"/shows/{shop.show.id}/timeline").json()["items"]
    now = epoch_ms(shop.house.clock.now())
    assert [entry["at_ms"] for entry in items] == [now - 120_000, now]


def test_what_is_said_twice_is_told_once(shop: Shop) -> None:
    pins = f"/rooms/{shop.show.id}/pins"
    at_once(4, lambda _: shop.owner.post(pins, {"product_id": shop.product.id}))
    at_once(4, lambda _: shop.owner.delete(f"{pins}/{shop.product.id}"))
    at_once(4, lambda _: shop.owner.post(f"/shows/{shop.show.id}/end"))
    shop.house.work()
    assert [kind for kind, _ in told(shop)] == ["on_air", "pinned", "unpinned", "closed"]


def test_a_transaction_that_fails_tells_nothing(shop: Shop) -> None:
    def close_and_fail(uow: UnitOfWork) -> None:
        shows.close(uow, shop.show.id)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        shop.house.run(close_and_fail)
    assert told(shop) == [("on_air", "")]
    assert shop.house.read(shows.get_show, shop.show.id).state == "on_air"


def test_pages_of_the_timeline_are_its_whole_without_gap_or_repetition(shop: Shop) -> None:
    entries = [
        # Several of one moment: their place in the batch decides.
        TimelineEntry(shop.show.id, 1000 + number // 3, EntryKind.JOINED, f"vwr_{number}", {})
        for number in range(10)
    ]
    shop.house.run(shows.append, entries)
    seen: list[str] = []
    path = f"/shows/{shop.show.id}/timeline?kind=joined&limit=4"
    cursor = ""
    while True:
        page: dict[str, Any] = shop.owner.get(path + cursor).json()
        seen += [entry["subject"] for entry in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [entry.subject for entry in entries]


@pytest.mark.parametrize("cursor", ["x", "1", "1.x", "1.2.3", "-1.2"])
def test_a_cursor_that_was_never_given_is_refused(sqlite_shop: Shop, cursor: str) -> None:
    path = f"/shows/{sqlite_shop.show.id}/timeline?cursor={cursor}"
    assert sqlite_shop.owner.get(path).status_code == 422


def test_a_deal_is_told_of_when_it_is_announced_and_when_it_ends(shop: Shop) -> None:
    def announce() -> str:
        body = {
            "product_id": shop.product.id,
            "price": 5000,
            "total_limit": 2,
            "countdown_s": 0,
            "duration_s": 60,
        }
        answer = shop.owner.post(f"/shows/{shop.show.id}/deals", body)
        assert answer.status_code == 201, answer.text
        found: str = answer.json()["id"]
        return found

    first = announce()
    ends_at = epoch_ms(shop.house.clock.now() + timedelta(seconds=60))
    shop.house.pass_time(minutes=5)
    shop.house.work()
    second = announce()
    shop.owner.post(f"/shows/{shop.show.id}/end")
    shop.house.pass_time(minutes=5)
    shop.house.work()
    kinds = (EntryKind.DEAL_ANNOUNCED, EntryKind.DEAL_OVER)
    entries = shop.house.read(shows.entries, shop.show.id, *kinds)
    assert [(entry.kind.value, entry.subject) for entry in entries] == [
        ("deal_announced", first),
        ("deal_over", first),
        ("deal_announced", second),
        ("deal_over", second),
    ]
    assert entries[1].at_ms == entries[0].data["ends_at"] == ends_at
