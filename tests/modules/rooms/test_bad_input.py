"""Clients that lie, flood or do not read: at the core, at linked gateways, and over Redis."""

import asyncio
import json
from datetime import timedelta

import pytest

from kaibo.modules.rooms.frames import OrderPaid, Stock
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.platform.realtime import TicketSigner
from tests.support import fleet as places
from tests.support.fleet import ROOM, SIGNER, Exchange, Fleet, address, go
from tests.support.rooms import NOW
from tests.support.sockets import PING, Client, frame, until

HOUR_MS = 3_600_000
FOREIGN = TicketSigner(b"f" * 32)


@pytest.fixture(params=["core alone", "in process", pytest.param("redis", marks=pytest.mark.redis)])
def fleet(request: pytest.FixtureRequest) -> Fleet:
    """A core, and two places to visit it."""
    if request.param == "core alone":
        return Fleet(None)
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    return Fleet(Exchange(request.param, url))


def ticket(signer: TicketSigner = SIGNER, *, room: str = ROOM, expires_at: int = NOW + 1) -> str:
    return signer.issue(
        room=room, subject="vwr_1", name="x", role="viewer", language="en", expires_at=expires_at
    )


def swapped(text: str) -> str:
    """Give a ticket with the claims of one and the signature of another."""
    return f"{text.partition('.')[0]}.{ticket().partition('.')[2]}"


async def is_well(fleet: Fleet, *others: Client) -> None:
    """Prove that the next event still reaches these, in its order."""
    room = fleet.core.room()
    version = room.seq + 100
    fleet.core.hub.publish(ROOM, Stock("prd_1", 1, version))
    for client in others:
        event = await client.json_of("ev")
        while event["e"].get("version") != version:
            event = await client.json_of("ev")
        assert (event["epoch"], event["seq"]) == (room.epoch, room.seq)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "garbage",
        "a.b.c",
        ticket(FOREIGN),
        swapped(ticket(expires_at=NOW + 9)),
        ticket(expires_at=NOW),
        ticket(expires_at=NOW - HOUR_MS),
        ticket()[:-4],
    ],
    ids=["none", "garbage", "dots", "foreign", "swapped", "just-over", "over", "cut"],
)
def test_a_forged_ticket_opens_no_room(fleet: Fleet, forged: str) -> None:
    async def scenario() -> None:
        async with fleet.open():
            good = await fleet.a.join("vwr_2")
            bad = await Client.connect(fleet.a.port, f"/ws/rooms/tea?ticket={forged}")
            assert await bad.close_code() == 4401
            elsewhere = await Client.connect(fleet.a.port, f"/ws/rooms/other?ticket={ticket()}")
            assert await elsewhere.close_code() == 4404
            await is_well(fleet, good)
            for client in (good, bad, elsewhere):
                await client.hang_up()

    go(scenario())


@pytest.mark.parametrize(("headers", "status"), [
    ({"Origin": "http://evil.test"}, 403),
    ({"Sec-WebSocket-Version": "12"}, 426),
    ({"Cookie": "c" * 100_000}, 431),
])  # fmt: skip
def test_a_wrong_handshake_is_refused_everywhere(
    fleet: Fleet, headers: dict[str, str], status: int
) -> None:
    async def scenario() -> None:
        async with fleet.open():
            bad = await Client.connect(fleet.a.port, address(), headers)
            assert bad.status == status
            await bad.hang_up()

    go(scenario())


def test_another_version_of_the_protocol_is_told_which_is_spoken(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            bad = await Client.connect(fleet.a.port, f"{address()}&v=2")
            assert await bad.close_code() == 4406
            await bad.hang_up()

    go(scenario())


def test_a_client_that_lies_about_its_sequence_is_told_the_truth(fleet: Fleet) -> None:
    lies = [
        {"t": "resync", "epoch": "another", "seq": 10**9},
        {"t": "resync", "epoch": None, "seq": "many"},
        {"t": "resync", "seq": -1},
    ]

    async def scenario() -> None:
        async with fleet.open():
            good, liar = await fleet.a.join("vwr_1"), await fleet.a.join("vwr_2")
            await is_well(fleet, good, liar)
            room = fleet.core.room()
            for lie in lies:
                liar.send_json(lie)
                hello = await liar.json_of("hello")
                assert (hello["epoch"], hello["seq"]) == (room.epoch, 1)
            await is_well(fleet, good, liar)
            await good.hang_up()
            await liar.hang_up()

    go(scenario())


def test_a_client_that_speaks_as_the_server_changes_nothing(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            good, liar = await fleet.a.join("vwr_1"), await fleet.a.join("vwr_2")
            before = fleet.core.room().snapshot().products
            stock = {"k": "stock", "product_id": "prd_1", "available": 99, "version": 10**6}
            said = {"id": "x", "viewer_id": "stf_1", "name": "Host", "text": "free!", "at": NOW}
            for lie in (
                {"t": "ev", "epoch": good.hello["epoch"], "seq": 1, "e": stock},
                {"t": "hello", "epoch": "mine", "seq": 0, "you": {"role": "staff"}},
                {"t": "tick", "at": NOW, "danmaku": [said], "likes": 10**9, "watching": 10**9},
                {"t": "ack", "id": "1", "danmaku_id": "1"},
                {"t": "like", "n": -5},
                {"t": "like", "n": "many"},
            ):
                liar.send_json(lie)
            liar.send_json({"t": "ping"})
            await liar.json_of("pong")
            late = await fleet.b.join("vwr_3")
            assert late.hello["snapshot"]["likes"] == 7
            assert late.hello["recent"] == []
            assert fleet.core.room().snapshot().products == before
            await is_well(fleet, good, liar, late)
            for client in (good, liar, late):
                await client.hang_up()

    go(scenario())


@pytest.mark.parametrize(
    "flood",
    [
        frame(PING, b"x"),
        frame(1, b'{"t":"ping"}'),
        frame(1, b'{"t":"like","n":50}'),
        frame(1, b"{"),
        frame(1, b"", fin=False) + frame(0, b""),
    ],
    ids=["control-frames", "pings", "likes", "garbage", "pieces"],
)
def test_a_flood_ends_its_own_socket_and_slows_no_other(fleet: Fleet, flood: bytes) -> None:
    async def scenario() -> None:
        async with fleet.open():
            good, bad = await fleet.a.join("vwr_1"), await fleet.a.join("vwr_2")
            bad.writer.write(flood * 1000)
            assert await bad.close_code() == 1008
            await until(lambda: "vwr_2 flooding" in fleet.core.ears.told)
            await is_well(fleet, good)
            await good.hang_up()
            await bad.hang_up()

    go(scenario())


def test_who_never_reads_is_let_go_and_the_others_miss_nothing(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            deaf = await Client.connect(fleet.a.port, address("vwr_1"), buffer=4096)
            good = await fleet.a.join("vwr_2")
            await until(lambda: fleet.core.room().watching == 2)
            # Several times what the network holds for one that does not read.
            for number in range(1, 5001):
                fleet.core.hub.publish(ROOM, OrderPaid("x" * 2000, "prd_1", 1))
                assert (await good.json_of("ev"))["seq"] == number
            await until(lambda: fleet.core.room().watching == 1)
            await is_well(fleet, good)
            await good.hang_up()
            await deaf.hang_up()

    go(scenario())


def test_frames_in_one_segment_with_the_handshake_are_heard_in_the_room(fleet: Fleet) -> None:
    async def scenario() -> None:
        async with fleet.open():
            said = {"t": "danmaku", "id": "c1", "text": "first!"}
            glued = frame(1, json.dumps(said).encode())
            client = await Client.connect(fleet.b.port, address("vwr_1"), glued=glued)
            assert (await client.json())["t"] == "hello"
            assert (await client.json_of("ack"))["id"] == "c1"
            await until(lambda: "said first!" in fleet.core.ears.told)
            await client.hang_up()

    go(scenario())


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_set_while_people_watch_stops_nothing(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    fleet.policy = RoomPolicy(watching_tick=0.0, likes_tick=0.0)
    step = timedelta(hours=hours) // timedelta(milliseconds=1)

    async def scenario() -> None:
        async with fleet.open():
            good = await fleet.a.join("vwr_1")
            old = address("vwr_2")
            monkeypatch.setattr(places, "NOW", NOW + step)
            returning = await Client.connect(fleet.a.port, old)
            if hours > 0:
                assert await returning.close_code() == 4401
            else:
                assert (await returning.json())["t"] == "hello"
            newcomer = await fleet.b.join("vwr_3")
            newcomer.send_json({"t": "danmaku", "id": "c", "text": "what time is it?"})
            await newcomer.json_of("ack")
            tick = await good.json_of("tick")
            while "danmaku" not in tick:
                tick = await good.json_of("tick")
            newcomer.send_json({"t": "like", "n": 2})
            while "likes" not in tick:
                tick = await good.json_of("tick")
            assert (tick["at"], tick["likes"]) == (NOW + step, 9)
            await is_well(fleet, good, newcomer)
            for client in (good, returning, newcomer):
                await client.hang_up()

    go(asyncio.wait_for(scenario(), 30))
