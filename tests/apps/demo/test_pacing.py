"""The pusher keeps to the wall clock, and knocks less and less often."""

import threading
from itertools import islice

from kaibo.apps.demo.pacing import Pacer, pauses


class _Clock:
    """A wall clock that moves only when someone waits on the stop event, or by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now


class _Stop(threading.Event):
    def __init__(self, clock: _Clock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self._clock.waits.append(timeout)
        self._clock.now += timeout
        return self.is_set()


def test_a_packet_waits_for_its_time() -> None:
    clock = _Clock()
    pacer = Pacer(_Stop(clock), clock)
    for at_ms in (0, 500, 2000):
        pacer.wait_for(at_ms)
        assert clock.now >= 100 + at_ms / 1000 - 0.02


def test_a_short_delay_is_caught_up() -> None:
    clock = _Clock()
    pacer = Pacer(_Stop(clock), clock)
    pacer.wait_for(0)
    clock.now += 0.5
    assert pacer.wait_for(100) == 0
    pacer.wait_for(1000)
    assert abs(clock.now - 101) < 0.001


def test_a_long_delay_is_given_up_instead_of_sent_in_a_burst() -> None:
    clock = _Clock()
    pacer = Pacer(_Stop(clock), clock)
    pacer.wait_for(0)
    clock.now += 8
    assert abs(pacer.wait_for(1000) - 7) < 0.001
    pacer.wait_for(2000)
    assert abs(clock.now - 109) < 0.001


def test_pauses_double_up_to_ten_seconds() -> None:
    assert list(islice(pauses(lambda: 1.0), 7)) == [0.5, 1, 2, 4, 8, 10, 10]


def test_pauses_differ_between_pushers() -> None:
    assert next(pauses(lambda: 0.0)) < next(pauses(lambda: 1.0))
