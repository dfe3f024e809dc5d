"""The real process: ffmpeg pushes a real clip, an independent parser reads the playlist."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import httpx
import m3u8  # type: ignore[import-untyped]
import pytest

from tests.apps.media import libav_push
from tests.apps.media.conftest import Media, Push, run_media
from tests.apps.media.fake_core import KEY, FakeCore, run_core
from tests.support.network import free_port, listens, wait_until

pytestmark = pytest.mark.ffmpeg

Clip = Callable[..., Path]


def frames_of(data: bytes | Path) -> int:
    """How many pictures libav decodes."""
    source = io.BytesIO(data) if isinstance(data, bytes) else str(data)
    with av.open(source, "r") as container:
        return len(list(container.decode(video=0)))


def download(media: Media, play_path: str) -> bytes:
    """The whole ended stream, one format."""
    text = media.get(f"{play_path}/index.m3u8").text
    playlist = m3u8.loads(text)
    assert playlist.is_endlist
    names = [playlist.segment_map[0].uri, *(s.uri for s in playlist.segments)]
    return b"".join(media.get(f"{play_path}/{name}").content for name in names)


@pytest.mark.parametrize(
    ("sound", "video"),
    [(True, "-g 60 -bf 2"), (False, "-g 30 -bf 0"), (True, "-g 300 -bf 3"), (True, "-g 48 -r 24")],
)
def test_every_frame_of_the_source_is_in_the_segments(
    core: FakeCore, media: Media, push: Push, clip: Clip, sound: bool, video: str
) -> None:
    source = clip(11, sound=sound, video=video)
    encoder = push(source, media.rtmp_url(), fast=True)
    assert encoder.wait(30) == 0
    end = core.called("unpublish")
    assert (end["reason"], end["detail"]) == ("ended", None)
    data = download(media, "live/str_1")
    assert frames_of(data) == frames_of(source)
    with av.open(io.BytesIO(data), "r") as container:
        assert len(container.streams.audio) == (1 if sound else 0)
    order = [name for name, _ in core.calls if name != "heartbeat"]
    assert order == ["started", "publish", "playable", "unpublish"]


def test_core_hears_what_is_on_the_air(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(), f"{media.rtmp_url()}?made=up", loop=True)
    publish = core.called("publish")
    assert (publish["app"], publish["stream_key"]) == ("live", KEY)
    assert publish["client_addr"] == "127.0.0.1"
    assert "Lavf" in publish["encoder"]
    playable = core.called("playable")
    assert playable["video"]["codec"].startswith("avc1.64")
    assert (playable["video"]["width"], playable["video"]["height"]) == (320, 180)
    assert playable["video"]["frame_rate"] == 30.0
    assert playable["audio"] == {"codec": "mp4a.40.2", "sample_rate": 44100, "channels": 1}
    told = {"stream_id", "received_bytes", "video_kbps", "audio_kbps", "frame_rate"}
    told |= {"keyframe_interval_ms", "dropped_frames", "duration_ms", "whep_viewers"}
    told |= {"av_drift_ms", "jitter_ms", "silent_ms", "part_late_ms"}
    readings = wait_until(
        lambda: [
            reading
            for beat in core.of("heartbeat")
            for reading in beat["streams"]
            if reading["keyframe_interval_ms"] == 2000 and reading["frame_rate"] > 25
        ],
        15,
        because="no heartbeat tells of a running stream",
    )
    assert set(readings[0]) == told
    assert KEY not in media.logged()


def test_the_live_playlist_is_low_latency_hls(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(), media.rtmp_url(), loop=True)
    core.called("playable")
    answer = media.get("live/str_1/index.m3u8?_HLS_msn=1&_HLS_part=3")
    playlist = m3u8.loads(answer.text)
    assert answer.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(playlist.segments[1].parts) >= 4
    assert playlist.segments[0].duration == 2.0
    assert playlist.part_inf.part_target == pytest.approx(0.2, abs=0.01)
    hinted = playlist.preload_hint.uri
    part = media.get(f"live/str_1/{hinted}")
    assert part.status_code == 200
    assert part.content[4:8] == b"moof"
    master = m3u8.loads(media.get("live/str_1/main.m3u8").text)
    assert master.playlists[0].stream_info.resolution == (320, 180)
    assert "mp4a.40.2" in master.playlists[0].stream_info.codecs


def test_one_part_follows_the_other_in_real_time(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(), media.rtmp_url(), loop=True)
    core.called("playable")
    with httpx.Client(trust_env=False, timeout=20) as client:
        arrivals = []
        for part in range(1, 8):
            url = media.url(f"live/str_1/index.m3u8?_HLS_msn=1&_HLS_part={part}")
            assert client.get(url).status_code == 200
            arrivals.append(time.monotonic())
    assert (arrivals[-1] - arrivals[0]) / 6 == pytest.approx(0.2, abs=0.06)


def test_a_wrong_key_is_refused_with_cores_own_words(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    encoder = push(clip(), media.rtmp_url("wrong"))
    _, said = encoder.communicate(timeout=20)
    assert encoder.returncode != 0
    assert b"Unknown key." in said
    assert not core.of("playable")


def test_another_application_is_refused(media: Media, push: Push, clip: Clip) -> None:
    encoder = push(clip(), media.rtmp_url(app="vod"))
    _, said = encoder.communicate(timeout=20)
    assert b"vod" in said


def test_a_second_encoder_with_the_same_key_is_refused(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    first = push(clip(), media.rtmp_url(), loop=True)
    core.called("playable")
    _, said = push(clip(), media.rtmp_url()).communicate(timeout=20)
    assert b"Another encoder is publishing" in said
    assert first.poll() is None


@pytest.mark.parametrize(
    ("video", "said"),
    [("-g 60 -pix_fmt yuv444p", "4:4:4"), ("-g 60 -pix_fmt yuv420p10le", "10-bit")],
)
def test_what_browsers_cannot_play_is_refused_to_encoder_and_core(
    core: FakeCore, media: Media, push: Push, clip: Clip, video: str, said: str
) -> None:
    _, heard = push(clip(video=video), media.rtmp_url()).communicate(timeout=20)
    end = core.called("unpublish")
    assert end["reason"] == "unsupported_codec"
    assert said in end["detail"]
    assert said.encode() in heard
    assert not core.of("playable")


def test_hevc_by_enhanced_rtmp_is_refused_to_encoder_and_core(
    core: FakeCore, media: Media, clip: Clip
) -> None:
    source = clip(video="-c:v libx265 -preset ultrafast -x265-params log-level=none")
    # In a process of its own: libav holds this one still while it waits for the answer.
    command = [sys.executable, libav_push.__file__, str(source), media.rtmp_url()]
    assert subprocess.run(command, check=False, timeout=60, capture_output=True).returncode != 0
    end = core.called("unpublish")
    assert end["reason"] == "unsupported_codec"
    assert "HEVC" in end["detail"]


def test_a_kicked_stream_ends(core: FakeCore, media: Media, push: Push, clip: Clip) -> None:
    encoder = push(clip(), media.rtmp_url(), loop=True)
    core.called("playable")
    core.kick.append("str_1")
    assert core.called("unpublish")["reason"] == "kicked"
    _, said = encoder.communicate(timeout=20)
    assert b"operator" in said


def test_a_killed_encoder_is_a_lost_connection(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    encoder = push(clip(), media.rtmp_url(), loop=True)
    core.called("playable")
    encoder.kill()
    assert core.called("unpublish")["reason"] == "connection_lost"
    text = media.get("live/str_1/index.m3u8").text
    assert text.endswith("#EXT-X-ENDLIST\n")


def test_without_core_no_one_may_publish_and_they_are_told(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    core.failing.add("publish")
    _, said = push(clip(), media.rtmp_url()).communicate(timeout=20)
    assert b"does not answer" in said


def test_the_picture_goes_on_while_core_is_away_and_its_end_is_told_later(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    encoder = push(clip(), media.rtmp_url(), loop=True)
    core.called("playable")
    core.failing |= {"heartbeat", "unpublish"}
    assert media.get("live/str_1/index.m3u8?_HLS_msn=1").status_code == 200
    encoder.kill()
    wait_until(lambda: b"ENDLIST" in media.get("live/str_1/index.m3u8").content)
    core.failing.clear()
    assert core.called("unpublish")["stream_id"] == "str_1"


def test_the_door_opens_only_after_core_has_answered(tmp_path: Path) -> None:
    port = free_port()
    with run_media(port, tmp_path / "log") as media:
        wait_until(lambda: listens(media.http_port), 20)
        assert not listens(media.rtmp_port)
        with run_core(port) as core:
            core.called("started")
            wait_until(lambda: listens(media.rtmp_port), 20)


def test_a_stream_is_ended_in_an_orderly_way_when_the_supervisor_goes(
    core: FakeCore, media: Media, push: Push, clip: Clip
) -> None:
    push(clip(), media.rtmp_url(), loop=True)
    core.called("playable")
    assert media.process.stdin is not None
    media.process.stdin.close()
    assert media.process.wait(15) == 0
    assert core.called("unpublish")["reason"] == "ended"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_process(core: FakeCore, tmp_path: Path, number: int) -> None:
    with run_media(core.port, tmp_path / "log", supervised=False) as media:
        core.called("started")
        media.process.send_signal(number)
        assert media.process.wait(15) == 0


def test_a_taken_port_is_said_plainly(core: FakeCore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        env = {
            "KAIBO_HOST": "127.0.0.1",
            "KAIBO_PORT": str(core.port),
            "KAIBO_MEDIA_PORT": str(taken.getsockname()[1]),
        }
        found = subprocess.run(
            [sys.executable, "-m", "kaibo.apps.media"],
            env=os.environ | env,
            capture_output=True,
            timeout=20,
            check=False,
        )
    assert found.returncode == 1
    assert b"address already in use" in found.stderr
    assert b"Traceback" not in found.stderr
