"""How an audience fares, by what its players say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.quality import players as module
from kaibo.modules.quality.beacons import Beacon, plausible
from kaibo.modules.quality.contracts import Protocol
from kaibo.modules.quality.gate import Gate
from kaibo.modules.quality.players import Players
from kaibo.modules.quality.weighing import PER_ADDRESS, percentile


def beacon(number: int = 1, **figures: object) -> Beacon:
    told: dict[str, object] = {
        "player_id": f"player-{number}",
        "protocol": Protocol.LL_HLS,
        "played_ms": 10_000,
        "latency_ms": 1500,
        "bitrate_kbps": 2500,
    }
    return Beacon(**(told | figures))  # type: ignore[arg-type]  # each test gives what fits


def test_a_player_that_leaves_counts_no_longer() -> None:
    players = Players()
    players.take(beacon(1, played_ms=0), "a1", 0)
    players.take(beacon(2, first_frame_ms=800, played_ms=1000), "a2", 0)
    players.take(beacon(1, played_ms=0, leaving=True), "a1", 3)
    seen = players.view(4)
    assert (seen.players, seen.waiting_share) == (1, 0)


def audience(count: int = 20) -> Players:
    """Players that all do well, each at an address of its own; heard of at 0 and 10 s."""
    players = Players()
    for number in range(count):
        players.take(beacon(number, first_frame_ms=800, played_ms=1000), f"a{number}", 0)
        players.take(beacon(number), f"a{number}", 10)
    return players


def test_a_good_audience_is_told_as_such() -> None:
    view = audience().view(10)
    assert (view.players, view.stalled_ratio, view.stalling_share) == (20, 0, 0)
    assert (view.first_frame_p50_ms, view.starts) == (800, 20)
    assert (view.latency_p50_ms, view.bitrate_p50_kbps) == (1500, 2500)
    assert view.protocols == (("ll_hls", 20),)


def test_time_that_stands_still_is_told_by_its_share() -> None:
    players = audience(4)
    for number in range(4):
        players.take(beacon(number, stalls=1, stalled_ms=5000, played_ms=5000), f"a{number}", 20)
    view = players.view(20)
    assert view.stalled_ratio == pytest.approx(5 / 21, abs=0.001)
    assert view.stalling_share == 1


def test_players_that_are_not_heard_of_are_gone() -> None:
    players = audience()
    assert players.view(10 + module.GONE_SECONDS).players == 20
    assert players.view(11 + module.GONE_SECONDS).players == 0


def test_windows_roll() -> None:
    players = audience(1)
    players.take(beacon(0, stalls=1, stalled_ms=5000, played_ms=5000), "a0", 20)
    for at in range(30, 60, 10):
        players.take(beacon(0), "a0", at)
    assert players.view(50).stalled_ratio == 0.125
    assert players.view(51).stalled_ratio == 0


def test_one_that_waits_for_its_first_picture_is_counted_as_waiting() -> None:
    players = audience(3)
    players.take(beacon(9, played_ms=0, latency_ms=None), "a9", 10)
    view = players.view(10)
    assert (view.players, view.waiting_share, view.stalled_ratio) == (4, 0.25, 0)


def test_a_liar_spoils_only_its_own_share() -> None:
    players = audience()
    players.take(
        beacon(99, first_frame_ms=120_000, stalls=1000, stalled_ms=120_000, played_ms=0,
               latency_ms=120_000, bitrate_kbps=200_000, dropped_frames=100_000),
        "liar", 10,
    )  # fmt: skip
    view = players.view(10)
    assert (view.first_frame_p50_ms, view.latency_p50_ms, view.bitrate_p50_kbps) == (
        800,
        1500,
        2500,
    )
    assert view.stalling_share == pytest.approx(1 / 21)
    assert view.dropped_ratio == 0


def test_made_up_players_of_one_address_speak_for_a_household_only() -> None:
    players = audience()
    for number in range(100, 1100):
        players.take(
            beacon(number, first_frame_ms=100_000, stalled_ms=9000, played_ms=1000,
                   latency_ms=90_000),
            "liar", 10,
        )  # fmt: skip
    view = players.view(10)
    assert (view.first_frame_p50_ms, view.latency_p50_ms) == (800, 1500)
    assert view.effective == pytest.approx(20 + PER_ADDRESS)
    assert view.stalling_share == pytest.approx(PER_ADDRESS / (20 + PER_ADDRESS))


def test_an_office_behind_one_address_is_heard() -> None:
    players = Players()
    for number in range(300):
        players.take(beacon(number, first_frame_ms=number * 10), "office", 0)
    view = players.view(0)
    assert (view.players, view.first_frame_p50_ms) == (300, 1490)


def test_a_player_begins_once() -> None:
    players = Players()
    for at in range(0, 50, 10):
        players.take(beacon(1, first_frame_ms=700), "a", at)
    assert players.view(40).starts == 1


def test_a_crowd_beyond_the_bound_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    players = Players()
    assert [players.take(beacon(number), "a", 0) for number in range(12)] == [True] * 10 + [
        False
    ] * 2
    assert len(players) == 10
    # Those that are gone make room.
    assert players.take(beacon(50), "a", 60)


class TestPlausibility:
    def test_more_time_than_there_was_is_cut_down(self) -> None:
        told = plausible(beacon(played_ms=30_000, stalled_ms=30_000), 10_000)
        assert told is not None
        assert told.played_ms + told.stalled_ms == 19_000

    def test_what_cannot_be_at_all_is_not_believed(self) -> None:
        assert plausible(beacon(played_ms=120_000, stalled_ms=120_000), 1000) is None

    def test_more_dropped_frames_than_frames_count_for_none(self) -> None:
        told = plausible(beacon(played_ms=1000, dropped_frames=5000), 1000)
        assert told is not None
        assert told.dropped_frames == 0

    @given(
        st.integers(0, 120_000), st.integers(0, 120_000), st.integers(0, 100_000),
        st.one_of(st.none(), st.floats(0, 600_000)),
    )  # fmt: skip
    def test_whatever_is_told_no_more_time_is_taken_than_passed(
        self, played: int, stalled: int, dropped: int, elapsed: float | None
    ) -> None:
        told = plausible(
            beacon(played_ms=played, stalled_ms=stalled, dropped_frames=dropped), elapsed
        )
        if told is not None:
            most = 120_000 if elapsed is None else elapsed * 1.5 + 4000
            assert told.played_ms + told.stalled_ms <= most + 1
            assert min(told.played_ms, told.stalled_ms, told.dropped_frames) >= 0


class TestGate:
    def test_a_player_may_report_every_ten_seconds_for_ever(self) -> None:
        gate = Gate()
        assert all(gate.admits("p", "a", at) for at in range(0, 10_000, 10))

    def test_a_flood_of_one_player_is_turned_away(self) -> None:
        gate = Gate()
        assert sum(gate.admits("p", "a", 0) for _ in range(100)) == 4

    def test_six_hundred_viewers_behind_one_address_are_all_heard(self) -> None:
        gate = Gate()
        told = [
            gate.admits(f"p{number}", "office", at + number % 10)
            for at in range(0, 60, 10)
            for number in sorted(range(600), key=lambda one: one % 10)
        ]
        assert all(told)

    def test_its_memory_is_bounded(self) -> None:
        gate = Gate(most=100)
        for number in range(1000):
            gate.admits(f"p{number}", f"a{number}", 0)
        assert len(gate) == 100


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0.01, 1)), min_size=1), st.floats(0, 1))
def test_a_percentile_is_one_of_the_values(values: list[tuple[float, float]], share: float) -> None:
    found = percentile(values, share)
    assert found in {value for value, _ in values}


def test_a_crowd_is_judged_by_a_part_of_it_that_is_like_the_whole() -> None:
    players = Players()
    for number in range(3 * module.MOST_WEIGHED):
        stalled = 5000 if number % 4 == 0 else 0
        told = beacon(number, first_frame_ms=800, stalled_ms=stalled, latency_ms=1000 + number)
        players.take(told, f"a{number}", 0)
    view = players.view(1)
    assert view.players == 3 * module.MOST_WEIGHED
    assert view.effective <= module.MOST_WEIGHED
    assert view.stalling_share == pytest.approx(0.25, abs=0.01)
    assert view.latency_p50_ms == pytest.approx(1000 + 1.5 * module.MOST_WEIGHED, rel=0.01)
