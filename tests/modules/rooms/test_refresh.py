"""A room follows the records by their differences."""

import asyncio

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.rooms.frames import (
    Pin,
    Playback,
    ProductsChanged,
    RoomSnapshot,
    ShowChanged,
    Stock,
)
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.refresh import RoomRefresher, differences
from kaibo.modules.rooms.state import apply, from_snapshot, settle, to_snapshot
from tests.support.loops import Run
from tests.support.rooms import NOW, card, snapshot

PRODUCTS = ["prd_1", "prd_2", "prd_3", "prd_4"]


@st.composite
def snapshots(draw: st.DrawFn) -> RoomSnapshot:
    """What the records may say of a room; a product's stock and its version go together."""
    ids = draw(st.permutations(PRODUCTS))[: draw(st.integers(0, 4))]
    versions = {name: draw(st.integers(1, 5)) for name in ids}
    pinned = draw(st.permutations(ids))[: draw(st.integers(0, len(ids)))]
    base = snapshot(draw(st.sampled_from(["ready", "on_air", "closed"])))
    return msgspec.structs.replace(
        base,
        playback=draw(
            st.sampled_from(
                [Playback("offline", None), Playback("live", "/a"), Playback("live", "/b")]
            )
        ),
        products=tuple(
            msgspec.structs.replace(
                card(name, available=versions[name] * 10, stock_version=versions[name]),
                title=draw(st.sampled_from(["Tea", "Cup"])),
            )
            for name in ids
        ),
        pins=tuple(Pin(name, NOW + draw(st.integers(0, 3))) for name in pinned),
    )


def grown(old: RoomSnapshot, new: RoomSnapshot) -> RoomSnapshot:
    """The records are never older than the room: let versions grow from ``old`` to ``new``."""
    known = {product.id: product.stock_version for product in old.products}
    return msgspec.structs.replace(
        new,
        products=tuple(
            product
            if product.stock_version >= known.get(product.id, 0)
            else msgspec.structs.replace(
                product,
                stock_version=known[product.id],
                available=known[product.id] * 10,
            )
            for product in new.products
        ),
    )


@given(snapshots(), snapshots())
def test_the_differences_turn_the_room_into_what_the_records_say(
    old: RoomSnapshot, drawn: RoomSnapshot
) -> None:
    new = grown(old, drawn)
    state = from_snapshot(old)
    for event in differences(old, new):
        # The room drops what says nothing new: a tray without a product unpins it already.
        if (settled := settle(state, event)) is not None:
            state = apply(state, settled)
    assert to_snapshot(state, likes=7, watching=0) == new


@given(snapshots())
def test_without_a_change_nothing_is_published(same: RoomSnapshot) -> None:
    assert list(differences(same, same)) == []


def test_only_what_changed_is_published() -> None:
    old = snapshot()
    sold = msgspec.structs.replace(old.products[0], available=4, stock_version=2)
    new = msgspec.structs.replace(old, products=(sold, old.products[1]))
    assert list(differences(old, new)) == [Stock("prd_1", 4, 2)]

    swapped = msgspec.structs.replace(old, products=old.products[::-1])
    assert list(differences(old, swapped)) == [ProductsChanged(swapped.products)]

    over = msgspec.structs.replace(old, show=msgspec.structs.replace(old.show, state="closed"))
    assert list(differences(old, over)) == [ShowChanged("closed")]


class Records:
    """What the database says, read when the test lets it."""

    def __init__(self) -> None:
        self.now = snapshot()
        self.readings = 0
        self.gates: list[asyncio.Event] = []
        self.started = asyncio.Event()
        self.fault: Exception | None = None

    async def load(self, show_id: str) -> RoomSnapshot | None:
        self.readings += 1
        seen = self.now
        self.started.set()
        if self.gates:
            await self.gates.pop(0).wait()
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        return seen if show_id == "shw_1" else None

    def sell(self) -> None:
        """Sell one of the first product."""
        first = self.now.products[0]
        less = msgspec.structs.replace(
            first, available=first.available - 1, stock_version=first.stock_version + 1
        )
        self.now = msgspec.structs.replace(self.now, products=(less, *self.now.products[1:]))


class Stage:
    """A hub with its room in memory, a refresher, and the records."""

    def __init__(self) -> None:
        self.records = Records()
        self.hub = RoomHub(lambda _: snapshot(), translate=lambda *_, **__: "", now=lambda: NOW)
        self.refresher = RoomRefresher(self.hub, self.records.load)

    @classmethod
    async def opened(cls) -> "Stage":
        stage = cls()
        await stage.hub.load("shw_1")
        return stage

    def shown(self) -> int:
        room = self.hub.room("shw_1")
        assert room is not None
        return room.snapshot().products[0].available

    def hold(self) -> asyncio.Event:
        """Let the next reading wait for this."""
        gate = asyncio.Event()
        self.records.gates.append(gate)
        self.records.started.clear()
        return gate

    async def reading(self) -> tuple[asyncio.Event, "asyncio.Task[None]"]:
        """Begin a refresh whose reading has read and not yet returned."""
        gate = self.hold()
        task = asyncio.create_task(self.refresher.refresh("shw_1"))
        await self.records.started.wait()
        return gate, task


def test_a_refresh_shows_what_is_true_now(run: Run) -> None:
    async def scenario() -> None:
        stage = await Stage.opened()
        stage.records.sell()
        await stage.refresher.refresh("shw_1")
        assert stage.shown() == 4
        await stage.refresher.refresh("shw_unknown")

    run(scenario())


def test_a_room_that_nobody_visits_is_neither_read_nor_opened(run: Run) -> None:
    async def scenario() -> None:
        stage = Stage()
        await stage.refresher.refresh("shw_1")
        assert (stage.records.readings, stage.hub.room("shw_1")) == (0, None)

    run(scenario())


def test_a_change_during_a_reading_is_read_again(run: Run) -> None:
    async def scenario() -> None:
        stage = await Stage.opened()
        gate, first = await stage.reading()
        stage.records.sell()
        second = asyncio.create_task(stage.refresher.refresh("shw_1"))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(first, second)
        assert (stage.records.readings, stage.shown()) == (2, 4)

    run(scenario())


def test_many_changes_at_once_cost_one_more_reading(run: Run) -> None:
    async def scenario() -> None:
        stage = await Stage.opened()
        gate, first = await stage.reading()
        others = []
        for _ in range(4):
            stage.records.sell()
            others.append(asyncio.create_task(stage.refresher.refresh("shw_1")))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(first, *others)
        assert (stage.records.readings, stage.shown()) == (2, 1)

    run(scenario())


def test_a_refresh_that_is_cut_off_while_it_waits_does_not_freeze_the_room(run: Run) -> None:
    """Its time was up, or the process is stopping."""

    async def scenario() -> None:
        stage = await Stage.opened()
        gate, first = await stage.reading()
        waiting = asyncio.create_task(stage.refresher.refresh("shw_1"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        gate.set()
        await first

        stage.records.sell()
        await stage.refresher.refresh("shw_1")
        assert stage.shown() == 4

    run(scenario())


def test_who_waited_for_a_reading_that_failed_reads_again(run: Run) -> None:
    async def scenario() -> None:
        stage = await Stage.opened()
        gate, first = await stage.reading()
        stage.records.sell()
        stage.records.gates.append(asyncio.Event())
        failing = asyncio.create_task(stage.refresher.refresh("shw_1"))
        await asyncio.sleep(0)
        follower = asyncio.create_task(stage.refresher.refresh("shw_1"))
        await asyncio.sleep(0)
        held = stage.records.gates[0]
        stage.records.started.clear()
        gate.set()
        await first
        await stage.records.started.wait()
        stage.records.fault = ConnectionError()
        held.set()
        with pytest.raises(ConnectionError):
            await failing
        await follower
        assert stage.shown() == 4

    run(scenario())
