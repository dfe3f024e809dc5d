"""The figures of a room: the same as a plain recount of what happened gives."""

from collections.abc import Iterable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.rooms.tally import BEAT_CAP, SESSION_GAP, Tally

Step = tuple[float, Literal["joined", "left", "beat", "on_air", "ends"], str]

steps = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1.0, 9.5, 15.0, 29.0, 45.0, 61.0, 2000.0]),
        st.sampled_from(["joined", "left", "beat", "beat", "on_air", "ends"]),
        st.sampled_from(["ann", "bob", "cat"]),
    ),
    max_size=60,
)


def play(tally: Tally, happened: Iterable[Step], start: float = 0.0) -> float:
    """Let these happen, each so long after the one before; give the last moment."""
    now = start
    for after, what, who in happened:
        now += after
        match what:
            case "joined":
                tally.joined(who, now)
            case "left":
                tally.left(who, now)
            case "beat":
                tally.beat(who, now)
            case "on_air":
                tally.goes_on_air(now)
            case "ends":
                tally.ends(now)
    return now


def recounted(happened: Iterable[Step]) -> dict[str, float]:  # noqa: C901 -- one way for each kind
    """Count the same in the most plain way, from what happened."""
    at, events = 0.0, []
    for after, what, who in happened:
        at += after
        events.append((at, what, who))
    present: set[str] = set()
    seen: dict[str, float] = {}
    beats: dict[str, float] = {}
    figures = dict.fromkeys(("peak", "viewer_ms", "on_air_ms", "watched_ms", "views"), 0.0)
    ever: set[str] = set()
    began: float | None = None
    before = 0.0
    for moment, what, who in events:
        if began is not None:
            figures["on_air_ms"] += (moment - before) * 1000
            figures["viewer_ms"] += (moment - before) * 1000 * len(present)
        before = moment
        if what == "on_air" and began is None:
            began = moment
        elif what == "ends":
            began = None
        elif what == "joined" and who not in present:
            present.add(who)
            ever.add(who)
            beats.pop(who, None)
            figures["views"] += moment - seen.get(who, -1e9) >= SESSION_GAP
            seen[who] = moment
        elif what == "left" and who in present:
            present.discard(who)
            seen[who] = moment
        elif what == "beat" and who in present:
            if began is not None and who in beats:
                gap = moment - max(beats[who], began)
                figures["watched_ms"] += min(gap, 30) * 1000 if gap <= 60 else 0
            beats[who] = moment
            figures["views"] += moment - seen[who] >= SESSION_GAP
            seen[who] = moment
        if began is not None:
            figures["peak"] = max(figures["peak"], len(present))
    return {**figures, "viewers": len(ever), "watching": len(present)}


@given(steps)
def test_the_figures_are_those_of_a_plain_recount(happened: list[Step]) -> None:
    tally = Tally(0.0, is_on_air=False)
    figures = tally.figures(play(tally, happened))
    expected = recounted(happened)
    assert {name: figures[name] for name in expected} == pytest.approx(expected)
    assert figures["watched_ms"] <= figures["viewer_ms"], (
        "nobody watches longer than they are there"
    )


@given(steps)
def test_no_step_back_in_time_makes_a_figure_negative_or_smaller(happened: list[Step]) -> None:
    tally = Tally(1000.0, is_on_air=True)
    before = tally.figures(1000.0)
    for number, (after, what, who) in enumerate(happened):
        # Every second moment lies before the one before it.
        play(tally, [(after * (-1) ** number, what, who)], start=1000.0 + number)
        now = tally.figures(1000.0 + number)
        for name in ("peak", "viewer_ms", "on_air_ms", "watched_ms", "views", "viewers"):
            assert now[name] >= before[name] >= 0
        before = now


def test_two_tabs_watch_no_longer_than_one() -> None:
    one, two = Tally(0.0, is_on_air=True), Tally(0.0, is_on_air=True)
    for tally in (one, two):
        tally.joined("ann", 0.0)
    for second in range(0, 61, 15):
        one.beat("ann", second)
        two.beat("ann", second)
        two.beat("ann", second + 7)
    assert one.figures(70.0)["watched_ms"] == 60_000
    assert two.figures(70.0)["watched_ms"] == 67_000


def test_a_beat_adds_at_most_its_cap_and_nothing_after_a_pause() -> None:
    tally = Tally(0.0, is_on_air=True)
    tally.joined("ann", 0.0)
    for moment in (0.0, 50.0, 50.0 + 2 * BEAT_CAP + 1, 50.0 + 2 * BEAT_CAP + 11):
        tally.beat("ann", moment)
    assert tally.figures(200.0)["watched_ms"] == (BEAT_CAP + 10) * 1000


def test_a_stay_is_told_with_how_long_it_was_and_how_long_was_watched() -> None:
    tally = Tally(0.0, is_on_air=True)
    tally.joined("ann", 5.0)
    tally.beat("ann", 10.0)
    tally.beat("ann", 25.0)
    left = tally.left("ann", 31.5)
    assert left is not None
    assert (left.stayed_ms, left.watched_ms) == (26_500, 15_000)
    assert tally.left("ann", 32.0) is None


def test_who_comes_back_within_half_an_hour_goes_on_with_the_same_view() -> None:
    tally = Tally(0.0, is_on_air=True)
    for moment in (0.0, 1700.0, 4000.0):
        tally.joined("ann", moment)
        tally.left("ann", moment + 1)
        tally.forget_the_long_gone(moment + 2)
    figures = tally.figures(5000.0)
    assert (figures["views"], figures["viewers"]) == (2, 1)
