"""Which product is shown when: explained where the crew said so, else held up."""

from hypothesis import given
from hypothesis import strategies as st

from kaibo.flows.show_replay.joining import SHORTEST_MS, shown
from kaibo.modules.rooms.contracts import Interval

MINUTE = 60_000


def test_without_explanations_every_pin_counts_however_short() -> None:
    pins = [Interval("a", 0, 1000), Interval("b", 500, None)]
    assert shown([], pins) == pins


def test_an_explanation_takes_its_time_from_what_is_pinned() -> None:
    explained = [Interval("b", 10 * MINUTE, 12 * MINUTE)]
    assert shown(explained, [Interval("a", 0, 60 * MINUTE)]) == [
        Interval("b", 10 * MINUTE, 12 * MINUTE),
        Interval("a", 0, 10 * MINUTE),
        Interval("a", 12 * MINUTE, 60 * MINUTE),
    ]


def test_moments_before_and_after_an_explanation_are_no_chapters_of_their_own() -> None:
    explained = [Interval("a", 5000, 4 * MINUTE)]
    assert shown(explained, [Interval("a", 0, 4 * MINUTE + 5000)]) == explained


def test_nothing_is_left_of_a_pin_while_something_is_explained_still() -> None:
    explained = [Interval("b", 0, None)]
    assert shown(explained, [Interval("a", MINUTE, None)]) == explained


moments = st.integers(0, 1_000_000)


@st.composite
def lists(draw: st.DrawFn) -> list[Interval]:
    """Explanations: one after the other, the last perhaps without an end."""
    marks = sorted(draw(st.lists(moments, unique=True, max_size=8)))
    pairs = zip(marks[::2], [*marks[1::2], None], strict=False)
    return [Interval(f"e{number}", *pair) for number, pair in enumerate(pairs)]


@given(lists(), st.tuples(moments, moments).map(sorted))
def test_no_moment_is_in_a_pin_and_in_an_explanation(
    explained: list[Interval], pin: list[int]
) -> None:
    pieces = shown(explained, [Interval("pin", *pin)])[len(explained) :]
    for moment in {edge + step for edge in pin for step in (0, 1)} | {
        edge for one in explained for edge in (one.from_ms, one.to_ms) if edge is not None
    }:
        is_explained = any(_has(one, moment) for one in explained)
        in_pieces = sum(_has(piece, moment) for piece in pieces)
        assert in_pieces <= (not is_explained)
    spent = sum((piece.to_ms or 0) - piece.from_ms for piece in pieces)
    taken = sum(
        max(
            0,
            min(pin[1], one.to_ms if one.to_ms is not None else pin[1]) - max(pin[0], one.from_ms),
        )
        for one in explained
    )
    left_out = (pin[1] - pin[0]) - taken - spent
    assert 0 <= left_out <= SHORTEST_MS * (len(explained) + 1)


def _has(interval: Interval, moment: int) -> bool:
    return interval.from_ms <= moment and (interval.to_ms is None or moment < interval.to_ms)
