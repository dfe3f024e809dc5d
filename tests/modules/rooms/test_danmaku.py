from collections import Counter

import pytest

from kaibo.modules.rooms.danmaku import DanmakuLane
from kaibo.modules.rooms.frames import Danmaku, Role


def line(number: int, role: Role = "viewer") -> Danmaku:
    return Danmaku(f"d{number}", f"v{number}", "name", f"text {number}", number, role)


def lane(burst: int = 10, rate: float = 10.0) -> DanmakuLane:
    return DanmakuLane(burst=burst, rate=rate, now=0.0)


def test_a_quiet_room_shows_everything_in_order() -> None:
    it = lane()
    for number in range(5):
        it.offer(line(number))
    shown, left_out = it.take(0.0)
    assert [danmaku.at for danmaku in shown] == [0, 1, 2, 3, 4]
    assert left_out == 0
    assert not it.is_waiting


def test_a_busy_room_shows_a_sample_in_order_and_counts_the_rest() -> None:
    it = lane(burst=10)
    for number in range(1000):
        it.offer(line(number))
    shown, left_out = it.take(0.0)
    numbers = [danmaku.at for danmaku in shown]
    assert len(numbers) == 10
    assert numbers == sorted(numbers)
    assert left_out == 990


def test_in_the_long_run_no_more_than_the_rate_is_shown() -> None:
    it, shown = lane(burst=10, rate=30.0), 0
    for tick in range(1, 601):
        for number in range(20):
            it.offer(line(tick * 100 + number))
        shown += len(it.take(tick * 0.1)[0])
    assert 30 * 60 - 30 <= shown <= 30 * 60 + 10


def test_staff_is_always_shown() -> None:
    it = lane(burst=2)
    for number in range(50):
        it.offer(line(number, "staff" if number % 10 == 0 else "viewer"))
    shown, left_out = it.take(0.0)
    assert [danmaku.at for danmaku in shown if danmaku.role == "staff"] == [0, 10, 20, 30, 40]
    assert (len(shown), left_out) == (7, 43)


def test_without_budget_lines_wait_for_it() -> None:
    it = lane(burst=1, rate=1.0)
    it.offer(line(1))
    it.take(0.0)
    it.offer(line(2))
    assert it.take(0.5) == ((), 0)
    assert it.is_waiting
    shown, _ = it.take(1.1)
    assert [danmaku.at for danmaku in shown] == [2]


@pytest.mark.parametrize("budget_left", [5, 2])
def test_every_line_has_the_same_chance(budget_left: int) -> None:
    seen: Counter[int] = Counter()
    for _ in range(2000):
        it = lane(burst=5)
        for number in range(5 - budget_left):
            it.offer(line(100 + number))
        it.take(0.0)
        for number in range(20):
            it.offer(line(number))
        seen.update(danmaku.at for danmaku in it.take(0.0)[0])
    expected = 2000 * budget_left / 20
    # Five standard deviations; the chance that an honest sampler fails is below 1 in 100 000.
    spread = 5 * (expected * (1 - budget_left / 20)) ** 0.5
    assert all(abs(seen[number] - expected) < spread for number in range(20))
