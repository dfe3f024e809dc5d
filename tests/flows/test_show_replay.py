"""A show's replay: what was on air, with its chapters and the attention it got."""

from typing import Any

import httpx
import m3u8  # type: ignore[import-untyped]
import pytest

from kaibo.adapters.media.builtin.recording.shelf import LocalShelf
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.recordings import replay
from kaibo.modules.recordings.contracts import RecordingIndex
from kaibo.modules.recordings.domain import Timeline
from kaibo.modules.rooms import timeline as rooms
from kaibo.modules.rooms.contracts import AttentionSample
from kaibo.platform.auth import playurls
from tests.support.house import HOST, MEDIA_TOKEN, Shop
from tests.support.recordings import Recorder


@pytest.fixture
def recorder(shop: Shop) -> Recorder:
    return Recorder(shop)


def public(recorder: Recorder, **headers: str) -> httpx.Response:
    return recorder.house.anyone.get(f"/shows/{recorder.shop.show.slug}/public/replay", **headers)


def fetch(recorder: Recorder, url: str) -> httpx.Response:
    """Fetch a playlist as a player does: with nothing but its address."""
    return recorder.house.anyone.request("GET", url)


def on_air_twice(recorder: Recorder) -> None:
    """Six seconds, three minutes without an encoder, six seconds more."""
    first = recorder.push()
    recorder.record(first)
    recorder.studio.end(first)
    recorder.house.pass_time(minutes=3)
    recorder.record(recorder.push())


def test_the_replay_is_everything_that_was_on_air_without_the_gaps(recorder: Recorder) -> None:
    on_air_twice(recorder)
    assert public(recorder).status_code == 404
    recorder.end()
    desk = recorder.desk()
    assert (desk["ready"], desk["published"], desk["duration_ms"]) == (True, True, 12_000)
    assert desk["segments"] == [second * 1000 for second in range(13)]
    assert [row["role"] for row in desk["recordings"]] == ["main", "main"]
    told = public(recorder).json()
    assert told["duration_ms"] == 12_000

    answer = fetch(recorder, told["playlist_url"])
    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
    playlist = m3u8.loads(answer.text)
    assert len(playlist.segments) == 12
    assert [bool(segment.discontinuity) for segment in playlist.segments].count(True) == 1
    host = HOST.partition(":")[0]
    for segment in playlist.segments:
        assert segment.uri.startswith(f"http://{host}:8001/~")
        prefix, path = playurls.split(segment.uri.split(":8001/")[1])
        now = recorder.house.clock.now().timestamp()
        recording = path.removesuffix("/0.mp4")
        assert playurls.verify(MEDIA_TOKEN, recording, str(prefix), now)
        assert not playurls.verify(MEDIA_TOKEN, recording, str(prefix), now + 8 * 3600)


def test_the_crew_sees_the_replay_grow_during_the_show(recorder: Recorder) -> None:
    recorder.record(recorder.push())
    desk = recorder.desk()
    assert (desk["ready"], desk["duration_ms"]) == (False, 6_000)
    assert fetch(recorder, desk["playlist_url"]).status_code == 200


def test_a_replay_taken_back_is_gone_at_once_and_stays_open_to_the_crew(recorder: Recorder) -> None:
    recorder.record(recorder.push())
    recorder.end()
    opened = public(recorder).json()["playlist_url"]
    path = f"/shows/{recorder.shop.show.id}/replay"
    assert recorder.shop.owner.put(path, {"published": False}).json()["published"] is False
    assert public(recorder).status_code == 404
    assert fetch(recorder, opened).status_code == 404
    assert fetch(recorder, recorder.desk()["playlist_url"]).status_code == 200
    assert recorder.shop.owner.put(path, {"published": True}).json()["published"] is True
    assert fetch(recorder, opened).status_code == 200


@pytest.mark.parametrize("opens", ["", "~1.x", "~99999999999.AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_playlist_opens_by_its_signed_address_only(recorder: Recorder, opens: str) -> None:
    recorder.record(recorder.push())
    recorder.end()
    path = f"/api/v1/shows/{recorder.shop.show.id}/replay.m3u8"
    assert fetch(recorder, f"{path}?opens={opens}").status_code == 404
    assert fetch(recorder, path).status_code == 422


def test_an_invited_shows_replay_needs_the_invitation(recorder: Recorder) -> None:
    recorder.record(recorder.push())
    show = recorder.shop.owner.patch(
        f"/shows/{recorder.shop.show.id}", {"access": "invited"}
    ).json()
    recorder.end()
    invite = show["invite_path"].partition("invite=")[2]
    assert public(recorder).status_code == 404
    assert public(recorder, x_kaibo_invite="wrong").status_code == 404
    assert public(recorder, x_kaibo_invite=invite).status_code == 200


def test_each_pin_on_air_is_a_chapter(recorder: Recorder) -> None:
    house, shop = recorder.house, recorder.shop
    cup = house.product("Cup")
    pins = f"/rooms/{shop.show.id}/pins"
    shop.owner.put(f"/shows/{shop.show.id}/products", {"product_ids": [shop.product.id, cup.id]})
    # Held up since before there was a picture.
    shop.owner.post(pins, {"product_id": shop.product.id})
    house.pass_time(seconds=30)
    stream = recorder.push()
    began = house.clock.now()
    recorder.record(stream)
    shop.owner.delete(f"{pins}/{shop.product.id}")
    # Only while the encoder is away: no picture shows it.
    recorder.studio.end(stream)
    house.pass_time(minutes=1)
    shop.owner.post(pins, {"product_id": cup.id})
    house.pass_time(minutes=1)
    shop.owner.delete(f"{pins}/{cup.id}")
    house.pass_time(minutes=1)
    recorder.record(recorder.push())
    shop.owner.post(pins, {"product_id": cup.id})
    house.pass_time(seconds=1)
    recorder.end()
    house.work()
    desk = recorder.desk()
    assert [(row["title"], row["at_ms"], row["end_ms"]) for row in desk["chapters"]] == [
        ("Longjing", 0, 6_000)
    ]
    assert epoch_ms(began) == round(
        m3u8.loads(fetch(recorder, desk["playlist_url"]).text)
        .segments[0]
        .program_date_time.timestamp()
        * 1000
    )
    assert public(recorder).json()["chapters"] == desk["chapters"]


def test_chapters_are_what_was_explained_where_the_crew_said_so(recorder: Recorder) -> None:
    shop = recorder.shop
    cup = shop.house.product("Cup")
    shop.owner.put(f"/shows/{shop.show.id}/products", {"product_ids": [shop.product.id, cup.id]})
    shop.owner.post(f"/rooms/{shop.show.id}/pins", {"product_id": shop.product.id})
    stream = recorder.push()
    shop.owner.put(f"/rooms/{shop.show.id}/explaining", {"product_id": cup.id})
    recorder.record(stream)
    recorder.end()
    recorder.house.work()
    chapters = recorder.desk()["chapters"]
    assert [(row["title"], row["at_ms"], row["end_ms"]) for row in chapters] == [("Cup", 0, None)]


def test_a_product_held_up_to_the_end_is_a_chapter_without_an_end(recorder: Recorder) -> None:
    shop = recorder.shop
    shop.owner.post(f"/rooms/{shop.show.id}/pins", {"product_id": shop.product.id})
    recorder.record(recorder.push())
    recorder.end()
    recorder.house.work()
    (chapter,) = recorder.desk()["chapters"]
    assert (chapter["at_ms"], chapter["end_ms"], chapter["product_id"]) == (
        0,
        None,
        shop.product.id,
    )


def test_attention_is_counted_where_the_replay_shows_it(recorder: Recorder) -> None:
    house, show = recorder.house, recorder.shop.show
    first = recorder.push()
    start = epoch_ms(house.clock.now()) // 10_000 * 10_000
    house.pass_time(milliseconds=start + 10_000 - epoch_ms(house.clock.now()))
    samples = [
        AttentionSample(show.id, start + 10_000, 7, 3, 20),
        AttentionSample(show.id, start + 60_000, 9, 50, 90),  # the encoder is away
        AttentionSample(show.id, start + 100_000, 2, 1, 0),
    ]
    house.run(rooms.add_attention, samples)
    recorder.record(first)
    recorder.studio.end(first)
    house.pass_time(seconds=84)
    recorder.record(recorder.push())
    recorder.end()
    attention = recorder.desk()["attention"]
    assert attention["step_ms"] == 10_000
    points: list[dict[str, Any]] = attention["points"]
    assert [point["at_ms"] for point in points] == [0, 10_000]
    assert [point["danmaku"] for point in points] == [3, 1]
    assert [point["likes"] for point in points] == [20, 0]
    assert points[0]["watching"] >= 7


def test_orders_paid_on_air_are_attention(recorder: Recorder, webhooks_arrive: None) -> None:
    shop, house = recorder.shop, recorder.house
    stream = recorder.push()
    viewer = house.viewer()
    order = shop.place(viewer)
    session = viewer.post(f"/orders/{order['id']}/payment-sessions").json()
    checkout = session["redirect_url"].rsplit("/", 1)[1]
    house.anyone.request("POST", f"/sandbox/api/checkouts/{checkout}/approve")
    house.work()
    recorder.record(stream)
    recorder.end()
    (point,) = recorder.desk()["attention"]["points"]
    assert point["orders"] == 1


def test_a_show_that_was_never_on_air_has_an_empty_desk(recorder: Recorder) -> None:
    waiting = recorder.house.show(on_air=False)
    desk = recorder.shop.owner.get(f"/shows/{waiting.id}/replay").json()
    assert (desk["ready"], desk["duration_ms"], desk["playlist_url"]) == (False, 0, None)
    assert (desk["segments"], desk["chapters"], desk["recordings"]) == ([], [], [])


def test_who_may_not_watch_the_replay_yet_costs_no_reading(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.record(recorder.push())
    read: list[str] = []
    index = LocalShelf.index

    def counted(shelf: LocalShelf, recording_id: str) -> RecordingIndex | None:
        read.append(recording_id)
        return index(shelf, recording_id)

    monkeypatch.setattr(LocalShelf, "index", counted)
    assert public(recorder).status_code == 404
    assert read == []
    recorder.end()
    path = f"/shows/{recorder.shop.show.id}/replay"
    recorder.shop.owner.put(path, {"published": False})
    read.clear()
    assert public(recorder).status_code == 404
    assert read == []


def test_the_playlist_is_written_once_for_all_who_watch(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.record(recorder.push())
    recorder.end()
    opened = public(recorder).json()["playlist_url"]
    written: list[str] = []
    write = replay.playlist

    def counted(timeline: Timeline, addresses: dict[str, str]) -> str:
        written.append(write(timeline, addresses))
        return written[-1]

    monkeypatch.setattr(replay, "playlist", counted)
    first, second = fetch(recorder, opened).text, fetch(recorder, opened).text
    assert first == second == written[0]
    assert len(written) == 1

    recorder.house.pass_time(hours=1)
    assert fetch(recorder, opened).text != first
