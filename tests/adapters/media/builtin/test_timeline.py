"""Our clock does not follow an encoder's whims."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.codecs.aac import parse_audio_config
from kaibo.adapters.media.builtin.timeline import SampleClock, Timeline
from kaibo.adapters.media.builtin.wall import WallAnchor

STEREO_44K = parse_audio_config(bytes.fromhex("1210"))


def test_a_stream_that_starts_at_five_hours_starts_at_zero() -> None:
    timeline = Timeline()
    start = 5 * 3600 * 1000
    assert [timeline.video(start), timeline.audio(start + 5), timeline.video(start + 33)] == [
        0,
        5,
        33,
    ]


def test_stamps_that_wrap_after_49_days_go_on() -> None:
    timeline = Timeline()
    stamps = [2**32 - 40, 2**32 - 7, 26, 59]
    assert [timeline.video(stamp) for stamp in stamps] == [0, 33, 66, 99]


def test_a_jump_is_closed_up_for_both_tracks_alike() -> None:
    timeline = Timeline()
    for at in range(0, 1000, 40):
        timeline.video(at)
        timeline.audio(at + 10)
    after = [timeline.video(3_600_000), timeline.audio(3_600_010), timeline.video(3_600_040)]
    assert after == [990, 1000, 1030]
    assert timeline.jumps == 1


def test_stragglers_of_the_other_track_stay_on_the_old_side_of_a_jump() -> None:
    timeline = Timeline()
    timeline.video(5000)
    timeline.audio(5000)
    timeline.video(0)
    assert timeline.audio(5010) == 10
    assert timeline.jumps == 1


def test_sound_may_lag_behind_the_picture() -> None:
    timeline = Timeline()
    for at in range(0, 1500, 500):
        timeline.video(at)
    assert timeline.audio(200) == 200
    assert timeline.jumps == 0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2**32 - 1)), max_size=60))
def test_whatever_the_stamps_time_never_leaps(stamps: list[tuple[bool, int]]) -> None:
    timeline = Timeline()
    times = [timeline.video(s) if video else timeline.audio(s) for video, s in stamps]
    heads = [max(times[: n + 1]) for n in range(len(times))]
    assert all(b - a <= 1000 for a, b in pairwise(heads))


def test_sound_frames_follow_one_another_exactly() -> None:
    clock = SampleClock(STEREO_44K)
    places = [clock.place(int(n * 1024 / 44.1)) for n in range(1000)]
    assert places == [n * 1024 for n in range(1000)]


def test_a_gap_in_the_sound_stays_a_gap_and_an_overlap_is_dropped() -> None:
    clock = SampleClock(STEREO_44K)
    assert clock.place(0) == 0
    assert clock.place(500) == 22050
    assert clock.place(300) is None


def test_the_wall_clock_ignores_a_burst_but_follows_a_lasting_delay() -> None:
    wall = WallAnchor()
    assert wall.at(0, 1_000_000) == 1_000_000
    assert wall.at(2000, 1_004_000) == 1_002_000  # arrived late: the picture is no later
    assert wall.at(4000, 1_004_000) == 1_004_000
    late = [wall.at(t, 1_003_000 + t) for t in range(6000, 40_000, 2000)]
    assert late[0] == 1_006_000
    assert late[-1] == 1_003_000 + 38_000


def test_a_picture_never_seems_to_come_from_the_future() -> None:
    wall = WallAnchor()
    wall.at(0, 1_000_000)
    assert wall.at(2000, 1_001_500) == 1_001_500
