"""A clip that loops for ever keeps its time."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.apps.demo.timeline import Extent, extent_of, stamp

# A stream: when it starts and how long each of its packets lasts, in ticks of its time base.
_bases = st.sampled_from([Fraction(1, 15360), Fraction(1, 90000), Fraction(1, 44100)])
_streams = st.lists(
    st.tuples(_bases, st.integers(-3000, 3000), st.integers(700, 5000), st.integers(2, 40)),
    min_size=1,
    max_size=2,
)


def _times(
    base: Fraction, first: int, each: int, count: int
) -> list[tuple[Fraction, Fraction, Fraction]]:
    starts = [(first + each * n) * base for n in range(count)]
    return [(start, start, each * base) for start in starts]


@given(_streams)
def test_stamps_of_each_stream_rise_strictly_over_three_turns(
    streams: list[tuple[Fraction, int, int, int]],
) -> None:
    timed = [_times(*stream) for stream in streams]
    extent = extent_of(span for spans in timed for span in spans)
    for spans in timed:
        stamps = [stamp(extent, turn, dts, pts).dts for turn in range(3) for dts, pts, _ in spans]
        assert all(a < b for a, b in pairwise(stamps))
        assert stamps[0] >= 0


def test_sound_and_picture_stay_together_after_a_day_of_turns() -> None:
    picture, sound = Fraction(1, 30), Fraction(1024, 44100)
    extent = extent_of(
        [
            *((n * picture, n * picture, picture) for n in range(1439)),
            *((n * sound, n * sound, sound) for n in range(2068)),
        ]
    )
    turns = int(86400 / extent.length)
    for turn in (0, turns):
        begin = [stamp(extent, turn, Fraction(0), Fraction(0)).dts for _ in ("picture", "sound")]
        assert begin[0] == begin[1] == round(turn * extent.length * 1000)


def test_a_turn_lasts_until_the_longest_stream_is_over_and_starts_at_its_first_packet() -> None:
    primed = Fraction(-1024, 48000)
    extent = extent_of([(primed, primed, Fraction(1)), (Fraction(0), Fraction(0), Fraction(2))])
    assert extent == Extent(start=primed, length=2 - primed)
    assert stamp(extent, 0, primed, primed).dts == 0


def test_pictures_shown_out_of_order_keep_their_distance() -> None:
    extent = Extent(start=Fraction(0), length=Fraction(48))
    placed = stamp(extent, 2, Fraction(1), Fraction(11, 10))
    assert (placed.dts, placed.pts) == (97000, 97100)


def test_a_clip_without_packets_is_refused() -> None:
    with pytest.raises(ValueError, match="no packets"):
        extent_of([])
