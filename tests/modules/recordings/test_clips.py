"""Clips: ordered, cut by a real process, kept whole or not at all."""

import asyncio
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from kaibo.adapters.media.remux.cutter import RemuxCutter
from kaibo.modules.recordings import clips, jobs
from kaibo.modules.recordings.errors import DiskFullError
from kaibo.modules.recordings.ports import Cutter, CutterDiedError, Film, Footage, RecordingShelf
from kaibo.platform.work.runner import WorkRunner
from tests.support.house import Shop
from tests.support.recordings import RATE, Recorder, make_film, short_film


@pytest.fixture
def recorder(shop: Shop) -> Recorder:
    return Recorder(shop)


@pytest.fixture
def over(recorder: Recorder) -> Recorder:
    """A show that is over, with six seconds recorded."""
    recorder.record(recorder.push())
    recorder.end()
    return recorder


def cut_by(recorder: Recorder, cutter: Cutter) -> None:
    recorder.house.context.provide(Cutter, cutter)


def pictures_in(data: bytes) -> int:
    with av.open(io.BytesIO(data), "r") as source:
        return len(list(source.decode(video=0)))


def files_of(recorder: Recorder) -> list[str]:
    return sorted(path.name for path in (recorder.house.settings.data / "files").glob("*"))


def test_a_clip_is_cut_at_the_segments_around_it_and_can_be_fetched(over: Recorder) -> None:
    clip = over.clip(1_300, 3_900, cover_at_ms=2_000)
    assert (clip["state"], clip["in_ms"], clip["out_ms"]) == ("queued", 1_000, 4_000)
    assert (clip["url"], clip["progress"]) == (None, 0)
    over.house.work()
    done = over.seen(clip)
    assert (done["state"], done["progress"], done["duration_ms"]) == ("done", 1, 3_000)
    answer = over.house.anyone.request("GET", done["url"])
    assert answer.headers["content-type"] == "video/mp4"
    assert len(answer.content) == done["bytes"]
    assert pictures_in(answer.content) == 3 * RATE
    cover = over.house.anyone.request("GET", done["cover_url"])
    with Image.open(io.BytesIO(cover.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (160, 96))
    assert [row["id"] for row in over.shop.owner.get(f"/shows/{over.shop.show.id}/clips").json()[
        "items"
    ]] == [clip["id"]]  # fmt: skip


def test_a_clip_is_fetched_by_ranges_and_saved_under_its_title(over: Recorder) -> None:
    clip = over.clip(0, 6_000, title="龍井 春茶")
    over.house.work()
    done = over.seen(clip)
    part = over.house.anyone.request("GET", done["url"], range="bytes=100-199")
    assert (part.status_code, len(part.content)) == (206, 100)
    assert part.headers["content-range"] == f"bytes 100-199/{done['bytes']}"
    saved = over.house.anyone.request("GET", done["download_url"])
    assert saved.headers["content-disposition"].startswith("attachment; filename*=utf-8''")
    assert saved.headers["content-disposition"].endswith(".mp4")


def test_a_clip_can_be_cut_while_the_show_is_on_air(recorder: Recorder) -> None:
    recorder.record(recorder.push())
    clip = recorder.clip(0, 2_000)
    recorder.house.work()
    assert recorder.seen(clip)["state"] == "done"


def test_a_clip_across_an_encoders_return_is_one_film(recorder: Recorder) -> None:
    first = recorder.push()
    recorder.record(first)
    recorder.studio.end(first)
    recorder.house.pass_time(minutes=3)
    recorder.record(recorder.push())
    recorder.end()
    clip = recorder.clip(4_000, 8_000)
    recorder.house.work()
    done = recorder.seen(clip)
    assert done["duration_ms"] == 4_000
    content = recorder.house.anyone.request("GET", done["url"]).content
    assert pictures_in(content) == 4 * RATE


@pytest.mark.parametrize(
    ("in_ms", "out_ms"), [(2_000, 2_000), (3_000, 2_000), (0, 7_000), (6_000, 9_000)]
)
def test_an_impossible_range_is_refused(over: Recorder, in_ms: int, out_ms: int) -> None:
    told = {"title": "x", "in_ms": in_ms, "out_ms": out_ms}
    answer = over.shop.owner.post(f"/shows/{over.shop.show.id}/clips", told)
    assert (answer.status_code, answer.json()["code"]) == (422, "clips.bad_range")


def test_without_a_recording_there_is_nothing_to_cut(recorder: Recorder) -> None:
    path = f"/shows/{recorder.shop.show.id}"
    answer = recorder.shop.owner.post(f"{path}/clips", {"title": "x", "in_ms": 0, "out_ms": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "recordings.no_replay")
    assert recorder.shop.owner.post(f"{path}/replay/export").status_code == 409


def test_a_change_of_format_inside_a_clip_is_told_with_its_place(recorder: Recorder) -> None:
    wide = make_film(seconds=2, size=(320, 192))
    recorder.record(recorder.push(), short_film(), wide)
    recorder.end()
    told = {"title": "x", "in_ms": 4_000, "out_ms": 8_000}
    answer = recorder.shop.owner.post(f"/shows/{recorder.shop.show.id}/clips", told)
    assert (answer.status_code, answer.json()["code"]) == (409, "clips.formats_differ")
    assert answer.json()["at_ms"] == 6_000


def test_the_whole_replay_is_one_film_or_as_many_as_there_are_formats(recorder: Recorder) -> None:
    wide = make_film(seconds=2, size=(320, 192))
    recorder.record(recorder.push(), short_film(), wide)
    recorder.end()
    path = f"/shows/{recorder.shop.show.id}"
    answer = recorder.shop.owner.post(f"{path}/replay/export")
    assert answer.status_code == 202
    assert (answer.json()["kind"], answer.json()["title"]) == ("whole", "Spring tea (1/2)")
    recorder.house.work()
    items = recorder.shop.owner.get(f"{path}/clips").json()["items"]
    assert sorted((row["state"], row["duration_ms"]) for row in items) == [
        ("done", 2_000),
        ("done", 6_000),
    ]


def test_title_and_cover_can_be_changed_even_after_the_recording_is_gone(over: Recorder) -> None:
    clip = over.clip(0, 6_000)
    over.house.work()
    over.shop.owner.delete(f"/recordings/{over.desk()['recordings'][0]['id']}")
    over.house.work()
    before = over.seen(clip)["cover_url"]
    path = f"/clips/{clip['id']}"
    answer = over.shop.owner.patch(path, {"title": "Biluochun", "cover_at_ms": 5_000})
    assert answer.json()["title"] == "Biluochun"
    over.house.work()
    after = over.seen(clip)["cover_url"]
    assert after != before
    assert over.house.anyone.request("GET", after).status_code == 200
    assert over.house.anyone.request("GET", before).status_code == 404
    assert over.shop.owner.patch(path, {"cover_at_ms": 60_000}).status_code == 422


def test_a_deleted_clip_leaves_no_file(over: Recorder) -> None:
    clip = over.clip(0, 2_000)
    over.house.work()
    assert len(files_of(over)) == 2
    assert over.shop.owner.delete(f"/clips/{clip['id']}").status_code == 204
    over.house.work()
    assert files_of(over) == []
    assert over.shop.owner.get(f"/clips/{clip['id']}").status_code == 404


def test_a_recording_deleted_before_the_cut_fails_the_clip_with_a_reason(over: Recorder) -> None:
    clip = over.clip(0, 2_000)
    recording = over.desk()["recordings"][0]["id"]
    over.house.context.port(RecordingShelf).delete(recording)
    over.house.work()
    failed = over.seen(clip)
    assert (failed["state"], failed["error_code"]) == ("failed", "clips.recording_gone")
    assert files_of(over) == []


class StubCutter:
    """A cutter that does what the test says."""

    def __init__(self, act: Callable[[Path, Callable[[float], None]], None]) -> None:
        self._act = act

    async def cut(
        self, footage: Sequence[Footage], target: Path, progress: Callable[[float], None]
    ) -> Film:
        self._act(target, progress)
        return Film(bytes=4, duration_ms=sum(part.duration_ms for part in footage))

    async def cover(self, film: Path, at_ms: int) -> bytes:
        return b"cover"


def test_a_full_disk_fails_the_clip_with_a_reason(over: Recorder) -> None:
    def run_out(target: Path, _: object) -> None:
        target.write_bytes(b"half")
        raise DiskFullError

    cut_by(over, StubCutter(run_out))
    clip = over.clip(0, 2_000)
    over.house.work()
    failed = over.seen(clip)
    assert (failed["state"], failed["error_code"]) == ("failed", "clips.disk_full")
    assert files_of(over) == []


def test_a_killed_cutter_is_started_again_and_no_half_film_is_seen(over: Recorder) -> None:
    deaths = 2
    seen: list[object] = []

    def die_first(target: Path, _: object) -> None:
        nonlocal deaths
        target.write_bytes(b"half")
        row = over.house.read(clips.get_row, clip["id"])
        seen.append((clips.to_clip(row).url, [x for x in files_of(over) if x.endswith(".mp4")]))
        if deaths:
            deaths -= 1
            raise CutterDiedError("killed")

    cut_by(over, StubCutter(die_first))
    clip = over.clip(0, 2_000)
    for _ in range(3):
        over.house.work()
        over.house.pass_time(minutes=1)
    assert over.seen(clip)["state"] == "done"
    assert seen == [(None, [])] * 3


def test_a_cutter_that_always_dies_is_given_up(over: Recorder) -> None:
    def die(_target: Path, _: object) -> None:
        raise CutterDiedError("killed")

    cut_by(over, StubCutter(die))
    clip = over.clip(0, 2_000)
    for _ in range(clips.ATTEMPTS + 1):
        over.house.work()
        over.house.pass_time(minutes=20)
    failed = over.seen(clip)
    assert (failed["state"], failed["error_code"]) == ("failed", "clips.interrupted")


class PatientCutter(StubCutter):
    """A cutter that tells how far it is and then waits until it is given up."""

    def __init__(self) -> None:
        self.ended = False

    async def cut(
        self, footage: Sequence[Footage], target: Path, progress: Callable[[float], None]
    ) -> Film:
        progress(0.4)
        try:
            await asyncio.sleep(60)
        finally:
            self.ended = True
        raise AssertionError


async def told(over: Recorder, clip: dict[str, Any], progress: float) -> None:
    """Wait until the clip's progress can be read."""
    async with asyncio.timeout(10):
        while True:
            row = await over.house.db.read(clips.get_row, clip["id"])
            if row.progress == progress:
                return
            await asyncio.sleep(0.01)


def test_progress_can_be_read_while_a_clip_is_cut_and_deleting_it_ends_the_cut(
    over: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PROGRESS_S", 0.02)
    house, cutter = over.house, PatientCutter()
    cut_by(over, cutter)
    clip = over.clip(0, 2_000)

    async def watch() -> None:
        cutting = asyncio.create_task(jobs.cut(house.context, {"clip_id": clip["id"]}))
        await told(over, clip, 0.4)
        await house.db.run(clips.delete, clip["id"])
        await asyncio.wait_for(cutting, 10)
        assert cutter.ended

    house.await_(watch())
    house.work()
    assert files_of(over) == []


def test_a_core_that_stops_in_the_middle_of_a_cut_goes_on_after_it_starts_again(
    over: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PROGRESS_S", 0.02)
    house = over.house
    cut_by(over, PatientCutter())
    clip = over.clip(0, 2_000)

    async def begin_and_stop() -> None:
        runner = WorkRunner(house.context, house.core.registry)
        runner.start()
        await told(over, clip, 0.4)
        await runner.stop()

    house.await_(begin_and_stop())
    assert (over.seen(clip)["state"], over.seen(clip)["url"]) == ("cutting", None)
    cut_by(over, RemuxCutter())
    house.pass_time(minutes=2)
    house.work()
    assert over.seen(clip)["state"] == "done"
    assert len(files_of(over)) == 2


def test_the_parts_of_a_show_with_the_longest_title_have_titles_that_fit() -> None:
    titles = {clips._numbered("茶" * clips.LONGEST_TITLE, number, 12) for number in (1, 12)}  # noqa: SLF001 - a show of twelve formats is long to film
    assert len(titles) == 2
    assert max(map(len, titles)) == clips.LONGEST_TITLE
