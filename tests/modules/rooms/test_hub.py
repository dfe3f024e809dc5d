"""The hub behind a real server: what a browser sees from ticket to good-bye."""

import asyncio
import threading

import pytest

from kaibo.modules.rooms.frames import (
    OrderPaid,
    Pin,
    Pinned,
    RoomSnapshot,
    ShowChanged,
    Stock,
    Unpinned,
    You,
)
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.listeners import RoomListener
from kaibo.platform.realtime import TicketSigner
from tests.support.loops import Run
from tests.support.room_house import RoomHouse, address, load, translate
from tests.support.rooms import NOW, card, snapshot
from tests.support.sockets import CLOSE, TEXT, Client, frame, until


def test_a_visitor_enters_talks_and_is_heard(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            ming = await Client.connect(house.port, address())
            hello = await ming.json()
            assert hello["you"] == {"id": "vwr_1", "name": "小明", "role": "viewer"}
            assert hello["snapshot"]["show"]["slug"] == "tea"
            assert hello["snapshot"]["pins"] == [{"product_id": "prd_1", "pinned_at": NOW - 5000}]
            assert hello["snapshot"]["watching"] == 1
            assert hello["recent"] == []
            host = await house.join("stf_1", role="staff")
            ming.send_json({"t": "danmaku", "id": "c1", "text": " 你好 \n 开播 "})
            ack = await ming.json_of("ack")
            assert ack["id"] == "c1"
            while "danmaku" not in (tick := await host.json_of("tick")):
                pass
            assert tick["danmaku"] == [
                {
                    "id": ack["danmaku_id"],
                    "viewer_id": "vwr_1",
                    "name": "小明",
                    "text": "你好 开播",
                    "at": NOW,
                    "role": "viewer",
                }
            ]
            late = await Client.connect(house.port, address("vwr_2"))
            assert (await late.json())["recent"] == tick["danmaku"]
            for client in (ming, host, late):
                await client.hang_up()

    run(scenario())


def test_events_arrive_in_sequence_and_a_resync_tells_the_whole_truth(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await house.join()
            assert house.hub.publish("shw_1", Stock("prd_1", 4, 2)) == 1
            assert house.hub.publish("shw_1", Pinned(Pin("prd_2", NOW), card("prd_2"))) == 2
            first, second = await client.json_of("ev"), await client.json_of("ev")
            assert (first["seq"], first["e"]["k"], first["e"]["available"]) == (1, "stock", 4)
            assert (second["seq"], second["e"]["k"]) == (2, "pinned")
            client.send_json({"t": "resync"})
            hello = await client.json_of("hello")
            assert (hello["epoch"], hello["seq"]) == (first["epoch"], 2)
            assert [pin["product_id"] for pin in hello["snapshot"]["pins"]] == ["prd_2", "prd_1"]
            await client.hang_up()

    run(scenario())


def test_a_beat_is_told_of_whoever_says_that_the_picture_plays(run: Run) -> None:
    class Beats(RoomListener):
        def __init__(self) -> None:
            self.heard: list[tuple[str, str]] = []

        def on_beat(self, room_id: str, visitor: You) -> None:
            self.heard.append((room_id, visitor.id))

    async def scenario() -> None:
        async with RoomHouse().open() as house:
            beats = Beats()
            house.hub.add_listener(beats)
            client = await house.join()
            for ping in ({"t": "ping"}, {"t": "ping", "watching": True}):
                client.send_json(ping)
                await client.json_of("pong")
            assert beats.heard == [("shw_1", "vwr_1")]
            await client.hang_up()

    run(scenario())


def test_too_many_resyncs_are_answered_later_and_once(run: Run) -> None:
    async def scenario() -> None:
        policy = RoomPolicy(resync_burst=1, resync_rate=10.0)
        async with RoomHouse(policy=policy).open() as house:
            client = await house.join()
            for _ in range(10):
                client.send_json({"t": "resync"})
            client.send_json({"t": "ping"})
            await client.json_of("hello")
            await client.json_of("pong")
            await client.json_of("hello")
            client.send_json({"t": "ping"})
            while (answer := await client.json())["t"] != "pong":
                assert answer["t"] != "hello"
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        (" \n\u200b ", "rooms.empty", {}),
        ("长" * 201, "rooms.too_long", {"max": 200}),
    ],
)
def test_what_cannot_be_said_is_refused_in_the_visitors_language(
    run: Run, text: str, code: str, params: dict[str, int]
) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await house.join()
            client.send_json({"t": "danmaku", "id": "c1", "text": text})
            assert await client.json_of("refused") == {
                "t": "refused",
                "id": "c1",
                "code": code,
                "message": f"zh-CN:{code}:{params}",
            }
            await client.hang_up()

    run(scenario())


def test_two_hundred_characters_are_not_too_long(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await house.join()
            client.send_json({"t": "danmaku", "id": "c1", "text": "长" * 200})
            await client.json_of("ack")
            await client.hang_up()

    run(scenario())


def test_a_burst_is_fine_and_a_flood_of_talk_is_too_fast_in_all_tabs_together(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse(policy=RoomPolicy(say_rate=0.01)).open() as house:
            one, two = await house.join(), await house.join()
            for number in range(5):
                one.send_json({"t": "danmaku", "id": str(number), "text": "hi"})
                await one.json_of("ack")
            two.send_json({"t": "danmaku", "id": "c", "text": "hi"})
            refused = await two.json_of("refused")
            assert refused["code"] == "rooms.too_fast"
            neighbour = await house.join("vwr_2")
            neighbour.send_json({"t": "danmaku", "id": "n", "text": "hi"})
            await neighbour.json_of("ack")
            for client in (one, two, neighbour):
                await client.hang_up()

    run(scenario())


def test_nothing_is_said_in_a_closed_show(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await house.join()
            house.hub.publish("shw_1", ShowChanged("closed"))
            assert (await client.json_of("ev"))["e"] == {"k": "show", "state": "closed"}
            client.send_json({"t": "danmaku", "id": "c1", "text": "hello?"})
            assert (await client.json_of("refused"))["code"] == "rooms.closed"
            await client.hang_up()

    run(scenario())


def test_likes_are_clamped_to_what_thumbs_can_do(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse(policy=RoomPolicy(likes_rate=50.0)).open() as house:
            client = await house.join()
            for count in (3, -5, 0, 10**9):
                client.send_json({"t": "like", "n": count})
            client.send_json({"t": "ping"})
            await client.json_of("pong")
            room = house.hub.room("shw_1")
            assert room is not None
            assert 7 + 3 + 27 <= room.likes <= 7 + 3 + 30
            await client.hang_up()

    run(scenario())


def test_what_is_said_with_the_handshake_is_heard_once_the_room_is_loaded(run: Run) -> None:
    async def scenario() -> None:
        release = asyncio.Event()

        async def slow(room_id: str) -> RoomSnapshot | None:
            await release.wait()
            return load(room_id)

        async with RoomHouse(slow).open() as house:
            early = frame(TEXT, b'{"t":"danmaku","id":"c1","text":"first!"}')
            client = await Client.connect(house.port, address(), glued=early)
            release.set()
            assert (await client.json())["t"] == "hello"
            assert (await client.json_of("ack"))["id"] == "c1"
            await client.hang_up()

    run(scenario())


def test_a_room_is_loaded_once_and_misses_nothing_published_meanwhile(run: Run) -> None:
    async def scenario() -> None:
        release, loads = asyncio.Event(), 0

        async def slow(room_id: str) -> RoomSnapshot | None:
            nonlocal loads
            loads += 1
            await release.wait()
            return load(room_id)

        async with RoomHouse(slow).open() as house:
            clients = [await Client.connect(house.port, address(f"v{n}")) for n in range(5)]
            await until(lambda: loads == 1)
            house.hub.publish("shw_1", Unpinned("prd_1"))
            release.set()
            for client in clients:
                assert (await client.json())["snapshot"]["pins"] == []
                await client.hang_up()
            assert loads == 1

    run(scenario())


def test_a_visitor_who_leaves_while_the_room_is_loaded_is_not_counted(run: Run) -> None:
    async def scenario() -> None:
        release = asyncio.Event()

        async def slow(room_id: str) -> RoomSnapshot | None:
            await release.wait()
            return load(room_id)

        async with RoomHouse(slow).open() as house:
            client = await Client.connect(house.port, address())
            await until(lambda: house.endpoint.connection_count == 1)
            await client.hang_up()
            await until(lambda: house.endpoint.connection_count == 0)
            release.set()
            room = await house.hub.load("shw_1")
            assert room is not None
            assert room.watching == 0

    run(scenario())


def test_a_loader_that_fails_asks_to_come_again(run: Run) -> None:
    async def scenario() -> None:
        async def broken(room_id: str) -> RoomSnapshot | None:
            raise OSError("no database")

        async with RoomHouse(broken).open() as house:
            client = await Client.connect(house.port, address())
            assert await client.close_code() == 1013
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize(
    "path",
    [
        "/ws/rooms/tea",
        "/ws/rooms/tea?ticket=",
        "/ws/rooms/tea?ticket=a.b",
        "/ws/rooms/tea?ticket="
        + TicketSigner(b"k" * 32).issue(
            room="shw_1", subject="v", name="n", role="viewer", language="en", expires_at=NOW
        ),
    ],
)
def test_a_bad_ticket_closes_with_4401(run: Run, path: str) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await Client.connect(house.port, path)
            assert client.status == 101
            assert await client.close_code() == 4401
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize("version", ["2", "0", "", "one"])
def test_a_client_of_another_version_is_told_which_one_is_spoken(run: Run, version: str) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await Client.connect(house.port, f"{address()}&v={version}")
            opcode, payload = await client.frame()
            assert (opcode, int.from_bytes(payload[:2])) == (CLOSE, 4406)
            assert payload[2:] == b"this server speaks 1"
            await client.hang_up()
            same = await Client.connect(house.port, f"{address()}&v=1")
            assert (await same.json())["t"] == "hello"
            await same.hang_up()

    run(scenario())


@pytest.mark.parametrize("path", [address(room="shw_gone"), address(name="another-show")])
def test_no_such_room_closes_with_4404(run: Run, path: str) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await Client.connect(house.port, path)
            assert await client.close_code() == 4404
            await client.hang_up()

    run(scenario())


@pytest.mark.parametrize("path", ["/ws/rooms/", "/ws/rooms/a/b", "/ws/other", "/ws/rooms"])
def test_what_is_no_room_is_404(run: Run, path: str) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            client = await Client.connect(house.port, path)
            assert client.status == 404
            await client.hang_up()

    run(scenario())


def test_garbage_is_borne_for_a_while_and_a_flood_is_not(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse().open() as house:
            odd = await house.join("vwr_1")
            for garbage in (b"", b"{", b"[]", b'{"t":"from the future"}', b'{"t":"like"}'):
                odd.send(garbage)
            odd.send_json({"t": "danmaku", "id": "x" * 65, "text": "long id"})
            odd.send_json({"t": "ping"})
            await odd.json_of("pong")
            for _ in range(30):
                odd.send(b"{")
            assert await odd.close_code() == 1008
            flooding = await house.join("vwr_2")
            for _ in range(200):
                flooding.send_json({"t": "ping"})
            assert await flooding.close_code() == 1008
            await odd.hang_up()
            await flooding.hang_up()

    run(scenario())


def test_threads_publish_in_their_order(run: Run) -> None:
    async def scenario() -> None:
        house = RoomHouse()
        house.hub.publish_threadsafe("shw_1", OrderPaid("before", "prd_1", 1))
        async with house.open():
            client = await house.join()

            def work() -> None:
                for version in range(2, 102):
                    house.hub.publish_threadsafe("shw_1", Stock("prd_1", version, version))

            thread = threading.Thread(target=work)
            thread.start()
            seen = [(await client.json_of("ev"))["e"]["version"] for _ in range(100)]
            thread.join()
            assert seen == list(range(2, 102))
            await client.hang_up()
        house.hub.publish_threadsafe("shw_1", OrderPaid("after", "prd_1", 1))

    run(scenario())


def test_one_slow_reader_neither_fills_memory_nor_slows_the_others(run: Run) -> None:
    async def scenario() -> None:
        policy = RoomPolicy(tick=0.0, say_burst=10**6)
        async with RoomHouse(policy=policy).open() as house:
            slow = await Client.connect(house.port, address("slow"), buffer=4096)
            good = await house.join("good")
            room = house.hub.room("shw_1")
            assert room is not None
            sent = 0
            while house.endpoint.connection_count == 2:
                house.hub.publish("shw_1", OrderPaid("小" * 200, "prd_1", 1))
                sent += 1
                assert (await good.json_of("ev"))["seq"] == sent
                assert sent < 100_000
            assert room.watching == 1
            await slow.hang_up()
            await good.hang_up()

    run(scenario())


def test_the_server_says_1012_and_tells_listeners_the_last_state(run: Run) -> None:
    class Keeper(RoomListener):
        likes: int | None = None

        def on_unload(self, room_id: str, snapshot: RoomSnapshot) -> None:
            self.likes = snapshot.likes

    async def scenario() -> None:
        keeper, house = Keeper(), RoomHouse()
        house.hub.add_listener(keeper)
        async with house.open():
            client = await house.join()
            client.send_json({"t": "like", "n": 2})
            client.send_json({"t": "ping"})
            await client.json_of("pong")
        assert await client.close_code() == 1012
        assert keeper.likes == 9
        await client.hang_up()

    run(scenario())


@pytest.mark.parametrize(("state", "is_kept"), [("closed", False), ("on_air", True)])
def test_an_empty_room_is_forgotten_when_its_show_is_closed(
    run: Run, state: str, is_kept: bool
) -> None:
    async def scenario() -> None:
        hub = RoomHub(
            lambda _id: snapshot(state),
            translate=translate,
            now=lambda: NOW,
            policy=RoomPolicy(unload_after=0.0),
        )
        assert await hub.load("shw_1") is not None
        hub.forget_idle_rooms()
        assert (hub.room("shw_1") is not None) == is_kept

    run(scenario())


def test_a_snapshot_is_given_without_opening_a_room(run: Run) -> None:
    async def scenario() -> None:
        hub = RoomHub(load, translate=translate, now=lambda: NOW)
        assert await hub.snapshot("shw_1") == snapshot()
        assert await hub.snapshot("shw_gone") is None
        assert hub.room("shw_1") is None
        await hub.load("shw_1")
        hub.publish("shw_1", Stock("prd_1", 1, 2))
        now = await hub.snapshot("shw_1")
        assert now is not None
        assert now.products[0].available == 1

    run(scenario())
