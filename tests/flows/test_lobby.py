"""The lobby: shows on air, to come and to see again, and their covers."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image
from sqlalchemy import event

from kaibo.modules.recordings.contracts import RecordingState
from kaibo.modules.recordings.models import RecordingRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from kaibo.platform.db import UnitOfWork
from tests.support.house import Caller, Shop


def lobby(caller: Caller) -> dict[str, Any]:
    answer = caller.get("/shows/lobby")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def record(shop: Shop, show_id: str, duration_ms: int) -> None:
    def write(uow: UnitOfWork) -> None:
        uow.session.add(
            RecordingRow(
                id=f"rec_{show_id}",
                show_id=show_id,
                stream_id=f"str_{show_id}",
                role="main",
                state=RecordingState.COMPLETE,
                since_ms=0,
                duration_ms=duration_ms,
                created_at=uow.now,
            )
        )

    shop.house.run(write)


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(file, "PNG")
    return file.getvalue()


def test_shows_stand_where_they_belong(shop: Shop) -> None:
    soon = shop.house.clock.now() + timedelta(hours=1)
    later = shop.owner.post("/shows", {"title": "Some day"}).json()
    next_one = shop.owner.post("/shows", {"title": "Soon", "starts_at": soon.isoformat()}).json()
    told = lobby(shop.house.anyone)
    assert [show["id"] for show in told["live"]] == [shop.show.id]
    assert told["live"][0]["watching"] == 0
    assert [show["id"] for show in told["upcoming"]] == [next_one["id"], later["id"]]
    assert told["replays"] == []


def test_only_published_replays_with_a_picture_are_shown(shop: Shop) -> None:
    unseen = shop.house.show(shop.product.id)
    shop.owner.post(f"/shows/{unseen.id}/end")
    shop.owner.post(f"/shows/{shop.show.id}/end")
    assert lobby(shop.house.anyone)["replays"] == []
    record(shop, shop.show.id, 60_000)
    (replay,) = lobby(shop.house.anyone)["replays"]
    assert (replay["id"], replay["replay_ms"]) == (shop.show.id, 60_000)
    shop.owner.put(f"/shows/{shop.show.id}/replay", {"published": False})
    assert lobby(shop.house.anyone)["replays"] == []


def test_many_replays_cost_no_more_queries_than_one(shop: Shop) -> None:
    def queries() -> int:
        seen: list[str] = []

        def note(*told: object) -> None:
            seen.append(str(told[2]))

        engine = shop.house.db.read_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            replays = lobby(shop.house.anyone)["replays"]
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert [replay["viewers"] for replay in replays] == [3] * len(replays)
        return len(seen)

    def another() -> None:
        show = shop.house.show(shop.product.id)
        record(shop, show.id, 60_000)
        shop.owner.post(f"/shows/{show.id}/end")
        counted = [
            TimelineEntry(show.id, at, EntryKind.ATTENDANCE, "", {"viewers": at}) for at in (2, 3)
        ]
        shop.house.run(shows.append, counted)

    another()
    one = queries()
    another()
    another()
    assert queries() == one


def test_a_viewer_sees_what_they_booked(shop: Shop) -> None:
    show = shop.owner.post("/shows", {"title": "Soon"}).json()
    viewer = shop.house.viewer()
    viewer.put(f"/shows/{show['slug']}/booking")
    assert lobby(viewer)["upcoming"][0]["booking"] == {"booked": True, "bookings": 1}
    assert lobby(shop.house.anyone)["upcoming"][0]["booking"] == {"booked": False, "bookings": 1}


def test_invited_shows_are_not_in_the_lobby(shop: Shop) -> None:
    shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"})
    assert lobby(shop.house.anyone)["live"] == []


def test_a_cover_is_encoded_anew_and_stands_for_the_products_pictures(shop: Shop) -> None:
    at = f"/shows/{shop.show.id}"
    shop.owner.put(f"/products/{shop.product.id}/picture", picture())
    assert len(lobby(shop.house.anyone)["live"][0]["pictures"]) == 1
    assert shop.owner.put(f"{at}/cover", b"no picture").status_code == 422
    cover = shop.owner.put(f"{at}/cover", picture()).json()["cover_url"]
    assert lobby(shop.house.anyone)["live"][0]["pictures"] == [cover]
    served = shop.house.anyone.request("GET", cover)
    assert served.headers["content-type"] == "image/webp"
    assert shop.owner.delete(f"{at}/cover").json()["cover_url"] is None


def test_of_an_archived_product_nothing_can_be_had(shop: Shop) -> None:
    shop.owner.put(f"/products/{shop.product.id}/archived", {"archived": True})
    (card,) = shop.house.anyone.get(f"/shows/{shop.show.slug}/public").json()["products"]
    assert (card["available"], card["variants"][0]["available"]) == (0, 0)
    assert card["is_archived"]
    shop.owner.put(f"/products/{shop.product.id}/archived", {"archived": False})
    (card,) = shop.house.anyone.get(f"/shows/{shop.show.slug}/public").json()["products"]
    assert (card["is_archived"], card["available"] > 0) == (False, True)
