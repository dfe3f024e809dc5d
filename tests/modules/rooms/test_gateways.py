"""One behaviour of rooms: with the core alone, with two gateways in process, and over Redis."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import msgspec
import pytest
from prometheus_client import REGISTRY

from kaibo.modules.rooms.frames import (
    Hello,
    OrderPaid,
    Pin,
    Pinned,
    RoomEvent,
    RoomSnapshot,
    ShowChanged,
    Stock,
)
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.link.messages import (
    Ask,
    Batch,
    Bye,
    Copy,
    LineTaken,
    Parted,
    Sequenced,
    Spoken,
    decode_from_core,
    decode_from_gateway,
)
from kaibo.modules.rooms.room import Room
from tests.support.fleet import (
    ROOM,
    STILL,
    CorePlace,
    Exchange,
    Fleet,
    GatewayPlace,
    address,
    go,
)
from tests.support.replaying import LIKES, prove
from tests.support.room_samples import samples_of
from tests.support.rooms import NOW, STAFF, VIEWER, FakeConnection, card, snapshot
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


def copy_of(core: CorePlace) -> Copy:
    """Return what the core would give a gateway now."""
    room = core.room()
    return Copy(room.id, room.epoch, room.seq, room.snapshot(), room.recent, room.mutes)


async def part(*clients: Client) -> None:
    for client in clients:
        await client.hang_up()


# What holds everywhere


def test_an_erased_viewer_is_sent_away_everywhere_and_let_in_no_more(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            tabs = [await fleet.a.join("vwr_1"), await fleet.b.join("vwr_1")]
            other, crew = await fleet.b.join("vwr_2"), await fleet.a.join("vwr_1", role="staff")
            fleet.core.hub.send_away(["vwr_1", "vwr_7"])
            for tab in tabs:
                assert (await tab.close_code(), tab.close_reason) == (4401, "erased")
            await until(lambda: fleet.core.room().watching == 1)
            for place in (fleet.a, fleet.b):
                again = await place.connect("vwr_7")
                assert (await again.close_code(), again.close_reason) == (4401, "erased")
                await part(again)
            assert (await say(other, "who was that?"))["t"] == "ack"
            assert (await say(crew, "nobody"))["t"] == "ack"
            await part(*tabs, other, crew)

    go(scenario())


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


def test_a_devices_and_an_addresses_limit_hold_over_all_places(fleet: Fleet) -> None:
    fleet.policy = RoomPolicy(
        device_say_burst=3,
        device_say_rate=0.001,
        address_say_burst=4,
        address_say_rate=0.001,
        device_likes_rate=10.0,
        likes_tick=0.0,
    )

    async def scenario() -> None:
        async with fleet.open():
            places = (fleet.a, fleet.b, fleet.a, fleet.b)
            clients = [
                await place.join(f"vwr_{n}", device="dev_1") for n, place in enumerate(places)
            ]
            answers = [await say(client, "hello") for client in clients]
            assert [answer["t"] for answer in answers] == ["ack", "ack", "ack", "refused"]
            assert answers[-1]["code"] == "rooms.too_fast"
            assert fleet.core.ears.told.count("said hello") == 3
            others = [
                await place.join(f"vwr_other{n}", device=f"dev_other{n}")
                for n, place in enumerate((fleet.b, fleet.a))
            ]
            assert [(await say(client, "mine"))["t"] for client in others] == ["ack", "refused"]
            await until(lambda: "vwr_other1 address_busy" in fleet.core.ears.told)
            began = asyncio.get_running_loop().time()
            for client in clients:
                client.send_json({"t": "like", "n": 6})
                client.send_json({"t": "ping"})
                await client.json_of("pong")
            host = [await place.join("stf_1", role="staff") for place in (fleet.a, fleet.b)]
            for client in host:
                # A gateway tells likes before lines.
                assert (await say(client, "that is all"))["t"] == "ack"
            passed = asyncio.get_running_loop().time() - began
            assert 10 <= fleet.core.room().likes - 7 <= 10 * (1 + passed)
            await part(*clients, *others, *host)

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


def test_who_caught_up_is_told_the_present_numbers_also_in_a_quiet_show(fleet: Fleet) -> None:
    fleet.policy = RoomPolicy(likes_tick=0.0, watching_tick=0.0)

    def skipped() -> float:
        return REGISTRY.get_sample_value("kaibo_socket_frames_skipped_total") or 0.0

    async def scenario() -> None:
        async with fleet.open():
            slow = await Client.connect(fleet.b.port, address("vwr_1"), buffer=4096)
            good = await fleet.b.join("vwr_2")
            room, before = fleet.core.room(), skipped()
            await until(lambda: room.watching == 2)
            while skipped() == before:
                fleet.core.hub.publish(ROOM, OrderPaid("x" * 8000, "prd_1", 1))
                await good.json_of("ev")
                room.like(VIEWER, 1)
                await tick_with(good, "likes", room.likes)
            # From here on nothing happens any more.
            await tick_with(slow, "likes", room.likes)
            await part(slow, good)

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


def test_what_looks_as_if_no_person_did_it_is_passed_on(fleet: Fleet) -> None:
    fleet.policy = RoomPolicy(frames_burst=3, frames_rate=0.01)

    async def scenario() -> None:
        async with fleet.open():
            client = await fleet.b.join("vwr_1")
            for _ in range(4):
                client.send_json({"t": "ping"})
            assert await client.close_code() == 1008
            await until(lambda: "vwr_1 flooding" in fleet.core.ears.told)
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
    fleet.policy = RoomPolicy(watching_tick=0.0, likes_tick=0.0)

    async def scenario() -> None:
        async with fleet.open():
            early = [await fleet.a.join("early"), await fleet.b.join("early")]
            room = fleet.core.room()
            await until(lambda: room.watching == 1)
            for event in samples_of(kind):
                room.publish(event)
            room.like(VIEWER, LIKES)
            late = [await fleet.core.join("late")]
            seen = [await told_until(client, room) for client in early]
            late += [await fleet.a.join("late"), await fleet.b.join("late")]
            for frames in seen:
                for client in late:
                    end = prove(frames, [greeting(client)])
                    assert (end.likes, end.watching) == (7 + LIKES, 2)
            await part(*early, *late)

    go(scenario())


def greeting(client: Client) -> bytes:
    """Give the hello that a client was sent."""
    return json.dumps(client.hello).encode()


async def told_until(client: Client, room: Room) -> list[bytes]:
    """Give the frames of a client up to where the room is."""
    frames, seq = [greeting(client)], client.hello["seq"]
    likes, watching = (client.hello["snapshot"][name] for name in ("likes", "watching"))
    while (seq, likes, watching) != (room.seq, room.likes, room.watching):
        frames.append(await client.text())
        told = json.loads(frames[-1])
        seq, likes = told.get("seq", seq), told.get("likes", likes)
        watching = told.get("watching", watching)
    return frames


# What only gateways suffer


def counted(place: GatewayPlace, kind: type) -> int:
    """Return how often a gateway told the core that."""
    return sum(isinstance(decode_from_gateway(message), kind) for _, message in place.link.said)


def is_kind(kind: type) -> Callable[[bytes], bool]:
    return lambda message: isinstance(decode_from_core(message), kind)


def test_a_thousand_newcomers_ask_the_core_once(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            first = await linked.a.join("vwr_0")
            for number in range(1, 1000):
                you = msgspec.structs.replace(VIEWER, id=f"vwr_{number}")
                connection = FakeConnection()
                linked.a.mirror.enter(connection, you)
                assert len(connection.of(Hello)) == 1
            await until(lambda: linked.core.room().watching == 1000)
            assert counted(linked.a, Ask) == 1
            assert counted(linked.a, Batch) < 20
            await part(first)

    go(scenario())


def test_after_a_gap_everybody_is_greeted_anew_and_sees_nothing_in_between(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            clients = [await linked.a.join(f"v{number}") for number in range(3)]
            linked.a.link.loses = is_kind(Sequenced)
            linked.core.hub.publish(ROOM, Stock("prd_1", 4, 2))
            linked.core.hub.publish(ROOM, Stock("prd_1", 3, 3))
            undisturbed = await linked.b.join("v9")
            await until(lambda: linked.b.mirror.seq == 2)
            linked.a.link.loses = lambda _message: False
            linked.core.hub.publish(ROOM, Stock("prd_1", 2, 4))
            for client in clients:
                while (frame := await client.json())["t"] == "tick":
                    pass
                assert (frame["t"], frame["seq"]) == ("hello", 3)
                assert frame["snapshot"]["products"][0]["available"] == 2
            linked.core.hub.publish(ROOM, Stock("prd_1", 1, 5))
            for client in clients:
                assert (await client.json_of("ev"))["seq"] == 4
            await until(lambda: linked.a.mirror.snapshot() == linked.core.room().snapshot())
            await part(*clients, undisturbed)

    go(scenario())


def test_a_lost_last_event_is_found_by_the_next_mark(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join()
            linked.a.link.loses = is_kind(Sequenced)
            linked.core.hub.publish(ROOM, ShowChanged("closed"))
            assert linked.core.end is not None
            linked.core.end.beat()
            hello = await client.json_of("hello")
            assert hello["snapshot"]["show"]["state"] == "closed"
            await part(client)

    go(scenario())


def test_many_are_greeted_anew_a_part_at_a_time(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            first = await linked.a.join("vwr_0")
            crowd = [FakeConnection() for _ in range(STILL.greeted_at_once * 2)]
            guests = [linked.a.mirror.enter(connection, STAFF) for connection in crowd]
            linked.a.link.loses = is_kind(Sequenced)
            linked.core.hub.publish(ROOM, Stock("prd_1", 4, 2))
            linked.a.mirror.renew(copy_of(linked.core))
            greeted = [len(connection.of(Hello)) for connection in crowd]
            assert {1, 2} == set(greeted)
            linked.a.mirror.leave(crowd[-1], guests[-1])
            await until(lambda: all(len(c.of(Hello)) == 2 for c in crowd[:-1]))
            assert len(crowd[-1].of(Hello)) == 1
            await part(first)

    go(scenario())


def test_a_core_that_comes_anew_greets_everybody_in_its_own_epoch(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            here, there = await linked.a.join("vwr_1"), await linked.b.join("vwr_2")
            old = linked.core.room().epoch
            linked.truth = lambda _room: msgspec.structs.replace(snapshot("closed"), likes=0)
            await linked.restart_core()
            for client in (here, there):
                hello = await client.json_of("hello")
                assert hello["epoch"] == linked.core.room().epoch != old
                assert hello["snapshot"]["show"]["state"] == "closed"
            await until(lambda: linked.core.room().watching == 2)
            await part(here, there)

    go(scenario())


def test_a_gateway_that_falls_silent_takes_its_viewers_along_and_no_others(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            both = [await linked.a.join("vwr_1"), await linked.b.join("vwr_1")]
            alone = await linked.a.join("vwr_2")
            await until(lambda: linked.core.room().watching == 2)
            await linked.a.die()
            died_at = asyncio.get_running_loop().time()
            await say(both[1], "still here")
            assert linked.core.end is not None
            linked.core.end.forget_silent_gateways(died_at)
            assert linked.core.room().watching == 1
            left = [told for told in linked.core.ears.told if told.endswith("left")]
            assert left == ["vwr_2 left"]
            await part(*both, alone)

    go(scenario())


def test_a_gateway_that_stops_sends_its_viewers_away_and_is_gone_at_once(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            await until(lambda: linked.core.room().watching == 1)
            await linked.a.stack.aclose()
            assert await client.close_code() == 1012
            await until(lambda: linked.core.room().watching == 0)
            await part(client)

    go(scenario())


def test_a_forgotten_gateway_tells_everything_again(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            await until(lambda: linked.core.room().watching == 1)
            assert linked.core.end is not None
            linked.core.end.forget_silent_gateways(float("inf"))
            assert linked.core.room().watching == 0
            client.send_json({"t": "like", "n": 1})
            await until(lambda: linked.core.room().watching == 1)
            await part(client)

    go(scenario())


# Redis lost and back


def test_rooms_go_on_without_the_link_and_are_reconciled_when_it_is_back(linked: Fleet) -> None:
    linked.policy = RoomPolicy(likes_tick=0.0, watching_tick=0.0)

    async def scenario() -> None:
        async with linked.open(is_killed=True):
            here, there = await linked.a.join("vwr_1"), await linked.b.join("vwr_2")
            await until(lambda: linked.core.room().watching == 2)
            await linked.lose_link()

            answer = await say(here, "can you hear me?")
            assert answer["t"] == "ack"
            assert (await heard(here, "can you hear me?"))["id"] == answer["danmaku_id"]
            here.send_json({"t": "like", "n": 5})
            await tick_with(here, "likes", 12)
            newcomer = await linked.a.join("vwr_3")
            assert newcomer.hello["recent"][0]["text"] == "can you hear me?"
            stranger = await linked.a.connect(room="shw_2")
            assert await stranger.close_code() == 1013
            own = await linked.core.join("vwr_4")
            linked.core.hub.publish(ROOM, Stock("prd_1", 1, 9))
            assert (await own.json_of("ev"))["seq"] == 1
            assert "said can you hear me?" not in linked.core.ears.told

            await linked.find_link()
            for client in (here, there, newcomer):
                hello = await client.json_of("hello")
                assert (hello["epoch"], hello["seq"]) == (linked.core.room().epoch, 1)
                assert hello["snapshot"]["products"][0]["available"] == 1
            await until(lambda: linked.core.room().likes == 12)
            await until(lambda: linked.core.room().watching == 4)
            assert linked.core.ears.told.count("said can you hear me?") == 1
            for place in (linked.a, linked.b):
                await until(lambda: linked.core.room().snapshot() == place.mirror.snapshot())  # noqa: B023 -- awaited here
            await say(there, "and now?")
            assert [line["text"] for line in await tick_with(here, "danmaku")] == ["and now?"]
            await part(here, there, newcomer, stranger, own)

    go(scenario())


def test_no_like_that_was_shown_while_the_link_was_lost_is_taken_back(linked: Fleet) -> None:
    linked.policy = RoomPolicy(likes_tick=0.0, watching_tick=0.0)

    async def scenario() -> None:
        async with linked.open(is_killed=True):
            # One person at two places, so that the core has seen all that they may like at once.
            here, elsewhere = await linked.a.join("vwr_1"), await linked.b.join("vwr_1")
            elsewhere.send_json({"t": "like", "n": 30})
            await until(lambda: linked.core.room().likes == linked.a.mirror.likes == 37)
            await linked.lose_link()
            here.send_json({"t": "like", "n": 30})
            await until(lambda: linked.a.mirror.likes == 67)
            await linked.find_link()
            await until(lambda: linked.core.room().likes >= 67)
            assert linked.core.room().likes == 67
            await part(here, elsewhere)

    go(scenario())


def test_when_nothing_changed_meanwhile_nobody_is_greeted_anew(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open(is_killed=True):
            client = await linked.a.join("vwr_1")
            await linked.lose_link()
            await linked.find_link()
            linked.core.hub.publish(ROOM, Stock("prd_1", 4, 2))
            while (frame := await client.json())["t"] == "tick":
                pass
            assert (frame["t"], frame["seq"]) == ("ev", 1)
            assert "vwr_1 left" not in linked.core.ears.told
            await part(client)

    go(scenario())


@pytest.mark.parametrize("is_lost", ["the line", "the answer"])
def test_a_line_on_its_way_when_the_link_breaks_is_taken_once(linked: Fleet, is_lost: str) -> None:
    async def scenario() -> None:
        async with linked.open(is_killed=True):
            client = await linked.a.join("vwr_1")
            if is_lost == "the line":
                linked.a.link.swallows = lambda m: isinstance(decode_from_gateway(m), Spoken)
            else:
                linked.a.link.loses = is_kind(LineTaken)
            client.send_json({"t": "danmaku", "id": "c1", "text": "hello?"})
            if is_lost == "the answer":
                await heard(client, "hello?")
            else:
                client.send_json({"t": "ping"})
                await client.json_of("pong")
            await linked.lose_link()
            if is_lost == "the line":
                await heard(client, "hello?")
            else:
                await client.json_of("ack")
            linked.a.link.swallows = linked.a.link.loses = lambda _message: False
            await linked.find_link()
            await until(lambda: "said hello?" in linked.core.ears.told)
            await say(client, "again")
            assert linked.core.ears.told.count("said hello?") == 1
            await part(client)

    go(scenario())


@pytest.mark.parametrize("was_shown", [True, False])
def test_a_line_that_a_killed_core_never_answered_is_taken_by_the_next(
    linked: Fleet, was_shown: bool
) -> None:
    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            if was_shown:
                linked.a.link.loses = lambda m: is_kind(LineTaken)(m) or is_kind(Bye)(m)
            else:
                linked.a.link.loses = is_kind(Bye)
                linked.a.link.swallows = lambda m: isinstance(decode_from_gateway(m), Spoken)
            client.send_json({"t": "danmaku", "id": "c1", "text": "hello?"})
            if was_shown:
                await heard(client, "hello?")
            else:
                client.send_json({"t": "ping"})
                await client.json_of("pong")
            linked.a.link.swallows = lambda _message: False
            linked.a.link.loses = is_kind(Bye)
            await linked.restart_core()
            ack = await client.json_of("ack")
            await until(lambda: "said hello?" in linked.core.ears.told)
            await say(client, "and now?")
            told = linked.core.ears.told
            assert (told.count("said hello?"), told.count("said and now?")) == (1, 1)
            shown = [line.id for line in linked.core.room().recent]
            assert (ack["danmaku_id"] in shown) is not was_shown
            await part(client)

    go(scenario())


def test_who_left_before_their_line_is_told_again_is_not_counted_in_for_it(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            leaving, staying = await linked.a.join("vwr_1"), await linked.a.join("vwr_2")
            linked.a.link.loses = is_kind(Bye)
            linked.a.link.swallows = lambda m: isinstance(decode_from_gateway(m), Spoken)
            leaving.send_json({"t": "danmaku", "id": "c1", "text": "bye!"})
            leaving.send_json({"t": "ping"})
            await leaving.json_of("pong")
            await part(leaving)
            await until(lambda: len(linked.a.mirror.people) == 1)
            linked.a.link.swallows = lambda _message: False
            await linked.restart_core()
            await heard(staying, "bye!")
            assert (await say(staying, "and I stay"))["t"] == "ack"
            assert linked.core.ears.told.count("said bye!") == 1
            assert linked.core.room().watching == 1
            await part(staying)

    go(scenario())


def test_a_silent_core_leaves_the_gateway_adrift_until_it_is_heard_again(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            linked.a.hub.check_core(float("inf"))
            assert not linked.a.hub.is_met
            assert (await say(client, "alone"))["t"] == "ack"
            assert linked.core.end is not None
            linked.core.end.beat()
            await until(lambda: "said alone" in linked.core.ears.told)
            assert linked.a.hub.is_met
            await part(client)

    go(scenario())


def test_what_is_said_without_the_core_is_limited_too(linked: Fleet) -> None:
    linked.policy = RoomPolicy(say_burst=2, say_rate=0.001)

    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            linked.a.hub.check_core(float("inf"))
            answers = [(await say(client, f"{number}"))["t"] for number in range(3)]
            assert answers == ["ack", "ack", "refused"]
            await part(client)

    go(scenario())


def test_a_mute_is_minded_everywhere_and_by_gateways_that_go_on_alone(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            client, other = await linked.a.join("vwr_1"), await linked.b.join("vwr_2")
            linked.core.room().mute({"vwr_1": None})
            answer = await say(client, "of the core")
            assert (answer["t"], answer["code"]) == ("refused", "rooms.muted_for_show")
            assert (await say(other, "of another"))["t"] == "ack"
            mirror = linked.a.hub.room(ROOM)
            assert mirror is not None
            linked.a.hub.check_core(float("inf"))
            answer = await say(client, "alone")
            assert (answer["t"], answer["code"]) == ("refused", "rooms.muted_for_show")
            await part(client, other)

    go(scenario())


def test_what_an_erased_viewer_said_is_told_to_no_newcomer_anywhere(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            lin, mei = await linked.a.join("vwr_1"), await linked.b.join("vwr_2")
            for client, text in ((lin, "mine"), (mei, "another's")):
                await say(client, text)
            await until(lambda: len(linked.core.room().recent) == 2)
            linked.core.room().forget_talk(["vwr_1"])
            await say(mei, "later")  # what comes after it has come
            await until(lambda: len(linked.core.room().recent) == 2)
            newcomer = await linked.b.join("vwr_3")
            told = {line["text"] for line in newcomer.hello["recent"]}
            assert "mine" not in told
            assert "another's" in told
            await part(lin, mei, newcomer)

    go(scenario())


def test_who_was_erased_while_the_link_was_down_is_sent_away_when_it_is_back_and_not_heard(
    linked: Fleet,
) -> None:
    async def scenario() -> None:
        async with linked.open(is_killed=True):
            client = await linked.a.join("vwr_1")
            await linked.lose_link()
            assert (await say(client, "I am still here"))["t"] == "ack"
            linked.core.hub.send_away(["vwr_1"])
            await linked.find_link()
            assert (await client.close_code(), client.close_reason) == (4401, "erased")
            await until(lambda: linked.core.room().watching == 0)
            assert "said I am still here" not in linked.core.ears.told
            await part(client)

    go(scenario())


def test_what_an_erased_viewer_was_saying_is_not_taken(linked: Fleet) -> None:
    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            linked.a.link.loses = is_kind(Parted)
            linked.core.hub.send_away(["vwr_1"])
            assert (await say(client, "one more thing"))["t"] == "refused"
            assert "said one more thing" not in linked.core.ears.told
            await part(client)

    go(scenario())


def test_a_room_that_cannot_be_read_asks_to_come_again(linked: Fleet) -> None:
    def broken(_room: str) -> RoomSnapshot | None:
        raise OSError("no database")

    async def scenario() -> None:
        async with linked.open():
            linked.truth = broken
            client = await linked.a.connect()
            assert await client.close_code() == 1013
            await part(client)

    go(scenario())


def test_a_mirror_that_nobody_visits_is_forgotten_and_asked_for_again(linked: Fleet) -> None:
    linked.policy = RoomPolicy(unload_after=0.0)

    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            linked.a.hub.forget_idle_rooms()
            assert linked.a.hub.room(ROOM) is not None
            await part(client)
            await until(lambda: linked.a.mirror.empty_since is not None)
            linked.a.hub.forget_idle_rooms()
            assert linked.a.hub.room(ROOM) is None
            again = await linked.a.join("vwr_1")
            linked.core.hub.publish(ROOM, Stock("prd_1", 4, 2))
            assert (await again.json_of("ev"))["seq"] == 1
            await part(again)

    go(scenario())


def test_silence_is_noticed_by_itself_on_both_sides(linked: Fleet) -> None:
    linked.numbers = replace(STILL, beat=0.02, core_silence=0.3, gateway_silence=0.3)

    async def scenario() -> None:
        async with linked.open():
            client = await linked.a.join("vwr_1")
            await until(lambda: linked.core.room().watching == 1)
            linked.a.link.swallows = lambda _message: True
            await until(lambda: linked.core.room().watching == 0)
            linked.a.link.loses = lambda _message: True
            await until(lambda: not linked.a.hub.is_met)
            linked.a.link.swallows = linked.a.link.loses = lambda _message: False
            await until(lambda: linked.a.hub.is_met and linked.core.room().watching == 1)
            await part(client)

    go(scenario())
