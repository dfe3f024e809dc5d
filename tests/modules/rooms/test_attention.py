"""What is kept of a room's attention: every ten seconds in which something happened."""

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from kaibo.modules.rooms import facade, frames, timeline
from kaibo.modules.rooms.attention import STEP_MS, AttentionSampler
from kaibo.modules.rooms.contracts import AttentionSample
from kaibo.modules.rooms.hub import RoomHub
from tests.support.house import House, Shop, at_once

YOU = frames.You("vwr_1", "小明", "viewer")


class OneRoom:
    """Stands for the hub: one room, whose figures the test sets."""

    def __init__(self) -> None:
        self.watching = 0
        self.is_on_air = True

    def room(self, room_id: str) -> "OneRoom | None":
        return self if room_id == "shw_1" else None


class Stage:
    """A sampler, its room, its clock, and what it stored."""

    def __init__(self) -> None:
        self.room = OneRoom()
        self.now = 1_000_000
        self.stored: list[list[AttentionSample]] = []
        self.sampler = AttentionSampler(
            cast("RoomHub", self.room), self.store, now=lambda: self.now
        )

    async def store(self, samples: list[AttentionSample]) -> None:
        self.stored.append(samples)

    def say(self, role: frames.Role = "viewer") -> None:
        line = frames.Danmaku("1", "vwr_1", "小明", "hi", self.now, role)
        self.sampler.on_danmaku("shw_1", line)


def staged(act: Callable[[Stage], None]) -> list[list[AttentionSample]]:
    async def run() -> list[list[AttentionSample]]:
        stage = Stage()
        act(stage)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return stage.stored

    return asyncio.run(run())


def test_talk_and_likes_of_ten_seconds_are_one_row() -> None:
    def act(stage: Stage) -> None:
        stage.room.watching = 4
        for _ in range(3):
            stage.say()
        stage.say("staff")
        stage.sampler.on_likes("shw_1", YOU, 12)
        stage.sampler.flush()

    assert staged(act) == [[AttentionSample("shw_1", 1_000_000, 4, 3, 12)]]


def test_when_nothing_happens_nothing_is_written() -> None:
    assert staged(lambda stage: stage.sampler.flush()) == []


def test_before_and_after_the_show_nothing_is_counted() -> None:
    def act(stage: Stage) -> None:
        stage.room.is_on_air = False
        stage.say()
        stage.sampler.on_joined("shw_1", YOU)
        stage.sampler.flush()

    assert staged(act) == []


def test_the_end_of_the_show_writes_what_is_left() -> None:
    def act(stage: Stage) -> None:
        stage.say()
        stage.room.is_on_air = False
        stage.sampler.on_event("shw_1", 9, frames.ShowChanged("closed"))

    assert staged(act) == [[AttentionSample("shw_1", 1_000_000, 0, 1, 0)]]


def test_a_room_that_empties_is_told_as_empty_in_the_next_row() -> None:
    def act(stage: Stage) -> None:
        stage.room.watching = 5
        stage.sampler.on_joined("shw_1", YOU)
        stage.room.watching = 0
        stage.sampler.on_left("shw_1", YOU)
        stage.sampler.flush()
        stage.now += STEP_MS
        stage.sampler.flush()
        stage.sampler.flush()

    assert staged(act) == [
        [AttentionSample("shw_1", 1_000_000, 5, 0, 0)],
        [AttentionSample("shw_1", 1_010_000, 0, 0, 0)],
    ]


def test_rows_of_the_same_ten_seconds_add_up(shop: Shop) -> None:
    show = shop.show.id
    at_once(
        6,
        lambda number: shop.house.run(
            timeline.add_attention, [AttentionSample(show, 10_000, number, 2, 3)]
        ),
    )
    assert shop.house.read(facade.attention, show) == [AttentionSample(show, 10_000, 5, 12, 18)]


@pytest.mark.parametrize("restart", [False, True])
def test_what_was_said_in_a_real_room_survives_a_restart(shop: Shop, restart: bool) -> None:
    house: House = shop.house

    async def talk() -> None:
        room = await house.core.hub.load(shop.show.id)
        assert room is not None
        room.say(YOU, "hello")
        room.like(YOU, 5)
        if restart:
            await house.core.hub.stop()
        else:
            room.publish(frames.ShowChanged("closed"))

    house.await_(talk())
    asyncio.run(_stored(house, shop.show.id))


async def _stored(house: House, show_id: str) -> None:
    async with asyncio.timeout(10):
        while not (rows := house.read(facade.attention, show_id)):  # noqa: ASYNC110 - another loop's doing
            await asyncio.sleep(0.01)
    assert [(row.danmaku, row.likes) for row in rows] == [(1, 5)]
