"""What looks as if no person did it is kept for review, once in a while."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from kaibo.kernel.clock import FixedClock
from kaibo.modules.identity.contracts import Role as StaffRole
from kaibo.modules.rooms.frames import Danmaku, RoomSnapshot
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.listeners import RoomListener
from kaibo.modules.rooms.signal_keeper import SignalKeeper
from kaibo.modules.rooms.signals import Signal, SignalKind, network_of
from kaibo.modules.rooms.sockets import RoomSocket
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from kaibo.platform.realtime.tickets import Role
from tests.support.house import Shop
from tests.support.loops import Run
from tests.support.room_house import RoomHouse, address, load
from tests.support.sockets import Client, until


class Book:
    """A keeper that writes here."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        self.fails = 0
        self.entries: list[TimelineEntry] = []
        self.keeper = SignalKeeper(self.store, now=lambda: 5, steady=self.clock.steady)

    async def store(self, entries: list[TimelineEntry]) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError
        self.entries += entries

    def told(self, act: Callable[[], object]) -> list[TimelineEntry]:
        async def scenario() -> None:
            act()
            await self.keeper.stop()

        self.entries = []
        asyncio.run(scenario())
        return self.entries

    def says(self, viewer_id: str, text: str, role: Role = "viewer") -> None:
        self.keeper.on_danmaku("shw_1", Danmaku("d", viewer_id, "n", text, 5, role))


FAST = Signal(SignalKind.LIKES_TOO_FAST, "vwr_1", {"network": "203.0.113.0/24"})


def test_the_same_of_the_same_viewer_is_told_once_in_ten_minutes() -> None:
    book = Book()

    def tell() -> None:
        for _ in range(3):
            book.keeper.on_signal("shw_1", FAST)

    told = book.told(tell)
    assert told == [
        TimelineEntry(
            "shw_1",
            5,
            EntryKind.SIGNAL,
            "vwr_1",
            {"signal": "likes_too_fast", "network": "203.0.113.0/24"},
        )
    ]
    assert not book.told(lambda: book.keeper.on_signal("shw_1", FAST))
    assert len(book.told(lambda: book.keeper.on_signal("shw_2", FAST))) == 1


def test_a_clock_that_is_set_makes_no_signal_new_and_keeps_none_back() -> None:
    book = Book()
    tell = partial(book.keeper.on_signal, "shw_1", FAST)
    assert len(book.told(tell)) == 1
    for hours in (1, -2):
        book.clock.step(timedelta(hours=hours))
        assert not book.told(tell)
    book.clock.advance(timedelta(minutes=10))
    assert len(book.told(tell)) == 1


def test_a_line_that_many_say_is_told_of_each_and_a_short_one_of_nobody() -> None:
    book = Book()
    text = "加我微信领优惠券 12345"

    def say() -> None:
        for number in range(5):
            book.says(f"vwr_{number}", text)
            book.says(f"vwr_{number}", "666")
            book.says(f"stf_{number}", text + "!", "staff")
        for _ in range(9):
            book.says("vwr_7", text + "?")

    told = book.told(say)
    assert sorted(entry.subject for entry in told) == [f"vwr_{number}" for number in range(5)]
    assert told[0].data == {"signal": "same_text", "text": text, "viewers": 5}


def test_what_could_not_be_written_waits() -> None:
    book = Book()
    book.fails = 1
    assert not book.told(lambda: book.keeper.on_signal("shw_1", FAST))
    assert len(book.told(lambda: None)) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("unix", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(address: str, network: str) -> None:
    assert network_of(address) == network


class Ears(RoomListener):
    """Hears signals."""

    def __init__(self, hub: RoomHub) -> None:
        self.heard: list[tuple[str, str]] = []
        hub.add_listener(self)

    def on_signal(self, room_id: str, signal: Signal) -> None:
        assert room_id == "shw_1"
        self.heard.append((signal.kind.value, signal.viewer_id))


def test_more_viewers_on_a_device_than_a_household_are_let_in_and_told(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse(policy=RoomPolicy(device_people=2)).open() as house:
            ears = Ears(house.hub)
            clients = [await house.join(f"vwr_{n}", device="dev_1") for n in range(3)]
            assert ears.heard == [("many_on_device", "vwr_2")]
            await hang_up(clients)

    run(scenario())


def test_a_device_with_too_many_sockets_is_sent_away(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse(policy=RoomPolicy(device_sockets=2)).open() as house:
            ears = Ears(house.hub)
            clients = [await house.join("vwr_1", device="dev_1") for _ in range(2)]
            third = await Client.connect(house.port, address("vwr_1", device="dev_1"))
            assert await third.close_code() == 1008
            await third.hang_up()
            assert ears.heard == [("many_sockets", "vwr_1")]
            await hang_up(clients)

    run(scenario())


def test_viewers_of_one_device_speak_within_its_limit(run: Run) -> None:
    async def scenario() -> None:
        policy = RoomPolicy(device_say_burst=2, device_say_rate=0.01)
        async with RoomHouse(policy=policy).open() as house:
            clients = [await house.join(f"vwr_{n}", device="dev_1") for n in range(3)]
            for client in clients:
                client.send_json({"t": "danmaku", "id": "c", "text": "hello"})
            answers = [await answer(client) for client in clients]
            assert answers[:2] == ["ack", "ack"]
            assert answers[2] == "rooms.too_fast"
            await hang_up(clients)

    run(scenario())


def test_staff_are_under_no_such_limit(run: Run) -> None:
    async def scenario() -> None:
        policy = RoomPolicy(device_say_burst=1, device_say_rate=0.01, device_sockets=1)
        async with RoomHouse(policy=policy).open() as house:
            clients = [await house.join(f"stf_{n}", role="staff", device="dev_1") for n in range(2)]
            for client in clients:
                client.send_json({"t": "danmaku", "id": "c", "text": "hello"})
            assert [await answer(client) for client in clients] == ["ack", "ack"]
            await hang_up(clients)

    run(scenario())


def test_who_floods_is_told_of(run: Run) -> None:
    async def scenario() -> None:
        async with RoomHouse(policy=RoomPolicy(frames_burst=3, frames_rate=0.01)).open() as house:
            ears = Ears(house.hub)
            client = await house.join("vwr_1")
            for _ in range(4):
                client.send_json({"t": "ping"})
            assert await client.close_code() == 1008
            assert ears.heard == [("flooding", "vwr_1")]
            await client.hang_up()

    run(scenario())


def test_who_floods_before_the_room_is_loaded_is_told_of_when_it_is(run: Run) -> None:
    loaded = asyncio.Event()

    async def load_late(room_id: str) -> RoomSnapshot | None:
        await loaded.wait()
        return load(room_id)

    async def scenario() -> None:
        async with RoomHouse(load_late).open() as house:
            ears = Ears(house.hub)
            client = await Client.connect(house.port, address("vwr_1"))
            for _ in range(17):
                client.send_json({"t": "ping"})
            assert await client.close_code() == 1008
            await client.hang_up()
            await until(lambda: house.endpoint.connection_count == 0)
            loaded.set()
            await until(lambda: ears.heard == [("flooding", "vwr_1")])

    run(scenario())


class SocketClock:
    """What sockets take for the time; passes when the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = 0.0
        self._began: float | None = None
        monkeypatch.setattr(RoomSocket, "_now", staticmethod(self._now))

    def _now(self) -> float:
        if self._began is None:
            # The room's own time goes on meanwhile; ours must not lie before it.
            self._began = asyncio.get_running_loop().time() + 60.0
        return self._began + self.passed

    async def like_for(self, client: Client, seconds: int) -> None:
        """Like as nobody can, once a second."""
        for _ in range(seconds):
            self.passed += 1.0
            client.send_json({"t": "like", "n": 30})
            client.send_json({"t": "ping"})
            await client.json_of("pong")


def test_likes_beyond_a_thumbs_rate_for_ten_seconds_are_told_of(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SocketClock(monkeypatch)

    async def scenario() -> None:
        async with RoomHouse().open() as house:
            ears = Ears(house.hub)
            client = await house.join("vwr_1")
            # The first second's are within what is allowed at once.
            await clock.like_for(client, 11)
            assert ears.heard == []
            await clock.like_for(client, 1)
            assert ears.heard == [("likes_too_fast", "vwr_1")]
            await client.hang_up()

    run(scenario())


def test_a_pause_makes_likes_a_joke_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SocketClock(monkeypatch)

    async def scenario() -> None:
        async with RoomHouse().open() as house:
            ears = Ears(house.hub)
            client = await house.join("vwr_1")
            for _ in range(3):
                await clock.like_for(client, 9)
                clock.passed += 2.5
            assert ears.heard == []
            await client.hang_up()

    run(scenario())


def test_an_address_that_says_more_than_a_crowd_is_told_of_and_a_device_is_not(run: Run) -> None:
    async def scenario() -> None:
        policy = RoomPolicy(
            address_say_burst=3, address_say_rate=0.01, device_say_burst=2, device_say_rate=0.01
        )
        async with RoomHouse(policy=policy).open() as house:
            ears = Ears(house.hub)
            one, other = [await house.join(f"vwr_{n}", device=f"dev_{n}") for n in range(2)]
            for client, expected in (
                (one, "ack"),
                (one, "ack"),
                (one, "rooms.too_fast"),
                (other, "ack"),
            ):
                client.send_json({"t": "danmaku", "id": "c", "text": "hello"})
                assert await answer(client) == expected
            assert ears.heard == []
            other.send_json({"t": "danmaku", "id": "c", "text": "hello"})
            assert await answer(other) == "rooms.too_fast"
            assert ears.heard == [("address_busy", "vwr_1")]
            await hang_up([one, other])

    run(scenario())


async def answer(client: Client) -> str:
    while True:
        frame = await client.json()
        if frame["t"] == "ack":
            return "ack"
        if frame["t"] == "refused":
            return str(frame["code"])


async def hang_up(clients: list[Client]) -> None:
    for client in clients:
        await client.hang_up()


def test_staff_read_signals_on_the_shows_timeline(shop: Shop) -> None:
    house = shop.house
    keeper = house.context.port(SignalKeeper)

    async def tell() -> None:
        keeper.on_signal(shop.show.id, FAST)
        await keeper.stop()

    house.await_(tell())
    page = shop.owner.get(f"/shows/{shop.show.id}/timeline?kind=signal").json()
    assert [(entry["subject"], entry["data"]["signal"]) for entry in page["items"]] == [
        ("vwr_1", "likes_too_fast")
    ]


def test_signals_stay_hidden_on_the_timeline_from_who_may_see_nobodys_words(shop: Shop) -> None:
    house = shop.house
    keeper = house.context.port(SignalKeeper)

    async def tell() -> None:
        keeper.on_signal(shop.show.id, FAST)
        await keeper.stop()

    house.await_(tell())
    analyst, path = house.staff(StaffRole.ANALYST), f"/shows/{shop.show.id}/timeline"
    told = {entry["kind"] for entry in analyst.get(path).json()["items"]}
    assert told
    assert "signal" not in told
    refused = analyst.get(f"{path}?kind=signal")
    assert (refused.status_code, refused.json()["scope"]) == (403, "rooms:review")
    assert house.staff(StaffRole.COMPLIANCE).get(f"{path}?kind=signal").json()["items"]


def test_staff_list_signals_newest_first_by_kind_and_page_by_page(shop: Shop) -> None:
    house, viewer = shop.house, shop.house.viewer("小明")
    keeper = house.context.port(SignalKeeper)
    same: dict[str, str | int] = {"text": "加我微信领优惠券", "viewers": 5}

    async def tell() -> None:
        for number in range(3):
            keeper.on_signal(shop.show.id, Signal(SignalKind.FLOODING, f"vwr_{number}", {}))
        keeper.on_signal(shop.show.id, Signal(SignalKind.SAME_TEXT, viewer.id, same))
        keeper.on_signal(shop.show.id, FAST)
        await keeper.stop()

    house.await_(tell())
    path = f"/shows/{shop.show.slug}/signals"
    pages, cursor = [], ""
    while cursor is not None:
        page = shop.owner.get(f"{path}?limit=2{cursor and f'&cursor={cursor}'}").json()
        pages.append([(line["signal"], line["viewer_id"]) for line in page["items"]])
        cursor = page["next_cursor"]
    assert pages == [
        [("likes_too_fast", "vwr_1"), ("same_text", viewer.id)],
        [("flooding", "vwr_2"), ("flooding", "vwr_1")],
        [("flooding", "vwr_0")],
    ]
    (line,) = shop.owner.get(f"{path}?kind=same_text").json()["items"]
    told = (line["name"], line["text"], line["viewers"], line["network"])
    assert told == ("小明", "加我微信领优惠券", 5, "")
    (line,) = shop.owner.get(f"{path}?kind=likes_too_fast").json()["items"]
    assert (line["name"], line["network"]) == (None, "203.0.113.0/24")
    assert shop.owner.get(f"{path}?kind=many_sockets").json()["items"] == []
    assert shop.owner.get(f"{path}?kind=made_up").status_code == 422


def test_a_browser_is_known_again_by_a_cookie_that_cannot_be_made_up(shop: Shop) -> None:
    viewer = shop.house.viewer()
    answer = viewer.post(f"/rooms/{shop.show.id}/tickets")
    assert "kaibo_device=" in answer.headers["set-cookie"]
    cookie = answer.headers["set-cookie"].partition(";")[0]
    again = viewer.post(f"/rooms/{shop.show.id}/tickets", cookie=cookie)
    assert "set-cookie" not in again.headers
    forged = viewer.post(f"/rooms/{shop.show.id}/tickets", cookie="kaibo_device=dev_1.made-up")
    assert "kaibo_device=" in forged.headers["set-cookie"]
