"""From FLV tags to a playlist: every frame arrives, in time, and the playlist keeps its word."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import av
import m3u8  # type: ignore[import-untyped]
import pytest

from kaibo.adapters.media.builtin.refusal import MediaRefusedError
from tests.adapters.media.builtin.clips import (
    AUDIO,
    VIDEO,
    Tag,
    demux,
    make_tags,
    pictures_in,
)
from tests.adapters.media.builtin.pipeline import (
    METADATA,
    Published,
    fetch,
    files,
    lines,
    publish,
    recording,
)


def times_of(tags: list[Tag]) -> list[float]:
    """When each picture of the tags is shown, from the first decode time on, in seconds."""
    pictures = [t for t in tags if t.kind == VIDEO and t.body[1] == 1]
    start = pictures[0].time
    offsets = [int.from_bytes(t.body[2:5], "big", signed=True) for t in pictures]
    return [(t.time - start + o) / 1000 for t, o in zip(pictures, offsets, strict=True)]


@pytest.mark.parametrize("b_frames", [0, 3])
@pytest.mark.parametrize("sound", [True, False])
def test_every_picture_arrives_at_its_time_and_decodes(b_frames: int, sound: bool) -> None:
    tags = make_tags(frames=100, gop=30, b_frames=b_frames, sound=sound)
    published = publish(tags, sound=sound)
    got = demux(recording(published.window))
    assert got.video_pts == pytest.approx(times_of(tags), abs=0.001)
    assert got.decoded == 100
    assert got.keyframes == 4
    assert all(a < b for a, b in pairwise(got.video_dts))
    assert bool(got.audio_pts) is sound
    assert got.longest_audio_gap < 0.03
    assert published.playable == 1
    assert published.ended == [("ended", None)]


def test_sound_stays_with_its_picture() -> None:
    tags = make_tags(frames=90, gop=30, b_frames=2)
    first = next(t.time for t in tags if t.kind == VIDEO and t.body[1] == 1)
    spoken = [t.time - first for t in tags if t.kind == AUDIO and t.body[1] == 1]
    got = demux(recording(publish(tags).window))
    kept = [time / 1000 for time in spoken if time >= 0]
    assert got.audio_pts == pytest.approx(kept, abs=0.06)


def test_the_sound_alone_is_the_same_sound() -> None:
    published = publish(make_tags(frames=150, gop=30, b_frames=2))
    both = demux(recording(published.window))
    text = published.window.playlist("audio.m3u8").decode()
    names = [line for line in text.splitlines() if not line.startswith("#")]
    init = text.split('MAP:URI="')[1].split('"')[0]
    data = b"".join(fetch(published.window, name) for name in (init, *names))
    with av.open(io.BytesIO(data), "r") as container:
        assert not container.streams.video
        times = [p.pts for p in container.demux(audio=0) if p.pts is not None]
        assert [time / 44100 for time in times] == both.audio_pts
    with av.open(io.BytesIO(data), "r") as container:
        assert len(list(container.decode(audio=0))) == len(both.audio_pts)


def test_a_stream_that_starts_at_five_hours_plays_from_zero() -> None:
    tags = make_tags(frames=60)
    got = demux(recording(publish(tags, later=5 * 3600 * 1000).window))
    assert got.video_pts[0] == pytest.approx(0, abs=0.1)
    assert len(got.video_pts) == 60


def test_an_independent_parser_accepts_the_live_playlist() -> None:
    published = Published()
    published.stream.metadata(METADATA)
    published.send(make_tags(frames=200, gop=60, b_frames=2))
    playlist = m3u8.loads(published.window.playlist().decode())
    assert playlist.target_duration == 2
    assert playlist.part_inf.part_target == pytest.approx(0.2, abs=0.01)
    assert playlist.server_control.can_block_reload == "YES"
    assert playlist.server_control.part_hold_back >= 3 * playlist.part_inf.part_target
    assert playlist.preload_hint.uri.endswith(".m4s")
    assert not playlist.is_endlist
    whole = [segment for segment in playlist.segments if segment.uri]
    assert all(segment.duration == 2.0 for segment in whole)
    assert all(segment.current_program_date_time is not None for segment in whole)
    for segment in playlist.segments:
        for part in segment.parts[:-1]:
            assert 0.85 * playlist.part_inf.part_target <= part.duration
            assert part.duration <= playlist.part_inf.part_target
        assert segment.parts[0].independent == "YES"
    for segment in whole:
        assert sum(part.duration for part in segment.parts) == pytest.approx(segment.duration)
        joined = b"".join(fetch(published.window, part.uri) for part in segment.parts)
        assert joined == fetch(published.window, segment.uri)


def test_parts_are_out_at_once_and_players_begin_after_a_segment() -> None:
    published = Published()
    published.stream.metadata(METADATA)
    tags = make_tags(frames=62, gop=30)
    begin = next(t.time for t in tags if t.kind == VIDEO and t.body[1] == 1)
    published.send([t for t in tags if t.time <= begin + 200])
    assert len(lines(published.window, "#EXT-X-PART:")) == 1
    assert published.playable == 0
    published.send([t for t in tags if begin + 200 < t.time <= begin + 1000])
    assert published.playable == 1
    assert lines(published.window, "#EXTINF:") == ["1.000,"]


def test_the_hinted_part_is_the_one_that_comes() -> None:
    published = Published()
    published.stream.metadata(METADATA)
    hinted: list[str] = []
    for tag in make_tags(frames=150, gop=45, b_frames=2):
        published.send([tag])
        hint = published.window.hinted()
        if hint is not None and hint[0] not in hinted:
            hinted.append(hint[0])
    published.stream.end("ended")
    for name in hinted:
        assert published.window.file(name) is not None


def test_the_last_partial_part_is_flushed_and_the_playlist_closed() -> None:
    published = publish(make_tags(frames=64, gop=30))
    assert demux(recording(published.window)).decoded == 64
    assert published.window.playlist().endswith(b"#EXT-X-ENDLIST\n")
    assert not lines(published.window, "#EXT-X-PRELOAD-HINT")
    m3u8.loads(published.window.playlist().decode())


def test_a_very_short_stream_is_all_there() -> None:
    published = publish(make_tags(frames=4, gop=30, sound=False), sound=False)
    assert demux(recording(published.window)).decoded == 4


def test_pictures_before_the_first_keyframe_are_left_out() -> None:
    tags = make_tags(frames=60, gop=30, sound=False)
    setup, *rest = (t for t in tags if t.kind == VIDEO)
    late = [setup, *rest[10:]]
    assert demux(recording(publish(late, sound=False).window)).decoded == 30


def test_a_new_size_mid_stream_begins_behind_a_discontinuity() -> None:
    published = Published()
    published.stream.metadata(METADATA)
    published.send(make_tags(frames=60, gop=30))
    published.send(make_tags(frames=60, gop=30, size=(320, 192)), later=2000, end=True)
    text = published.window.playlist().decode()
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    assert text.count("#EXT-X-MAP:") == 2
    after = text[text.index("#EXT-X-DISCONTINUITY\n") :]
    names = [line for line in after.splitlines() if line and not line.startswith("#")]
    before = [name for name in files(published.window) if name not in names]
    small = demux(recording(published.window, init=0, names=before))
    large = demux(recording(published.window, init=1, names=names))
    assert (small.size, small.decoded) == ((160, 96), 60)
    assert (large.size, large.decoded) == ((320, 192), 60)
    assert large.video_dts[0] >= small.video_dts[-1]


def test_a_new_size_is_told_to_whoever_shows_what_the_stream_is() -> None:
    published = Published()
    published.stream.metadata(METADATA)
    published.send(make_tags(frames=60, gop=30))
    assert published.playable == 1
    published.send(make_tags(frames=60, gop=30, size=(320, 192)), later=2000)
    assert published.playable == 2
    assert published.stream.formats is not None
    assert published.stream.formats.video.sps.width == 320


def test_sound_that_comes_late_is_taken_in_at_the_next_keyframe() -> None:
    tags = make_tags(frames=120, gop=30)
    late = [t for t in tags if t.kind != AUDIO or t.body[1] == 0 or t.time > 1500]
    published = Published()
    published.stream.metadata({"videocodecid": 7.0})
    published.send(late, end=True)
    maps = lines(published.window, "#EXT-X-MAP:")
    assert len(maps) == 2
    assert published.stream.formats is not None
    assert published.stream.formats.audio is not None


def test_sound_that_stops_is_taken_out_so_that_players_go_on() -> None:
    tags = make_tags(frames=240, gop=30)
    silent = [t for t in tags if t.kind == VIDEO or t.time < 1500]
    published = publish(silent)
    assert published.stream.formats is not None
    assert published.stream.formats.audio is None
    assert published.window.playlist().count(b"#EXT-X-DISCONTINUITY\n") == 1


def test_a_jump_of_the_encoders_clock_is_closed_up_and_marked() -> None:
    published = Published()
    published.stream.metadata(METADATA)
    tags = make_tags(frames=60, gop=30)
    media = [t for t in tags if t.kind in (AUDIO, VIDEO)]
    published.send(media).send(media, later=3_600_000).send(media, end=True)
    got = demux(recording(published.window))
    assert got.decoded == 180
    assert got.video_pts[-1] < 6.3
    assert published.window.playlist().count(b"#EXT-X-DISCONTINUITY\n") == 2


def test_a_picture_that_outlasts_its_part_is_filled_up_with_sound() -> None:
    tags = make_tags(frames=120, gop=60)
    gap = [t for t in tags if t.kind == AUDIO or not 1200 < t.time < 2000]
    published = Published()
    published.stream.metadata(METADATA)
    published.send(gap)
    playlist = m3u8.loads(published.window.playlist().decode())
    longest = max(part.duration for segment in playlist.segments for part in segment.parts)
    assert longest <= playlist.part_inf.part_target
    published.stream.end("ended")
    assert demux(recording(published.window)).decoded == pictures_in(gap)
    assert published.stream.health().dropped_frames > 0


def test_ten_seconds_between_keyframes_are_accepted() -> None:
    tags = make_tags(frames=220, rate=10, gop=100, sound=False)
    published = publish(tags, sound=False)
    assert published.window.target_duration == 10
    assert lines(published.window, "#EXTINF:")[:2] == ["10.000,", "10.000,"]
    assert demux(recording(published.window)).decoded == 220


def test_more_than_twelve_seconds_between_keyframes_are_refused() -> None:
    published = Published()
    with pytest.raises(MediaRefusedError, match="keyframe interval") as refusal:
        published.send(make_tags(frames=70, rate=5, gop=500, sound=False))
    assert refusal.value.reason == "bad_data"


@pytest.mark.parametrize("pixels", ["yuv422p", "yuv444p", "yuv420p10le"])
def test_what_browsers_cannot_decode_is_refused_at_once(pixels: str) -> None:
    tags = make_tags(frames=2, pixels=pixels, sound=False)
    with pytest.raises(MediaRefusedError) as refusal:
        Published().send(tags)
    assert refusal.value.reason == "unsupported_codec"


def test_sound_alone_is_refused_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    published = Published()
    published.send([t for t in make_tags(frames=30) if t.kind == AUDIO])
    published.stream.check()
    monkeypatch.setattr("time.monotonic", lambda: 1e9)
    with pytest.raises(MediaRefusedError, match="Only sound") as refusal:
        published.stream.check()
    assert refusal.value.reason == "unsupported_codec"


def test_a_few_broken_tags_are_skipped_and_many_are_refused() -> None:
    tags = make_tags(frames=60, gop=1, sound=False)
    setup, *pictures = (t for t in tags if t.kind == VIDEO)
    broken = [replace(t, body=t.body[:5] + b"\xff" * 8) for t in pictures]
    published = Published().send([setup, *broken[:20], *pictures])
    assert published.playable == 1
    with pytest.raises(MediaRefusedError, match="broken"):
        published.send(broken)


def test_health_is_measured_from_what_arrived(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    published = Published()
    tags = make_tags(frames=150, gop=60)
    for tag in tags:
        now = 1000 + tag.time / 1000
        published.send([tag])
        published.stream.check()
    health = published.stream.health()
    assert health.received_bytes == sum(len(t.body) for t in tags if t.kind in (AUDIO, VIDEO))
    assert health.frame_rate == pytest.approx(30, abs=1)
    assert health.keyframe_interval_ms == 2000
    assert health.dropped_frames == 0
    assert health.duration_ms == pytest.approx(4967, abs=40)
    assert health.video_kbps > 0
    assert health.audio_kbps > 0


@dataclass
class Clocks:
    """The machine's clocks, as far as the stream reads them; in seconds."""

    steady: float = 1000.0
    wall: float = 1_700_000_000.0

    def pass_(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks()
    monkeypatch.setattr("time.monotonic", lambda: clocks.steady)
    monkeypatch.setattr("time.time_ns", lambda: int(clocks.wall * 1e9))
    return clocks


def play(
    published: Published, tags: list[Tag], clocks: Clocks, late: Callable[[int], float]
) -> None:
    """Send tags at the time they are stamped with, and `late` of it later."""
    start = clocks.steady
    for index, tag in enumerate(tags):
        due = start + tag.time / 1000 + late(tag.time)
        clocks.pass_(max(0.0, due - clocks.steady))
        published.send([tag])
        if index % 35 == 0:
            published.stream.check()


def test_a_steady_stream_is_neither_late_nor_uneven(clocks: Clocks) -> None:
    published = Published()
    play(published, make_tags(frames=150, gop=30), clocks, lambda _: 0.0)
    health = published.stream.health()
    assert health.jitter_ms < 2
    assert health.part_late_ms < 5
    assert health.silent_ms < 50
    assert abs(health.av_drift_ms) < 120


def test_an_uplink_that_falls_behind_is_seen_before_it_stalls(clocks: Clocks) -> None:
    published = Published()
    play(published, make_tags(frames=300, gop=30), clocks, lambda ms: ms / 1000 * 0.1)
    assert published.stream.health().part_late_ms == pytest.approx(900, abs=150)


def test_uneven_arrival_is_jitter(clocks: Clocks) -> None:
    published = Published()
    play(published, make_tags(frames=150, gop=30), clocks, lambda ms: ms // 33 % 2 * 0.02)
    assert published.stream.health().jitter_ms == pytest.approx(20, abs=6)


def test_silence_counts_from_the_last_arrival(clocks: Clocks) -> None:
    published = Published()
    play(published, make_tags(frames=90, gop=30), clocks, lambda _: 0.0)
    clocks.pass_(1.7)
    health = published.stream.health()
    assert health.silent_ms == pytest.approx(1700, abs=5)
    assert health.part_late_ms >= 1500


def test_sound_that_lags_behind_the_picture_is_told(clocks: Clocks) -> None:
    published = Published()
    tags = [replace(t, time=t.time - 400) if t.kind == AUDIO and t.body[1] else t
            for t in make_tags(frames=240, gop=30) if t.time > 400 or t.body[1] == 0]  # fmt: skip
    play(published, tags, clocks, lambda _: 0.0)
    assert published.stream.health().av_drift_ms == pytest.approx(400, abs=120)


@pytest.mark.parametrize("step", [-3600.0, -5.0, 5.0])
def test_a_step_of_the_machines_clock_never_turns_the_dates_back_within_a_run(
    clocks: Clocks, step: float
) -> None:
    published = Published()
    tags = make_tags(frames=240, gop=30)
    play(published, [t for t in tags if t.time < 4000], clocks, lambda _: 0.0)
    clocks.wall += step
    play(published, [t for t in tags if t.time >= 4000], clocks, lambda _: -4.0)
    text = published.window.playlist().decode()
    runs = text.split("#EXT-X-DISCONTINUITY\n")
    assert len(runs) == (2 if abs(step) > 60 else 1)
    for run in runs:
        moments = [line for line in run.splitlines() if "DATE-TIME" in line]
        assert moments == sorted(moments)


def test_a_step_of_the_encoders_clock_is_closed_up(clocks: Clocks) -> None:
    published = Published()
    tags = make_tags(frames=240, gop=30)
    play(published, tags, clocks, lambda _: 0.0)
    play(published, [replace(t, time=t.time + 7_200_000) for t in tags], clocks, lambda _: -7200.0)
    assert published.window.playlist().count(b"#EXT-X-DISCONTINUITY\n") == 1
    assert published.stream.health().part_late_ms < 500
