"""Everyone gets what is posted, in order and once, whoever keeps up and whoever does not."""

from collections.abc import Callable

from kaibo.modules.rooms.fanout import FanOut
from tests.support.rooms import FakeConnection, FakeScheduler, split


class Paced(FakeConnection):
    """Keeps up until it is told to fall behind; notes how its frames came."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: Callable[[], None] = lambda: None
        self.unweighed = 0
        self.falls_behind_with_the_next = False
        self.write = self.take

    def take(self, frames: bytes) -> None:
        self.unweighed += 1
        self.sent += split(frames)
        if self.falls_behind_with_the_next:
            self.fall_behind()

    def fall_behind(self) -> None:
        self.falls_behind_with_the_next = False
        self.is_behind, self.write = True, None
        self._changed()

    def catch_up(self) -> None:
        self.is_behind, self.write = False, self.take
        self._changed()

    def watch(self, changed: Callable[[], None], /) -> None:
        self._changed = changed


def post(fanout: FanOut, scheduler: FakeScheduler, *payloads: bytes) -> None:
    for payload in payloads:
        fanout.post(payload, ephemeral=payload.startswith(b"t"))
    scheduler.turn()


def test_who_keeps_up_is_written_to_without_a_look_and_who_is_behind_is_weighed() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler)
    prompt, slow = Paced(), Paced()
    fanout.add(prompt)
    fanout.add(slow)
    post(fanout, scheduler, b"e1", b"t1")
    slow.fall_behind()
    post(fanout, scheduler, b"e2", b"t2")
    slow.catch_up()
    post(fanout, scheduler, b"e3", b"t3")

    assert prompt.sent == [b"e1", b"t1", b"e2", b"t2", b"e3", b"t3"]
    assert slow.sent == [b"e1", b"t1", b"e2", b"e3", b"t3"]
    assert (prompt.unweighed, prompt.writes) == (3, 0)
    assert (slow.unweighed, slow.writes) == (2, 1)


def test_who_falls_behind_while_a_batch_is_sent_has_it_once_and_the_others_too() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler)
    connections = [Paced(), Paced(), FakeConnection(), Paced()]
    for connection in connections:
        fanout.add(connection)
    first = connections[0]
    assert isinstance(first, Paced)
    first.falls_behind_with_the_next = True
    post(fanout, scheduler, b"e1")
    post(fanout, scheduler, b"e2")

    assert [connection.sent for connection in connections] == [[b"e1", b"e2"]] * 4
    assert first.unweighed == 1


def test_who_has_left_gets_nothing_more_and_who_comes_nothing_from_before() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler)
    leaving, staying, coming = Paced(), Paced(), Paced()
    fanout.add(leaving)
    fanout.add(staying)
    post(fanout, scheduler, b"e1")
    fanout.remove(leaving)
    fanout.post(b"e2", ephemeral=False)
    fanout.add(coming)
    post(fanout, scheduler, b"e3")

    assert leaving.sent == [b"e1"]
    assert staying.sent == [b"e1", b"e2", b"e3"]
    assert coming.sent == [b"e3"]
