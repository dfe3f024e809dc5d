"""Who comes and goes is told to the timeline, in sets, and counted on after a restart."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, cast

import pytest

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.rooms import frames, visits
from kaibo.modules.rooms.attendance import AttendanceKeeper
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.telling import CHUNK
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from tests.support.house import Shop
from tests.support.sockets import Client

STAFF = frames.You("stf_1", "Mei", "staff")
VISITS = (EntryKind.JOINED, EntryKind.LEFT)


def viewer(number: int) -> frames.You:
    return frames.You(f"vwr_{number}", "小明", "viewer")


class OneRoom:
    """Stands for the hub: one room on air."""

    is_closed = False
    is_on_air = True

    def __init__(self, show_id: str) -> None:
        self._id = show_id

    def room(self, room_id: str) -> "OneRoom | None":
        return self if room_id == self._id else None


class Process:
    """A keeper as a process has one, on the shop's records; another one is another process."""

    def __init__(self, shop: Shop) -> None:
        self.house, self.show = shop.house, shop.show.id
        self.stored: list[int] = []
        self.fails = 0
        self.keeper = AttendanceKeeper(
            cast("RoomHub", OneRoom(self.show)),
            self.store,
            self.recall,
            now=self.now_ms,
            steady=self.house.clock.steady,
        )

    def now_ms(self) -> int:
        return epoch_ms(self.house.clock.now())

    async def store(self, entries: list[TimelineEntry]) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError
        await self.house.db.run(shows.append, entries)
        self.stored.append(len(entries))

    async def recall(self, show_id: str, figures_only: bool) -> visits.Past:
        return await self.house.db.read(
            visits.recall, show_id, now_ms=self.now_ms(), figures_only=figures_only
        )

    def do(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self.house.await_(coroutine)

    def come(self, *numbers: int) -> None:
        self.do(self._tell("on_joined", [viewer(number) for number in numbers]))

    def go(self, *numbers: int) -> None:
        self.do(self._tell("on_left", [viewer(number) for number in numbers]))

    def beat(self, *numbers: int) -> None:
        self.do(self._tell("on_beat", [viewer(number) for number in numbers]))

    def tell(self, what: str, who: frames.You) -> None:
        self.do(self._tell(what, [who]))

    async def _tell(self, what: str, visitors: list[frames.You]) -> None:
        for visitor in visitors:
            getattr(self.keeper, what)(self.show, visitor)
        await self.keeper.settle()

    def minute(self) -> None:
        """Let a minute pass, and what falls due in it be done."""
        self.house.pass_time(minutes=1)
        self.do(self.keeper.settle())

    def figures(self) -> dict[str, Any]:
        return self.house.await_(self.keeper.figures(self.show))

    def told(self, *kinds: EntryKind) -> list[TimelineEntry]:
        return self.house.read(shows.entries, self.show, *(kinds or VISITS))


@pytest.fixture
def process(shop: Shop) -> Process:
    return Process(shop)


def test_who_comes_and_goes_is_on_the_timeline_with_the_time_watched(process: Process) -> None:
    process.come(1)
    process.beat(1)
    process.house.pass_time(seconds=20)
    process.beat(1)
    process.house.pass_time(seconds=5)
    process.go(1)
    came, went = process.told()
    assert (came.kind, came.subject, came.data) == (EntryKind.JOINED, "vwr_1", {})
    assert (went.kind, went.subject) == (EntryKind.LEFT, "vwr_1")
    assert went.data == {"stayed_ms": 25_000, "watched_ms": 20_000}
    assert went.at_ms - came.at_ms == 25_000


def test_staff_is_never_counted(process: Process) -> None:
    process.tell("on_joined", STAFF)
    process.come(1)
    process.tell("on_beat", STAFF)
    process.tell("on_left", STAFF)
    assert [entry.subject for entry in process.told()] == ["vwr_1"]
    assert process.figures()["viewers"] == 1


def test_ten_thousand_who_come_and_go_are_told_in_sets_and_hold_nobody(process: Process) -> None:
    """10,000 joins and leaves; the loop goes on meanwhile, and so does everybody's writing."""
    turns = 0

    async def crowd() -> None:
        nonlocal turns
        crowd = [viewer(number) for number in range(10_000)]
        for what in ("on_joined", "on_left"):
            for start in range(0, len(crowd), 500):
                for visitor in crowd[start : start + 500]:
                    getattr(process.keeper, what)(process.show, visitor)
                await asyncio.sleep(0)
        writing = asyncio.ensure_future(process.keeper.settle())
        while not writing.done():
            await asyncio.sleep(0.001)
            turns += 1
        await writing

    process.do(crowd())
    assert len(process.told()) == 20_000
    assert max(process.stored) <= CHUNK
    assert len(process.stored) <= 20_000 // CHUNK + 2
    figures = process.figures()
    assert (figures["peak"], figures["watching"], figures["views"]) == (10_000, 0, 10_000)
    assert figures["viewers"] == pytest.approx(10_000, rel=0.025)
    assert turns > len(process.stored), "the loop turns while a set is written"


def test_what_could_not_be_written_is_written_next_time_once_and_in_order(
    process: Process,
) -> None:
    process.fails = 1
    process.come(1, 2)
    assert process.told() == []
    process.go(1)
    assert [(entry.kind.value, entry.subject) for entry in process.told()] == [
        ("joined", "vwr_1"),
        ("joined", "vwr_2"),
        ("left", "vwr_1"),
    ]


def test_a_killed_process_loses_nothing_that_was_counted_a_minute_ago(
    shop: Shop, process: Process
) -> None:
    process.come(1, 2, 3)
    process.beat(1)
    for _ in range(4):
        process.house.pass_time(seconds=15)
        process.beat(1)
    process.go(3)
    process.minute()
    before = process.figures()
    process.come(4)
    # Killed: nobody says good-bye.
    after = Process(shop)
    assert after.figures() == {**before, "watching": 0, "views": 4, "viewers": 4}
    after.house.pass_time(seconds=10)
    after.come(1, 5)
    after.house.pass_time(seconds=10)
    figures = after.figures()
    assert (figures["peak"], figures["watching"]) == (3, 2)
    assert (figures["viewers"], figures["views"]) == (5, 5), "who was there goes on with a view"
    assert figures["watched_ms"] == before["watched_ms"] == 60_000
    assert figures["on_air_ms"] == before["on_air_ms"] + 10_000
    assert figures["viewer_ms"] == before["viewer_ms"] + 20_000


def test_a_clock_that_is_set_while_nobody_counts_makes_no_enormous_time(
    shop: Shop, process: Process
) -> None:
    process.come(1)
    process.minute()
    before = process.figures()
    for days in (400, -800):
        process.house.clock.step(timedelta(days=days))
        process.come(abs(days))
    after = Process(shop)
    after.come(9)
    figures = after.figures()
    assert 0 <= figures["on_air_ms"] - before["on_air_ms"] <= 400_000
    assert 0 <= figures["viewer_ms"] - before["viewer_ms"] <= 1_200_000


def test_an_orderly_stop_tells_that_everybody_went(shop: Shop, process: Process) -> None:
    process.come(1, 2)
    process.house.pass_time(seconds=30)
    process.do(process.keeper.stop())
    assert [entry.kind.value for entry in process.told()] == ["joined", "joined", "left", "left"]
    (kept,) = process.told(EntryKind.ATTENDANCE)
    assert (kept.data["peak"], kept.data["viewer_ms"]) == (2, 60_000)
    assert Process(shop).figures() == {**kept.data, "watching": 0}


def test_the_end_of_the_show_settles_its_figures(shop: Shop) -> None:
    house = shop.house
    keeper = house.context.port(AttendanceKeeper)
    path = f"/shows/{shop.show.slug}/attendance"
    assert shop.owner.get(path).json()["average"] is None

    async def come(*people: frames.You) -> None:
        room = await house.core.hub.load(shop.show.id)
        assert room is not None
        for you in people:
            keeper.on_joined(room.id, you)
        await keeper.settle()

    house.await_(come(viewer(1), viewer(2), STAFF))
    house.pass_time(minutes=2)
    live = shop.owner.get(path).json()
    assert (live["watching"], live["peak"], live["average"], live["settled"]) == (2, 2, 2.0, False)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    house.work()
    house.await_(keeper.settle())
    house.pass_time(minutes=2)
    done = shop.owner.get(path).json()
    assert (done["watching"], done["peak"], done["average"], done["settled"]) == (0, 2, 2.0, True)
    assert (done["viewers"], done["viewers_estimated"], done["views"]) == (2, False, 2)
    assert (done["watched_ms"], done["dwell_ms"], done["counted_ms"]) == (0, 0, 120_000)
    assert done["definitions"]["average"]["denominator"] != ""


def test_only_a_viewer_with_a_ticket_is_counted_and_told_without_being_asked(
    served_shop: Shop,
) -> None:
    shop, house = served_shop, served_shop.house
    rooms = f"/rooms/{shop.show.slug}/tickets"
    someone = house.viewer()
    paths = [caller.post(rooms).json()["path"] for caller in (someone, shop.owner)]

    async def visit() -> None:
        port = house.settings.port
        stranger = await Client.connect(port, f"/ws/rooms/{shop.show.slug}?ticket=forged")
        clients = [await Client.connect(port, path) for path in paths]
        for client in clients:
            await client.json_of("hello")
            client.send_json({"t": "ping", "watching": True})
            await client.json_of("pong")
        for client in (*clients, stranger):
            await client.hang_up()

    def told() -> list[tuple[str, str]]:
        entries = house.read(shows.entries, shop.show.id, *VISITS)
        return [(entry.kind.value, entry.subject) for entry in entries]

    async def wait() -> None:
        async with asyncio.timeout(10):
            while len(told()) < 2:  # noqa: ASYNC110 - another loop's doing
                await asyncio.sleep(0.05)

    house.await_(visit())
    asyncio.run(wait())
    assert told() == [("joined", someone.id), ("left", someone.id)]
