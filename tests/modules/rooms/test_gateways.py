"""One behaviour of rooms: with the core alone, with two gateways in process, and over Redis."""

import json
from typing import Any, get_args

import msgspec
import pytest

from kaibo.modules.rooms.frames import (
    Pin,
    Pinned,
    RoomEvent,
    RoomSnapshot,
    ServerFrame,
    ShowChanged,
    Stock,
)
from kaibo.modules.rooms.limits import RoomPolicy
from tests.support.fleet import ROOM, Exchange, Fleet, go
from tests.support.rooms import NOW, card, replay, samples_of
from tests.support.sockets import Client, until

REDIS = pytest.param("redis", marks=pytest.mark.redis)


def exchange_of(kind: str, request: pytest.FixtureRequest) -> Exchange:
    return Exchange(kind, request.getfixturevalue("redis_url") if kind == "redis" else "")


@pytest.fixture(params=["core alone", "in process", REDIS])
def fleet(request: pytest.FixtureRequest) -> Fleet:
    """A core, and two places to visit it."""
    if request.param == "core alone":
        return Fleet(None)
    return Fleet(exchange_of(request.param, request))


@pytest.fixture(params=["in process", REDIS])
def linked(request: pytest.FixtureRequest) -> Fleet:
    """A core and two gateways, for what only they can suffer."""
    return Fleet(exchange_of(request.param, request))


async def tick_with(client: Client, key: str, value: object = None) -> Any:  # noqa: ANN401 -- JSON
    """Read on until a tick tells `key` (of that value)."""
    while True:
        tick = await client.json_of("tick")
        if key in tick and value in (None, tick[key]):
            return tick[key]


async def heard(client: Client, text: str) -> dict[str, Any]:
    """Read on until a line of talk is shown."""
    while True:
        for line in await tick_with(client, "danmaku"):
            if line["text"] == text:
                found: dict[str, Any] = line
                return found


async def say(client: Client, text: str) -> dict[str, Any]:
    """Say something, and give the answer."""
    client.send_json({"t": "danmaku", "id": text, "text": text})
    while (answer := await client.json())["t"] not in {"ack", "refused"}:
        pass
    assert answer["id"] == text
    return answer


async def held(client: Client) -> RoomSnapshot:
    """Return what a client that came now is told, as a snapshot."""
    return msgspec.convert(client.hello["snapshot"], RoomSnapshot)


async def part(*clients: Client) -> None:
    for client in clients:
        await client.hang_up()


# What holds everywhere


def test_a_newcomer_is_told_the_state_and_its_number(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            first = await fleet.a.join("vwr_1")
            fleet.core.hub.publish(ROOM, Stock("prd_1", 4, 2))
            await first.json_of("ev")
            for place in (fleet.a, fleet.b):
                client = await place.join("vwr_2")
                assert client.hello["epoch"] == fleet.core.room().epoch
                assert client.hello["seq"] == 1
                assert client.hello["you"] == {"id": "vwr_2", "name": "vwr_2", "role": "viewer"}
                assert client.hello["snapshot"]["products"][0]["available"] == 4
                assert client.hello["snapshot"]["watching"] >= 1
                await part(client)
            await part(first)

    go(scenario())


def test_an_event_reaches_all_in_the_same_bytes(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            clients = [await place.join(f"v{n}") for n, place in enumerate((fleet.a, fleet.b))]
            for version in (2, 3):
                fleet.core.hub.publish(ROOM, Stock("prd_1", 9 - version, version))
            seen = []
            for client in clients:
                frames: list[bytes] = []
                while len(frames) < 2:
                    frame = await client.text()
                    frames += [frame] if b'"t":"ev"' in frame else []
                seen.append(frames)
            assert seen[0] == seen[1]
            assert [json.loads(frame)["seq"] for frame in seen[0]] == [1, 2]
            await part(*clients)

    go(scenario())


def test_what_is_said_here_is_read_there_under_the_name_that_the_sender_was_told(
    fleet: Fleet,
) -> None:
    async def scenario() -> None:
        async with fleet.open():
            here, there = await fleet.a.join("vwr_1"), await fleet.b.join("vwr_2")
            ack = await say(here, "hello")
            line = await heard(there, "hello")
            assert (line["id"], line["viewer_id"]) == (ack["danmaku_id"], "vwr_1")
            late = await fleet.b.join("vwr_3")
            assert late.hello["recent"] == [line]
            assert fleet.core.ears.told.count("said hello") == 1
            await part(here, there, late)

    go(scenario())


def test_a_busy_room_shows_everybody_the_same_sample(fleet: Fleet) -> None:
    fleet.policy = RoomPolicy(shown_burst=5, shown_rate=0.001)

    async def scenario() -> None:
        async with fleet.open():
            here, there = await fleet.a.join("vwr_1"), await fleet.b.join("vwr_2")
            for number in range(20):
                talker = await (fleet.a, fleet.b)[number % 2].join(f"talker-{number}")
                await say(talker, f"line {number}")
                await part(talker)
            host = await fleet.a.join("stf_1", role="staff")
            await say(host, "that is all")
            seen = [await lines_until(client, "that is all") for client in (here, there)]
            assert seen[0] == seen[1]
            assert len(seen[0]) <= 6
            await part(here, there, host)

    async def lines_until(client: Client, last: str) -> list[str]:
        lines: list[str] = []
        while last not in lines:
            lines += [line["text"] for line in await tick_with(client, "danmaku")]
        return lines

    go(scenario())


def test_a_persons_limit_holds_over_all_places(fleet: Fleet) -> None:
    fleet.policy = RoomPolicy(say_burst=3, say_rate=0.001)

    async def scenario() -> None:
        async with fleet.open():
            here, there = await fleet.a.join("vwr_1"), await fleet.b.join("vwr_1")
            answers = [
                (await say(client, f"{n}"))["t"] for n in range(2) for client in (here, there)
            ]
            assert answers == ["ack", "ack", "ack", "refused"]
            assert (await say(here, "more"))["code"] == "rooms.too_fast"
            neighbour = await fleet.b.join("vwr_2")
            assert (await say(neighbour, "mine"))["t"] == "ack"
            await part(here, there, neighbour)

    go(scenario())


def test_a_person_with_tabs_at_two_places_is_counted_once(fleet: Fleet) -> None:
    fleet.policy = RoomPolicy(watching_tick=0.0)

    async def scenario() -> None:
        async with fleet.open():
            host = await fleet.a.join("stf_1", role="staff")
            first = await fleet.a.join("vwr_1")
            await tick_with(host, "watching", 1)
            second = await fleet.b.join("vwr_1")
            other = await fleet.b.join("vwr_2")
            await tick_with(host, "watching", 2)
            await part(first)
            await part(other)
            await tick_with(host, "watching", 1)
            await part(second)
            await tick_with(host, "watching", 0)
            viewers = [told for told in fleet.core.ears.told if told.startswith("vwr")]
            assert sorted(viewers) == ["vwr_1 joined", "vwr_1 left", "vwr_2 joined", "vwr_2 left"]
            await part(host)

    go(scenario())


def test_likes_of_all_places_add_up_within_each_persons_limit(fleet: Fleet) -> None:
    fleet.policy = RoomPolicy(likes_tick=0.0, likes_rate=50.0)

    async def scenario() -> None:
        async with fleet.open():
            here, there = await fleet.a.join("vwr_1"), await fleet.b.join("vwr_2")
            here.send_json({"t": "like", "n": 3})
            there.send_json({"t": "like", "n": 4})
            await tick_with(here, "likes", 14)
            await until(lambda: fleet.core.room().likes == 14)
            assert sorted(t for t in fleet.core.ears.told if "liked" in t) == [
                "vwr_1 liked 3",
                "vwr_2 liked 4",
            ]
            await part(here, there)

    go(scenario())


def test_that_the_picture_plays_is_passed_on(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            client = await fleet.b.join("vwr_1")
            client.send_json({"t": "ping", "watching": True})
            await client.json_of("pong")
            await until(lambda: "vwr_1 watched" in fleet.core.ears.told)
            await part(client)

    go(scenario())


def test_nothing_is_said_when_the_show_is_over(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            client = await fleet.b.join("vwr_1")
            fleet.core.hub.publish(ROOM, ShowChanged("closed"))
            await client.json_of("ev")
            assert (await say(client, "anyone?"))["code"] == "rooms.closed"
            await part(client)

    go(scenario())


def test_a_resync_is_answered_with_the_whole_truth(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            client = await fleet.b.join("vwr_1")
            fleet.core.hub.publish(ROOM, Pinned(Pin("prd_2", NOW), card("prd_2")))
            await client.json_of("ev")
            client.send_json({"t": "resync"})
            hello = await client.json_of("hello")
            assert hello["seq"] == 1
            assert [pin["product_id"] for pin in hello["snapshot"]["pins"]] == ["prd_2", "prd_1"]
            await part(client)

    go(scenario())


def test_there_is_no_such_room(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            client = await fleet.a.connect(room="shw_gone")
            assert await client.close_code() == 4404
            await part(client)

    go(scenario())


@pytest.mark.parametrize("kind", get_args(RoomEvent), ids=lambda kind: kind.__name__)
def test_snapshot_and_events_equal_a_fresh_snapshot_at_every_place(
    fleet: Fleet, kind: type
) -> None:
    fleet.policy = RoomPolicy(watching_tick=0.0)

    async def scenario() -> None:
        async with fleet.open():
            early = [await fleet.a.join("early"), await fleet.b.join("early")]
            for event in samples_of(kind):
                fleet.core.hub.publish(ROOM, event)
            end = fleet.core.hub.publish(ROOM, samples_of(Pinned)[0])
            late = await fleet.core.join("late")
            fresh = await held(late)
            for client in early:
                frames = [json.dumps(client.hello).encode()]
                told: dict[str, Any] = {}
                while told.get("seq") != end:
                    frames.append(await client.text())
                    told = json.loads(frames[-1])
                seen = replay([msgspec.json.decode(f, type=ServerFrame) for f in frames])
                counted = msgspec.structs.replace(seen, watching=fresh.watching)
                assert counted == fresh
            for place in (fleet.a, fleet.b):
                newcomer = await place.join("late")
                snapshot = await held(newcomer)
                assert msgspec.structs.replace(snapshot, watching=fresh.watching) == fresh
                await part(newcomer)
            await part(*early, late)

    go(scenario())
