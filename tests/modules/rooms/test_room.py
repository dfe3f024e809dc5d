"""One room under the test's own clock."""

import pytest
from msgspec import UNSET

from kaibo.modules.rooms.frames import (
    Danmaku,
    Event,
    Hello,
    OrderPaid,
    RoomEvent,
    ShowChanged,
    Stock,
    Tick,
    You,
)
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.listeners import RoomListener
from tests.support.rooms import STAFF, VIEWER, FakeConnection, Paced, Stage, card, snapshot

OTHER = You(id="vwr_2", name="Bo", role="viewer")


def texts(connection: FakeConnection) -> list[str]:
    return [
        danmaku.text
        for tick in connection.of(Tick)
        if tick.danmaku is not UNSET
        for danmaku in tick.danmaku
    ]


def test_a_newcomer_is_told_everything() -> None:
    stage = Stage()
    stage.room.publish(Stock("prd_1", 4, 2))
    hello = stage.join().of(Hello)[0]
    assert (hello.epoch, hello.seq, hello.you) == (stage.room.epoch, 1, VIEWER)
    assert hello.snapshot.products == (card("prd_1", available=4, stock_version=2), card("prd_2"))
    assert (hello.snapshot.likes, hello.snapshot.watching, hello.recent) == (7, 1, ())


def test_events_are_numbered_without_gap_and_alike_for_all() -> None:
    stage = Stage()
    first, second = stage.join(), stage.join(OTHER)
    assert [stage.room.publish(Stock("prd_1", n, 10 - n)) for n in (4, 3, 2)] == [1, 2, 3]
    assert stage.room.publish(Stock("prd_1", 9, 1)) is None
    stage.time.turn()
    assert [event.seq for event in first.of(Event)] == [1, 2, 3]
    assert first.sent[-1] == second.sent[-1]


def test_what_is_published_in_one_turn_is_one_write() -> None:
    stage = Stage()
    connection = stage.join()
    stage.time.advance(5)
    writes = connection.writes
    for version in range(2, 12):
        stage.room.publish(Stock("prd_1", 20 - version, version))
    stage.time.turn()
    assert connection.writes == writes + 1
    assert len(connection.of(Event)) == 10


def test_a_newcomer_in_the_middle_of_a_turn_gets_nothing_twice() -> None:
    stage = Stage()
    early = stage.join()
    stage.room.publish(Stock("prd_1", 4, 2))
    late = stage.join(OTHER)
    stage.room.publish(Stock("prd_1", 3, 3))
    stage.time.turn()
    assert [event.seq for event in early.of(Event)] == [1, 2]
    assert late.of(Hello)[0].seq == 1
    assert [event.seq for event in late.of(Event)] == [2]


def test_a_resync_is_a_fresh_hello() -> None:
    stage = Stage()
    connection = stage.join()
    stage.room.publish(Stock("prd_1", 4, 2))
    stage.room.greet(connection, VIEWER)
    stage.time.turn()
    kinds = [type(frame) for frame in connection.frames()]
    assert kinds[:3] == [Hello, Event, Hello]
    assert connection.of(Hello)[1].seq == 1


def test_sequenced_frames_reach_a_reader_that_is_behind_and_ticks_do_not() -> None:
    stage = Stage()
    connection = stage.join()
    connection.is_behind = True
    stage.time.advance(5)
    stage.room.publish(OrderPaid("小*", "prd_1", 1))
    stage.room.say(OTHER, "hello")
    stage.time.advance(5)
    assert len(connection.of(Event)) == 1
    assert connection.of(Tick) == []


def test_who_caught_up_is_told_the_present_numbers_and_nothing_else() -> None:
    stage = Stage()
    slow = Paced()
    stage.room.enter(slow, VIEWER)
    stage.time.advance(5)
    slow.fall_behind()
    stage.room.like(OTHER, 5)
    stage.join(OTHER)
    stage.room.say(OTHER, "missed")
    stage.time.advance(5)
    before = len(slow.of(Tick))
    slow.catch_up()
    stage.time.advance(60)
    (tick,) = slow.of(Tick)[before:]
    assert (tick.likes, tick.watching, tick.danmaku) == (12, 2, UNSET)


def test_talk_in_an_idle_room_goes_out_at_once() -> None:
    stage = Stage()
    connection = stage.join()
    stage.time.advance(5)
    stage.room.say(VIEWER, "hello")
    stage.time.turn()
    assert texts(connection) == ["hello"]


def test_talk_in_a_busy_room_goes_out_in_ticks() -> None:
    stage = Stage(policy=RoomPolicy(tick=0.05))
    connection = stage.join()
    stage.time.advance(5)
    before = len(connection.of(Tick))
    for number in range(40):
        stage.room.say(VIEWER, str(number))
        stage.time.advance(0.005)
    stage.time.advance(1)
    assert texts(connection) == [str(number) for number in range(40)]
    assert 4 <= len(connection.of(Tick)) - before <= 6


def test_a_large_room_ticks_more_slowly() -> None:
    stage = Stage(policy=RoomPolicy(large=2, tick=0.05, tick_when_large=0.1))
    connection = stage.join()
    stage.join(OTHER)
    stage.time.advance(5)
    stage.room.say(VIEWER, "at once")
    stage.time.advance(0.01)
    stage.room.say(VIEWER, "later")
    stage.time.advance(0.08)
    assert texts(connection) == ["at once"]
    stage.time.advance(0.02)
    assert texts(connection) == ["at once", "later"]


def test_everybody_sees_the_same_sample() -> None:
    stage = Stage(policy=RoomPolicy(shown_burst=10, shown_rate=1.0))
    first, second = stage.join(), stage.join(OTHER)
    for number in range(200):
        stage.room.say(VIEWER, str(number))
    stage.time.advance(0.5)
    assert texts(first) == texts(second)
    assert len(texts(first)) == 10


def test_recent_talk_is_what_was_shown_and_no_more_than_the_policy_keeps() -> None:
    stage = Stage(policy=RoomPolicy(recent=3))
    stage.join()
    for number in range(5):
        stage.room.say(VIEWER, str(number))
        stage.time.advance(1)
    assert [danmaku.text for danmaku in stage.join(OTHER).of(Hello)[0].recent] == ["2", "3", "4"]


def test_likes_and_viewers_are_told_when_they_changed_and_not_more_often_than_need_be() -> None:
    stage = Stage()
    connection = stage.join()
    stage.time.advance(5)
    before = len(connection.of(Tick))
    for _ in range(100):
        stage.room.like(VIEWER, 1)
        stage.time.advance(0.01)
    stage.time.advance(5)
    ticks = connection.of(Tick)[before:]
    assert ticks[-1].likes == 107
    assert len(ticks) <= 6
    assert all(tick.watching is UNSET and tick.danmaku is UNSET for tick in ticks)


def test_people_are_counted_not_tabs_and_not_staff() -> None:
    stage = Stage()
    one, two = FakeConnection(), FakeConnection()
    guest = stage.room.enter(one, VIEWER)
    assert stage.room.enter(two, VIEWER) is guest
    stage.join(STAFF)
    stage.join(OTHER)
    assert stage.room.watching == 2
    stage.room.leave(one, guest)
    assert stage.room.watching == 2
    stage.room.leave(two, guest)
    assert stage.room.watching == 1


def test_a_staff_member_and_a_viewer_with_the_same_id_are_two_people() -> None:
    stage = Stage()
    stage.join(You("same", "a", "staff"))
    stage.join(You("same", "b", "viewer"))
    assert stage.room.watching == 1


def test_who_left_gets_nothing_more() -> None:
    stage = Stage()
    connection = FakeConnection()
    guest = stage.room.enter(connection, VIEWER)
    stage.room.leave(connection, guest)
    stage.room.publish(ShowChanged("closed"))
    stage.time.advance(5)
    assert connection.of(Event) == []
    assert stage.room.empty_since == 1000.0


class Diary(RoomListener):
    def __init__(self) -> None:
        self.entries: list[object] = []

    def on_danmaku(self, room_id: str, danmaku: Danmaku) -> None:
        self.entries.append((room_id, danmaku.text))

    def on_likes(self, room_id: str, visitor: You, count: int) -> None:
        self.entries.append((room_id, visitor.id, count))

    def on_joined(self, room_id: str, visitor: You) -> None:
        self.entries.append(("joined", visitor.id))

    def on_left(self, room_id: str, visitor: You) -> None:
        self.entries.append(("left", visitor.id))

    def on_event(self, room_id: str, seq: int, event: RoomEvent) -> None:
        self.entries.append((seq, event))


class Broken(RoomListener):
    def on_danmaku(self, room_id: str, danmaku: Danmaku) -> None:
        raise RuntimeError("mine alone")


def test_listeners_hear_everything_also_what_is_not_shown_and_behind_one_that_fails() -> None:
    stage, diary = Stage(policy=RoomPolicy(shown_burst=1, shown_rate=0.001)), Diary()
    stage.listeners.add(Broken())
    stage.listeners.add(diary)
    connection = FakeConnection()
    guest = stage.room.enter(connection, VIEWER)
    stage.room.say(VIEWER, "a")
    stage.room.say(VIEWER, "b")
    stage.room.like(VIEWER, 3)
    stage.room.publish(ShowChanged("closed"))
    stage.room.leave(connection, guest)
    assert diary.entries == [
        ("joined", "vwr_1"),
        ("shw_1", "a"),
        ("shw_1", "b"),
        ("shw_1", "vwr_1", 3),
        (1, ShowChanged("closed")),
        ("left", "vwr_1"),
    ]


def test_a_closed_room_sends_everyone_away_and_stays_silent() -> None:
    stage = Stage()
    connection = stage.join()
    stage.room.publish(ShowChanged("closed"))
    stage.room.close(1012)
    assert connection.code == 1012
    assert len(connection.of(Event)) == 1
    sent = len(connection.sent)
    stage.room.say(VIEWER, "anyone?")
    stage.time.advance(60)
    assert len(connection.sent) == sent


@pytest.mark.parametrize("state", ["ready", "on_air", "closed"])
def test_a_room_knows_whether_its_show_is_over(state: str) -> None:
    assert Stage(snapshot(state)).room.is_closed == (state == "closed")
