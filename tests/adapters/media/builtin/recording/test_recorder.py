"""What is recorded, and what the disk may do to it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kaibo.adapters.media.builtin.limits import RecordingLimits
from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.recorder import Wanted, first_segment
from kaibo.kernel.ids import new_id
from tests.adapters.media.builtin.clips import Tag, demux, make_tags, pictures_in
from tests.adapters.media.builtin.recording.studio import FaultyDisk, Studio, feed

# Noise, so that segments have some size.
TAGS = make_tags(frames=180, gop=30, b_frames=2, size=(320, 192))
FRAMES = pictures_in(TAGS)


def halves(tags: list[Tag], at_ms: int) -> tuple[list[Tag], list[Tag]]:
    """Before and after a moment."""
    return [t for t in tags if t.time < at_ms], [t for t in tags if t.time >= at_ms]


def assert_journal_is_true(studio: Studio, recording_id: str) -> None:
    """What the journal tells of, and no more, can be decoded."""
    pictures = studio.pictures(recording_id)
    # The last sound of the stream may outlast its picture.
    assert pictures == pytest.approx(studio.journal(recording_id).duration_ms * 0.03, abs=4)


def test_every_picture_and_the_last_partial_part_are_in_the_recording(tmp_path: Path) -> None:
    tags = make_tags(frames=167, gop=48, b_frames=2)

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        studio.record("str_1")
        feed(stream, tags)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path).run(scenario)
    (report,) = studio.reports
    assert (report.state, report.problem) == ("complete", None)
    path = tmp_path / report.recording_id / "0.mp4"
    found = demux(path.read_bytes())
    assert found.decoded == 167
    assert found.longest_audio_gap < 0.03
    kept = studio.journal(report.recording_id)
    assert report.bytes == kept.bytes == path.stat().st_size
    assert report.duration_ms == pytest.approx(167 * 1000 / 30, abs=40)
    assert kept.files[0].codecs == "avc1.64000B,mp4a.40.2"
    assert (kept.files[0].width, kept.files[0].sample_rate) == (160, 44100)
    ends = [s.offset + s.bytes for s in kept.segments]
    assert [s.offset for s in kept.segments] == [kept.files[0].init_bytes, *ends[:-1]]
    assert all(s.independent for s in kept.segments)


def test_new_parameters_mid_stream_begin_a_new_file(tmp_path: Path) -> None:
    first = make_tags(frames=60, gop=30)
    second = make_tags(frames=45, gop=30, size=(320, 192))

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        studio.record("str_1")
        feed(stream, first)
        feed(stream, second, later=2000)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path).run(scenario)
    (report,) = studio.reports
    kept = studio.journal(report.recording_id)
    assert [(file.file, file.width) for file in kept.files] == [("0.mp4", 160), ("1.mp4", 320)]
    assert kept.files[0].format != kept.files[1].format
    folder = tmp_path / report.recording_id
    assert demux((folder / "0.mp4").read_bytes()).decoded == 60
    assert demux((folder / "1.mp4").read_bytes()).decoded == 45
    beginnings = [s.discontinuity for s in kept.segments]
    assert beginnings.index(True, 1) == next(
        i for i, s in enumerate(kept.segments) if s.file == "1.mp4"
    )


def test_a_disk_full_mid_part_loses_nothing_when_there_is_room_again(tmp_path: Path) -> None:
    before, after = halves(TAGS, 3000)
    disk = FaultyDisk()

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        (recording_id,) = studio.record("str_1")
        feed(stream, before)
        await studio.until(lambda: len(studio.journal(recording_id).segments) >= 2)
        disk.room = 1500
        feed(stream, after)
        await studio.until(lambda: studio.recorder.failed == "disk_full")
        assert stream.window.edge >= 5, "the picture goes on"
        disk.room = None
        await studio.until(lambda: studio.recorder.failed is None)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path, disk).run(scenario)
    (report,) = studio.reports
    assert (report.state, report.problem) == ("complete", "disk_full")
    assert studio.pictures(report.recording_id) == FRAMES
    kept = studio.journal(report.recording_id)
    assert len(kept.used_files) == 2
    assert kept.duration_ms == pytest.approx(FRAMES * 1000 / 30, abs=40)
    assert all(s.independent for s in kept.segments)
    assert not kept.gaps


def test_a_disk_full_beyond_the_window_leaves_a_gap_and_goes_on_in_a_new_file(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk()

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        (recording_id,) = studio.record("str_1")
        feed(stream, TAGS)
        await studio.until(lambda: len(studio.journal(recording_id).segments) >= 5)
        disk.room = 0
        for turn in range(1, 10):
            feed(stream, TAGS, later=6000 * turn)
        await studio.until(lambda: studio.recorder.failed == "disk_full")
        disk.room = None
        feed(stream, TAGS, later=60_000)
        await studio.until(lambda: studio.recorder.failed is None)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path, disk, bounds=RecordingLimits(first_pause=0.05)).run(scenario)
    (report,) = studio.reports
    assert (report.state, report.problem) == ("complete", "disk_full")
    kept = studio.journal(report.recording_id)
    assert [gap.reason for gap in kept.gaps] == ["disk_full"]
    first_new = next(s for s in kept.segments if s.file != "0.mp4")
    assert first_new.discontinuity
    assert first_new.independent
    assert kept.duration_ms < 60_000
    assert_journal_is_true(studio, report.recording_id)


def test_a_stalled_disk_holds_up_neither_the_picture_nor_its_memory(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk()
    bounds = RecordingLimits(stall_seconds=0.2, bytes_out=100_000)
    before, after = halves(TAGS, 3000)

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        (recording_id,) = studio.record("str_1")
        feed(stream, before)
        await studio.until(lambda: len(studio.journal(recording_id).segments) >= 2)
        disk.running.clear()
        began = time.monotonic()
        feed(stream, after)
        assert time.monotonic() - began < 1
        await studio.until(lambda: studio.recorder.failed == "disk_stalled")
        take = studio.recorder._takes[recording_id]  # noqa: SLF001 - its bound is looked at
        assert take.bytes_on_their_way <= 100_000 + max(len(t.body) for t in TAGS) * 10
        disk.running.set()
        await studio.until(lambda: studio.recorder.failed is None)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path, disk, bounds=bounds).run(scenario)
    (report,) = studio.reports
    assert (report.state, report.problem) == ("complete", "disk_stalled")
    assert studio.pictures(report.recording_id) == FRAMES
    assert len(studio.journal(report.recording_id).files) == 1


def test_a_stall_beyond_the_window_loses_whole_segments_only(tmp_path: Path) -> None:
    disk = FaultyDisk()
    bounds = RecordingLimits(stall_seconds=0.1, bytes_out=20_000)

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        studio.record("str_1")
        feed(stream, TAGS)
        disk.running.clear()
        for turn in range(1, 10):
            feed(stream, TAGS, later=6000 * turn)
        await studio.until(lambda: studio.recorder.failed == "disk_stalled")
        disk.running.set()
        await studio.until(lambda: studio.recorder.failed is None)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path, disk, bounds=bounds).run(scenario)
    (report,) = studio.reports
    assert (report.state, report.problem) == ("complete", "disk_stalled")
    kept = studio.journal(report.recording_id)
    assert len(kept.gaps) == 1
    assert all(s.independent for s in kept.segments)
    assert_journal_is_true(studio, report.recording_id)


def test_a_broken_disk_fails_the_recording_and_it_is_mended_later(tmp_path: Path) -> None:
    disk = FaultyDisk()
    before, after = halves(TAGS, 3000)

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        (recording_id,) = studio.record("str_1")
        feed(stream, before)
        await studio.until(lambda: len(studio.journal(recording_id).segments) >= 2)
        disk.broken = True
        feed(stream, after)
        stream.end("ended")
        await studio.until(lambda: studio.recorder.failed == "disk_error")

    bounds = RecordingLimits(patience_seconds=0.1, close_seconds=0.5)
    studio = Studio(tmp_path, disk, bounds=bounds).run(scenario)
    disk.broken = False

    async def again(studio: Studio) -> None:
        studio.recorder.start()
        await studio.until(lambda: studio.reports)

    (report,) = Studio(tmp_path).run(again).reports
    assert report.state == "recovered"
    assert report.duration_ms >= 2000
    assert studio.pictures(report.recording_id) == round(report.duration_ms * 30 / 1000)


def test_below_the_least_room_recording_stops_cleanly_and_resumes(tmp_path: Path) -> None:
    disk = FaultyDisk()
    before, after = halves(TAGS, 3000)

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        (recording_id,) = studio.record("str_1")
        feed(stream, before)
        await studio.until(lambda: len(studio.journal(recording_id).segments) >= 2)
        disk.free = 999
        await studio.until(lambda: studio.recorder.failed == "disk_low")
        stopped = studio.journal(recording_id)
        feed(stream, after)
        await studio.until(lambda: studio.recorder.free_bytes == 999)
        # The segment that was being written is finished, and no other begun.
        await studio.until(
            lambda: len(studio.journal(recording_id).segments) == len(stopped.segments) + 1
        )
        disk.free = 1001
        await studio.until(lambda: studio.recorder.free_bytes == 1001)
        assert studio.recorder.failed == "disk_low", "a little more room is not enough"
        disk.free = 2000
        await studio.until(lambda: studio.recorder.failed is None)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path, disk, min_free=1000).run(scenario)
    (report,) = studio.reports
    assert (report.state, report.problem) == ("complete", "disk_low")
    assert studio.pictures(report.recording_id) == FRAMES


def test_a_stream_that_ends_while_the_disk_is_low_has_nothing_but_its_end_written(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk(free=10)

    async def scenario(studio: Studio) -> None:
        await studio.until(lambda: studio.recorder.failed == "disk_low")
        stream = studio.stream()
        studio.record("str_1")
        feed(stream, TAGS)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(tmp_path, disk, min_free=1000).run(scenario)
    (report,) = studio.reports
    assert (report.state, report.problem, report.duration_ms) == ("failed", "disk_low", 0)
    assert studio.journal(report.recording_id).closed == "ended"


def test_eight_streams_are_recorded_side_by_side(tmp_path: Path) -> None:
    names = [f"str_{number}" for number in range(8)]

    async def scenario(studio: Studio) -> None:
        streams = [studio.stream(name) for name in names]
        studio.record(*names)
        for stream in streams:
            feed(stream, TAGS)
            stream.end("ended")
        await studio.until(lambda: len(studio.reports) == 8)

    studio = Studio(tmp_path).run(scenario)
    assert {report.state for report in studio.reports} == {"complete"}
    assert {studio.pictures(report.recording_id) for report in studio.reports} == {FRAMES}


def test_a_stream_that_returns_to_the_list_goes_on_in_a_new_file_without_a_picture_twice(
    tmp_path: Path,
) -> None:
    before, after = halves(TAGS, 3000)

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        wanted = Wanted("str_1", new_id("rec"), 0)
        studio.recorder.follow([wanted])
        feed(stream, before)
        studio.recorder.follow([])
        await studio.until(lambda: studio.reports)
        studio.recorder.follow([wanted])
        feed(stream, after)
        stream.end("ended")
        await studio.until(lambda: len(studio.reports) == 2)

    studio = Studio(tmp_path).run(scenario)
    first, second = studio.reports
    assert (first.state, second.state) == ("complete", "complete")
    kept = studio.journal(second.recording_id)
    assert [file.file for file in kept.files] == ["0.mp4", "1.mp4"]
    starts = [segment.starts_at_ms for segment in kept.segments]
    assert starts == sorted(set(starts))
    # The rest of the segment in which it was off the list belongs to neither.
    assert FRAMES - 30 < studio.pictures(second.recording_id) < FRAMES


def test_core_may_hear_late_of_an_end_after_which_the_recording_went_on(tmp_path: Path) -> None:
    before, after = halves(TAGS, 3000)

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        wanted = Wanted("str_1", new_id("rec"), 0)
        studio.recorder.follow([wanted])
        feed(stream, before)
        studio.recorder.follow([])
        await studio.until(lambda: studio.reports)
        studio.recorder.follow([wanted])
        feed(stream, after[:60])
        await studio.until(lambda: studio.journal(wanted.recording_id).closed is None)
        studio.recorder.reported(wanted.recording_id)
        feed(stream, after[60:])
        stream.end("ended")
        await studio.until(lambda: len(studio.reports) == 2)
        kept = studio.journal(wanted.recording_id)
        assert (kept.closed, kept.reported) == ("ended", False)
        studio.recorder.reported(wanted.recording_id)
        await studio.until(lambda: studio.journal(wanted.recording_id).reported)
        path = tmp_path / wanted.recording_id / journal.NAME
        assert all(journal.decode(line) for line in path.read_bytes().splitlines())

    Studio(tmp_path).run(scenario)


@pytest.mark.parametrize("step_seconds", [-3600, 0, 3600])
def test_the_first_segment_is_found_by_age_whatever_the_clock_was_set_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step_seconds: int
) -> None:
    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        feed(stream, TAGS)
        segments = list(stream.window.held())
        now = time.monotonic()
        for age, segment in enumerate(reversed(segments[:-1])):
            segment.closed_at = now - age  # closed a second apart, the last one now
        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + step_seconds)
        since_ms = int((time.time() - 2.5) * 1000)
        assert first_segment(stream.window, since_ms) == segments[-4].number
        assert first_segment(stream.window, 0) == 0
        future = int((time.time() + 9) * 1000)
        assert first_segment(stream.window, future) == segments[-1].number
        await asyncio.sleep(0)

    Studio(tmp_path).run(scenario)


LIMITED = """
import resource, sys
from pathlib import Path
from tests.adapters.media.builtin.recording.studio import Studio, feed
from tests.adapters.media.builtin.recording.test_recorder import TAGS, FRAMES
from kaibo.adapters.media.builtin.limits import RecordingLimits
from kaibo.adapters.media.builtin.recording.disk import Disk
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
class Plain:
    calls = Disk()
    def __init__(self):
        import threading
        self.running = threading.Event()
async def scenario(studio):
    stream = studio.stream()
    studio.record("str_1")
    feed(stream, TAGS)
    stream.end("ended")
    await studio.until(lambda: studio.reports)
bounds = RecordingLimits(first_pause=0.01, longest_pause=0.05)
studio = Studio(Path(sys.argv[1]), Plain(), bounds=bounds).run(scenario)
(report,) = studio.reports
assert (report.state, report.problem) == ("complete", "disk_full"), report
assert studio.pictures(report.recording_id) == FRAMES
assert len(studio.journal(report.recording_id).files) > 2
"""


def test_a_real_bound_on_the_size_of_files_makes_more_files_and_loses_nothing(
    tmp_path: Path,
) -> None:
    """The kernel refuses in the middle of a part, as a full disk does."""
    segment = max(
        sum(len(t.body) for t in TAGS if start <= t.time < start + 1000)
        for start in range(0, 6000, 1000)
    )
    most = segment * 5 // 2
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), str(most)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
