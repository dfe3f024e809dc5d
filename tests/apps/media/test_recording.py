"""Recordings by the real process: pushed by ffmpeg, counted by an independent decoder."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from kaibo.adapters.media.builtin.recording import journal
from kaibo.kernel.ids import new_id
from kaibo.platform.auth import playurls
from tests.apps.media.conftest import Media, Push, run_media
from tests.apps.media.fake_core import TOKEN, FakeCore
from tests.apps.media.test_process import frames_of
from tests.support.network import listens, wait_until

pytestmark = pytest.mark.ffmpeg

Clip = Callable[..., Path]


def journal_of(media: Media, recording_id: str) -> journal.Journal:
    path = media.recordings / recording_id / journal.NAME
    return journal.read(path.read_bytes()) if path.exists() else journal.Journal()


def address(recording_id: str, number: int = 0) -> str:
    path = f"recordings/{recording_id}"
    return f"{playurls.signed_path(TOKEN, path, time.time())}/{number}.mp4"


def record_next_stream(core: FakeCore) -> str:
    """Go on air before the encoder comes: its first frame is wanted."""
    recording_id = new_id("rec")
    core.record_stream(recording_id)
    return recording_id


@pytest.mark.parametrize(
    ("sound", "video"),
    [(True, "-g 60 -bf 2"), (False, "-g 30 -bf 0"), (True, "-g 300 -bf 3")],
)
def test_every_frame_of_the_source_is_in_the_recording(
    core: FakeCore, media: Media, push: Push, clip: Clip, sound: bool, video: str
) -> None:
    source = clip(11, sound=sound, video=video)
    recording_id = record_next_stream(core)
    assert push(source, media.rtmp_url()).wait(30) == 0
    report = core.called("recorded")
    assert (report["recording_id"], report["stream_id"]) == (recording_id, "str_1")
    assert (report["state"], report["problem"]) == ("complete", None)
    path = media.recordings / recording_id / "0.mp4"
    assert frames_of(path) == frames_of(source)
    assert report["bytes"] == path.stat().st_size
    assert report["duration_ms"] == pytest.approx(11_000, abs=100)
    fetched = media.get(address(recording_id))
    assert fetched.status_code == 200
    assert frames_of(fetched.content) == frames_of(source)
    wait_until(lambda: journal_of(media, recording_id).reported, 5)


def test_frames_of_before_going_on_air_are_taken_from_the_window(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(8, video="-g 30"), media.rtmp_url(), loop=True)
    core.called("playable")
    wait_until(lambda: _streams(core) and _streams(core)[0]["duration_ms"] > 4000, 20)
    recording_id = new_id("rec")
    since = time.time_ns() // 1_000_000 - 2_500
    core.record = [{"stream_id": "str_1", "recording_id": recording_id, "since_ms": since}]
    wait_until(lambda: len(journal_of(media, recording_id).segments) >= 3, 10)
    first = journal_of(media, recording_id).segments[0]
    assert first.independent
    assert first.starts_at_ms <= since <= first.starts_at_ms + first.duration_ms + 300


def test_a_stream_that_leaves_the_list_is_recorded_no_longer_and_may_come_back(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(8, video="-g 30"), media.rtmp_url(), loop=True)
    core.called("playable")
    recording_id = record_next_stream(core)
    wait_until(lambda: len(journal_of(media, recording_id).segments) >= 2, 10)
    core.record = []
    assert core.called("recorded")["state"] == "complete"
    first = journal_of(media, recording_id)
    assert first.closed == "off_list"
    wait_until(lambda: journal_of(media, recording_id).reported, 5)
    core.record_stream(recording_id)
    wait_until(lambda: len(journal_of(media, recording_id).files) == 2, 10)
    wait_until(lambda: len(journal_of(media, recording_id).segments) > len(first.segments) + 1, 10)
    core.record = []
    assert core.called("recorded", 2)["duration_ms"] > first.duration_ms
    after = journal_of(media, recording_id)
    starts = [segment.starts_at_ms for segment in after.segments]
    assert starts == sorted(set(starts))
    assert after.segments[len(first.segments)].discontinuity
    for file in after.files:
        assert frames_of(media.recordings / recording_id / file.file) > 0


def test_what_was_written_before_kill_minus_nine_is_all_there_after_the_next_start(
    core: FakeCore, tmp_path: Path, push: Push, clip: Clip
) -> None:
    recording_id = record_next_stream(core)
    with run_media(core.port, tmp_path / "first.log") as media:
        wait_until(lambda: listens(media.rtmp_port), 20)
        push(clip(8, video="-g 60 -bf 2"), media.rtmp_url(), loop=True)
        path = media.recordings / recording_id / "0.mp4"
        wait_until(lambda: len(journal_of(media, recording_id).segments) >= 2, 15)
        # Kill it in the middle of a segment.
        known = journal_of(media, recording_id).bytes
        wait_until(lambda: path.stat().st_size > known + 4000, 10)
        media.process.kill()
        media.process.wait(10)
    before = journal_of(media, recording_id)
    whole = path.stat().st_size
    with path.open("ab") as torn:  # and in the middle of a part
        torn.write(path.read_bytes()[before.files[0].init_bytes :][:700])
    core.record = []
    with run_media(core.port, tmp_path / "second.log"):
        report = core.called("recorded")
    assert (report["state"], report["recording_id"]) == ("recovered", recording_id)
    after = journal_of(media, recording_id)
    assert after.closed == "recovered"
    assert after.segments[: len(before.segments)] == before.segments
    assert len(after.segments) == len(before.segments) + 1
    assert path.stat().st_size == whole == after.bytes == report["bytes"]
    frames = frames_of(path)
    assert frames == pytest.approx(after.duration_ms * 30 / 1000, abs=1)


def test_a_recording_that_core_has_not_heard_of_is_told_after_the_next_start(
    core: FakeCore, tmp_path: Path, push: Push, clip: Clip
) -> None:
    recording_id = record_next_stream(core)
    core.failing.add("recorded")
    with run_media(core.port, tmp_path / "first.log") as media:
        wait_until(lambda: listens(media.rtmp_port), 20)
        push(clip(6), media.rtmp_url())
        wait_until(lambda: journal_of(media, recording_id).closed is not None, 20)
        media.process.kill()
    core.failing.clear()
    core.record = []
    with run_media(core.port, tmp_path / "second.log"):
        report = core.called("recorded")
        assert (report["state"], report["recording_id"]) == ("complete", recording_id)
        wait_until(lambda: journal_of(media, recording_id).reported, 5)


def test_a_full_disk_stops_the_recording_and_not_the_picture(
    core: FakeCore, tmp_path: Path, push: Push, clip: Clip
) -> None:
    recording_id = record_next_stream(core)
    settings = {"KAIBO_RECORDING_MIN_FREE_GB": "100000"}
    with run_media(core.port, tmp_path / "media.log", settings=settings) as media:
        wait_until(lambda: listens(media.rtmp_port), 20)
        push(clip(8, video="-g 30"), media.rtmp_url(), loop=True)
        core.called("playable")
        wait_until(lambda: _server(core).get("recording_failed") == "disk_low", 10)
        assert _server(core)["disk_free_bytes"] > 0
        answer = media.get("live/str_1/index.m3u8?_HLS_msn=2&_HLS_part=0")
        assert answer.status_code == 200
        assert not journal_of(media, recording_id).segments


def test_silence_is_told_within_two_seconds_and_so_is_its_end(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    encoder = push(clip(8), media.rtmp_url(), loop=True)
    core.called("playable")
    began = time.monotonic()
    encoder.send_signal(signal.SIGSTOP)
    told = core.called("stalled", timeout=5)
    assert time.monotonic() - began < 2.2
    assert told["stream_id"] == "str_1"
    assert 1400 <= told["silent_ms"] <= 2000
    encoder.send_signal(signal.SIGCONT)
    assert core.called("stalled", 2, timeout=5)["silent_ms"] == 0


def test_a_core_that_knows_of_no_recordings_is_borne(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    core.record = None
    push(clip(8), media.rtmp_url(), loop=True)
    core.called("playable")
    core.called("heartbeat", 3)
    assert not media.recordings.exists()


def test_nonsense_in_cores_list_is_passed_over(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(8, video="-g 30"), media.rtmp_url(), loop=True)
    core.called("playable")
    odd: list[Any] = ["x", {}, None, {"stream_id": 7, "recording_id": 8}]
    odd.append({"stream_id": "str_1", "recording_id": "../../escaped", "since_ms": 0})
    odd.append({"stream_id": "str_unknown", "recording_id": new_id("rec"), "since_ms": 0})
    core.record = odd
    recording_id = record_next_stream(core)
    wait_until(lambda: journal_of(media, recording_id).segments, 10)
    assert [path.name for path in media.recordings.iterdir()] == [recording_id]


def test_a_recording_that_still_grows_can_be_read_by_ranges(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    recording_id = record_next_stream(core)
    push(clip(8, video="-g 30"), media.rtmp_url(), loop=True)
    wait_until(lambda: len(journal_of(media, recording_id).segments) >= 2, 20)
    segment = journal_of(media, recording_id).segments[1]
    end = segment.offset + segment.bytes - 1
    answer = httpx.get(
        media.url(address(recording_id)),
        headers={"Range": f"bytes={segment.offset}-{end}"},
        trust_env=False,
    )
    assert answer.status_code == 206
    assert len(answer.content) == segment.bytes
    assert answer.content[4:8] == b"moof"
    assert answer.headers["cache-control"] == "no-store"
    core.record = []
    core.called("recorded")
    settled = media.get(address(recording_id))
    assert "immutable" in settled.headers["cache-control"]


def _streams(core: FakeCore) -> list[dict[str, Any]]:
    beats = core.of("heartbeat")
    return list(beats[-1]["streams"]) if beats else []


def _server(core: FakeCore) -> dict[str, Any]:
    beats = core.of("heartbeat")
    return dict(beats[-1]["server"]) if beats else {}


def test_a_heartbeat_tells_how_the_server_does(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(8), media.rtmp_url(), loop=True)
    core.called("playable")
    media.get("live/str_1/index.m3u8")
    wait_until(lambda: _server(core).get("http_requests", 0) >= 1, 5)
    server = _server(core)
    assert server["http_bytes"] > 100
    assert 0 <= server["cpu_percent"] < 100
    assert 0 <= server["loop_lag_ms"] < 1000
    assert server["recording_failed"] is None
    assert json.dumps(server)
