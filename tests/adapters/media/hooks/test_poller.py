"""Asking servers what they carry, with one that says what the test wants."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from kaibo.adapters.media.hooks.poller import Poller
from kaibo.adapters.media.hooks.servers import HookedServer, HookedServers
from kaibo.modules.media.contracts import Playable, StreamHealth, VideoInfo
from kaibo.modules.media.ports import CarriedStream, ExternalServer, PushAddress
from tests.support.hooked import Hooked
from tests.support.house import Shop
from tests.support.studio import Studio

VIDEO = VideoInfo("H264", 1280, 720, 30.0)


@dataclass
class FakeServer:
    """An external server that carries what it is told to."""

    carried: list[CarriedStream] = field(default_factory=list)
    kicked: list[str] = field(default_factory=list)
    refuses_to_kick: bool = False
    asked_playable: int = 0
    playable: bool = True
    silent: bool = False
    looks: int = 0
    looked_twice: asyncio.Event = field(default_factory=asyncio.Event)

    def carry(self, name: str, received: int, counted_every_s: float = 1.0) -> None:
        """Carry one input, of which so much has come."""
        health = StreamHealth(video_kbps=2500, received_bytes=received)
        self.carried = [CarriedStream(name, health, Playable(VIDEO, None), counted_every_s)]

    async def push_address(self, name: str, key: str) -> PushAddress | None:
        return None

    async def streams(self) -> Sequence[CarriedStream]:
        self.looks += 1
        if self.looks == 2:
            self.looked_twice.set()
        if self.silent:
            raise OSError("nobody there")
        return self.carried

    async def kick(self, name: str) -> None:
        if self.refuses_to_kick:
            raise OSError("no")
        self.kicked.append(name)

    async def is_playable(self, name: str) -> bool:
        self.asked_playable += 1
        return self.playable

    async def close(self) -> None:
        """Hold nothing."""


class Watched(Hooked):
    """A show on a server that core asks; `look` is what happens each second."""

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop, "srs")
        self.server = FakeServer()
        asked: ExternalServer = self.server
        servers = shop.house.context.port(HookedServers)
        for kind, hooked in list(servers.items()):
            servers[kind] = HookedServer(
                hooked.settings, hooked.dialect, asked if kind == "srs" else None, hooked.desk
            )
        self.poller = Poller(shop.house.context)
        self.studio = Studio(shop, "srs")

    def look(self) -> None:
        self.shop.house.await_(self.poller.look("srs"))

    def state(self) -> str:
        state: str = self.studio.status()["state"]
        return state


@pytest.fixture
def watched(hooked_shop: Shop) -> Watched:
    return Watched(hooked_shop)


def test_what_nobody_allowed_is_sent_away_after_two_looks(watched: Watched) -> None:
    watched.server.carry("shw_stranger", 1)
    watched.look()
    assert watched.server.kicked == []  # its webhook may be on its way
    watched.look()
    assert watched.server.kicked == ["shw_stranger"]


def test_a_stranger_that_cannot_be_sent_away_does_not_hide_the_others(watched: Watched) -> None:
    watched.publish()
    stranger = CarriedStream("shw_stranger", StreamHealth())
    watched.server.carry(watched.show, 1)
    watched.server.carried = [stranger, *watched.server.carried]
    watched.server.refuses_to_kick = True
    watched.look()
    watched.look()
    assert watched.state() == "stalled"  # it was looked at, too


def test_a_stream_whose_webhook_came_between_two_looks_stays(watched: Watched) -> None:
    watched.server.carry(watched.show, 1)
    watched.look()
    watched.publish()
    watched.look()
    watched.look()
    assert watched.server.kicked == []


def test_a_stream_can_be_watched_once_the_server_says_so_and_is_told_once(
    watched: Watched,
) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1)
    watched.server.playable = False
    watched.look()
    assert watched.state() == "connecting"
    watched.server.playable = True
    watched.server.carry(watched.show, 2)
    watched.look()
    assert watched.state() == "live"
    now = watched.studio.status()
    assert (now["video"]["width"], now["health"]["video_kbps"]) == (1280, 2500)
    asked = watched.server.asked_playable
    watched.server.carry(watched.show, 3)
    watched.look()
    assert watched.server.asked_playable == asked
    assert watched.studio.program()[0] == "main"


def test_an_input_that_falls_silent_stalls_and_flows_again(watched: Watched) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1000)
    watched.look()
    watched.look()
    assert watched.state() == "stalled"
    watched.server.carry(watched.show, 2000)
    watched.look()
    assert watched.state() == "live"


def test_a_server_that_counts_seldom_is_not_thought_silent_in_between(watched: Watched) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1000, counted_every_s=4.0)
    for _ in range(4):
        watched.look()
    assert watched.state() == "live"
    watched.look()
    assert watched.state() == "stalled"


def test_a_server_that_counts_no_bytes_is_never_thought_silent(watched: Watched) -> None:
    watched.publish()
    watched.server.carry(watched.show, 0)
    for _ in range(5):
        watched.look()
    assert watched.state() == "live"


def test_what_is_missing_twice_has_ended(watched: Watched) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1)
    watched.look()
    watched.server.carried = []
    watched.look()
    assert watched.running() is not None
    watched.look()
    assert watched.running() is None
    assert watched.studio.status()["last_refusal"]["reason"] == "connection_lost"
    assert watched.publish(client="2")


def test_the_backup_takes_over_when_the_main_input_is_gone(watched: Watched) -> None:
    backup = f"{watched.show}-backup"
    watched.publish()
    watched.publish(watched.backup_key, name=backup, client="2")
    health = StreamHealth(received_bytes=1)
    watched.server.carried = [CarriedStream(watched.show, health), CarriedStream(backup, health)]
    watched.look()
    assert watched.studio.program()[0] == "main"
    watched.server.carried = [CarriedStream(backup, StreamHealth(received_bytes=2))]
    watched.look()
    watched.look()
    assert watched.studio.program() == ("backup", watched.running(backup), True)


def test_a_silent_server_decides_nothing_and_the_watchdog_ends_it_after_ten_seconds(
    watched: Watched,
) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1)
    watched.look()
    watched.server.silent = True
    for _ in range(10):
        watched.shop.house.pass_time(seconds=1)
        watched.look()
        watched.studio.watch()
    assert watched.running() is not None
    watched.shop.house.pass_time(seconds=1)
    watched.look()
    watched.studio.watch()
    assert watched.running() is None


def test_a_stream_that_goes_on_over_a_short_silence_stays(watched: Watched) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1)
    watched.look()
    watched.server.silent = True
    watched.look()
    watched.look()
    watched.server.silent = False
    watched.server.carry(watched.show, 2)
    watched.look()
    watched.look()
    assert watched.running() is not None
    assert watched.server.kicked == []


def test_when_the_show_ends_its_encoder_is_sent_away(watched: Watched) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1)
    watched.look()
    watched.shop.owner.post(f"/shows/{watched.show}/end")
    watched.look()
    watched.look()
    assert watched.server.kicked == [watched.show]


def test_the_poller_asks_by_itself_and_stops(watched: Watched) -> None:
    watched.publish()
    watched.server.carry(watched.show, 1)

    async def a_while() -> None:
        watched.poller.start()
        await asyncio.wait_for(watched.server.looked_twice.wait(), 20)
        await watched.poller.stop()

    watched.shop.house.await_(a_while())
    assert watched.state() == "live"
