"""Cutting keeps the playlist's promises for every keyframe interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.hls.cutting import CuttingRule

SECOND = 90_000
LONGEST = 12 * SECOND


def segments(intervals: list[int], frame: int, hint: int | None) -> tuple[list[int], CuttingRule]:
    """Cut a stream of these keyframe intervals (in frames); gives segment durations in ticks."""
    rule = CuttingRule(frame, hint, LONGEST)
    lengths, start, time = [], 0, 0
    for interval in intervals:
        for index in range(interval):
            if time and rule.segment_due(time - start, keyframe=index == 0):
                lengths.append(time - start)
                start = time
            time += frame
    return lengths, rule


@pytest.mark.parametrize(("seconds", "target"), [(1, 2), (2, 2), (4, 4), (10, 10)])
def test_a_noted_interval_is_the_target_from_the_start(seconds: int, target: int) -> None:
    rule = CuttingRule(3000, seconds * SECOND, LONGEST)
    assert rule.target_duration == target


def test_without_a_note_the_first_group_of_pictures_decides() -> None:
    lengths, rule = segments([60] * 5, 3000, None)
    assert rule.target_duration == 2
    assert lengths == [2 * SECOND] * 4


def test_an_interval_too_long_to_wait_for_gets_the_longest_target() -> None:
    lengths, rule = segments([250, 250], 3600, None)
    assert rule.target_duration == 12
    assert lengths == [10 * SECOND]


def test_short_intervals_share_a_segment_of_a_second() -> None:
    lengths, _ = segments([15] * 12, 3000, 15 * 3000)
    assert set(lengths) == {SECOND}


def test_an_interval_that_grows_is_cut_rather_than_the_promise_broken() -> None:
    lengths, rule = segments([60, 60, 250, 60], 3000, None)
    assert rule.target_duration == 2
    assert max(lengths) <= 2.5 * SECOND


@given(
    st.lists(st.integers(1, 300), min_size=2, max_size=12),
    st.sampled_from([1500, 3000, 3003, 3600, 3750, 9000]),
    st.booleans(),
)
def test_no_segment_ever_exceeds_the_target(intervals: list[int], frame: int, noted: bool) -> None:
    hint = max(intervals) * frame if noted else None
    lengths, rule = segments(intervals, frame, hint)
    if rule.target_duration is not None:
        assert all(length / SECOND < rule.target_duration + 0.5 for length in lengths)


@pytest.mark.parametrize(
    ("rate", "frames"), [(24, 5), (25, 5), (30, 6), (50, 10), (60, 12), (5, 1), (1, 1)]
)
def test_parts_are_whole_frames_near_200_ms(rate: int, frames: int) -> None:
    frame = SECOND // rate
    rule = CuttingRule(frame, None, LONGEST)
    count = 1
    while not rule.part_due(count * frame):
        count += 1
    assert count == frames
    assert count * frame / SECOND <= rule.part_target
    assert count * frame / SECOND >= 0.85 * rule.part_target
