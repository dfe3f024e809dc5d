"""Everyone gets what is posted, in order and once, whoever keeps up and whoever does not."""

from kaibo.modules.rooms.fanout import FanOut
from tests.support.rooms import FakeConnection, FakeScheduler, Paced


def numbers() -> bytes:
    return b"n"


def post(fanout: FanOut, scheduler: FakeScheduler, *payloads: bytes) -> None:
    for payload in payloads:
        fanout.post(payload, ephemeral=payload.startswith(b"t"))
    scheduler.turn()


def test_who_keeps_up_is_written_to_without_a_look_and_who_is_behind_is_weighed() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler, numbers)
    prompt, slow = Paced(), Paced()
    fanout.add(prompt)
    fanout.add(slow)
    post(fanout, scheduler, b"e1", b"t1")
    slow.fall_behind()
    post(fanout, scheduler, b"e2", b"t2")
    slow.catch_up()
    scheduler.turn()
    post(fanout, scheduler, b"e3", b"t3")

    assert prompt.sent == [b"e1", b"t1", b"e2", b"t2", b"e3", b"t3"]
    assert slow.sent == [b"e1", b"t1", b"e2", b"n", b"e3", b"t3"]
    assert (prompt.unweighed, prompt.writes) == (3, 0)
    assert (slow.unweighed, slow.writes) == (2, 2)


def test_who_falls_behind_while_a_batch_is_sent_has_it_once_and_the_others_too() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler, numbers)
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


def test_who_was_spared_a_tick_is_told_the_numbers_once_and_after_what_was_posted() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler, numbers)
    spared, unharmed, leaving = Paced(), Paced(), Paced()
    for connection in (spared, unharmed, leaving):
        fanout.add(connection)
        connection.fall_behind()
    post(fanout, scheduler, b"e1")
    unharmed.catch_up()
    post(fanout, scheduler, b"t1")
    fanout.remove(leaving)
    leaving.catch_up()
    spared.catch_up()
    fanout.post(b"t2", ephemeral=True)
    scheduler.turn()
    spared.fall_behind()
    spared.catch_up()
    scheduler.turn()

    assert spared.sent == [b"e1", b"t2", b"n"]
    assert unharmed.sent == [b"e1", b"t1", b"t2"]
    assert leaving.sent == [b"e1"]


def test_who_falls_behind_again_before_it_was_told_is_told_later() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler, numbers)
    slow = Paced()
    fanout.add(slow)
    slow.fall_behind()
    post(fanout, scheduler, b"t1")
    slow.catch_up()
    slow.fall_behind()
    scheduler.turn()
    assert slow.sent == []
    slow.catch_up()
    scheduler.turn()
    assert slow.sent == [b"n"]


def test_who_has_left_gets_nothing_more_and_who_comes_nothing_from_before() -> None:
    scheduler = FakeScheduler()
    fanout = FanOut(scheduler, numbers)
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
