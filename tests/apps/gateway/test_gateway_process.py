"""`kaibo serve --role gateway` as it is really run: processes, signals, kill -9."""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import cast

import httpx
import pytest
from pydantic import SecretStr

from kaibo.apps.gateway.process import pages
from kaibo.apps.gateway.wiring import build_gateway, link_of
from kaibo.modules.rooms.frames import RoomSnapshot, Stock
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.link.core import CoreEnd
from kaibo.platform.auth.secrets import SecretKey
from kaibo.platform.realtime import TicketSigner
from kaibo.platform.settings import Settings
from tests.support.command import Kaibo
from tests.support.fleet import Ears, go, translate
from tests.support.network import free_port
from tests.support.repository import ROOT
from tests.support.rooms import snapshot
from tests.support.sockets import Client, handshake, until

pytestmark = [pytest.mark.redis]
STARTING_S = 90

SECRET = "s" * 40
KEY = SecretKey(SECRET.encode())


class Core:
    """The core's rooms in the test's own process, for gateways that are real ones."""

    def __init__(self, redis_url: str) -> None:
        self.hub = RoomHub(self._load, translate=translate, now=_now)
        self.end = CoreEnd(self.hub, link_of(Settings(redis_url=redis_url), KEY))
        self.ears = Ears()
        self.hub.add_listener(self.ears)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["Core"]:
        self.hub.start()
        self.end.start()
        try:
            yield self
        finally:
            await self.end.stop()
            await self.hub.stop()

    async def _load(self, room_id: str) -> RoomSnapshot | None:
        return snapshot() if room_id == "shw_1" else None


class Process:
    """A gateway in a process of its own."""

    def __init__(self, redis_url: str, folder: Path) -> None:
        self.port = free_port()
        env = os.environ | {
            "KAIBO_REDIS_URL": redis_url,
            "KAIBO_SECRET": SECRET,
            "KAIBO_HOST": "127.0.0.1",
            "KAIBO_PORT": str(self.port),
            "KAIBO_DATA": str(folder / "nothing"),
            "KAIBO_LANGUAGE": "en",
            "PYTHONPATH": str(ROOT / "src"),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kaibo.apps.cli", "serve", "--role", "gateway"],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    async def ready(self) -> None:
        """Wait until it hears the core."""
        async with httpx.AsyncClient(trust_env=False) as client:
            async with asyncio.timeout(STARTING_S):
                while True:
                    with contextlib.suppress(httpx.TransportError):
                        answer = await client.get(f"http://127.0.0.1:{self.port}/readyz")
                        if answer.status_code == 200:
                            return
                    assert self.process.poll() is None
                    await asyncio.sleep(0.05)

    def path(self, subject: str) -> str:
        """Give the room's address with a ticket."""
        ticket = TicketSigner(KEY.derive("room-ticket")).issue(
            room="shw_1",
            subject=subject,
            name=subject,
            role="viewer",
            language="en",
            expires_at=_now() + 60_000,
        )
        return f"/ws/rooms/tea?ticket={ticket}"

    async def join(self, subject: str) -> Client:
        """Enter the room."""
        client = await Client.connect(self.port, self.path(subject))
        client.hello = await client.json_of("hello")
        return client

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    async def ended(self) -> int:
        return await asyncio.to_thread(self.process.wait, 20)


def _now() -> int:
    return time.time_ns() // 1_000_000


@pytest.mark.long(seconds=20)
@pytest.mark.timeout(300)
def test_a_gateway_is_killed_and_its_viewers_come_back_at_another_while_nobody_else_notices(
    redis_url: str, tmp_path: Path
) -> None:
    processes = [Process(redis_url, tmp_path) for _ in range(2)]
    doomed, other = processes

    async def scenario() -> None:
        async with Core(redis_url).open() as core:
            for process in processes:
                await process.ready()
            moving, leaving = await doomed.join("vwr_1"), await doomed.join("vwr_2")
            staying = await other.join("vwr_3")
            room = core.hub.room("shw_1")
            assert room is not None
            await until(lambda: room.watching == 3)
            core.hub.publish("shw_1", Stock("prd_1", 4, 2))
            for client in (moving, leaving, staying):
                assert (await client.json_of("ev"))["seq"] == 1

            doomed.signal(signal.SIGKILL)
            assert await moving.is_gone()
            core.hub.publish("shw_1", Stock("prd_1", 3, 3))
            assert (await staying.json_of("ev"))["seq"] == 2
            back = await other.join("vwr_1")
            assert (back.hello["epoch"], back.hello["seq"]) == (room.epoch, 2)
            assert back.hello["snapshot"]["products"][0]["available"] == 3
            killed_at = asyncio.get_running_loop().time()
            back.send_json({"t": "danmaku", "id": "c", "text": "back again"})
            await back.json_of("ack")
            core.end.forget_silent_gateways(killed_at)
            assert room.watching == 2
            assert "vwr_1 left" not in core.ears.told
            assert "vwr_2 left" in core.ears.told

            while "danmaku" not in (frame := await staying.json()):
                assert frame["t"] == "tick"

            other.signal(signal.SIGTERM)
            assert await staying.close_code() == 1012
            assert await other.ended() == 0
            await until(lambda: room.watching == 0)
            for client in (moving, leaving, staying, back):
                await client.hang_up()

    try:
        go(scenario())
    finally:
        for process in processes:
            process.process.kill()
            process.process.wait()


class Seat(asyncio.Protocol):
    """One of many: counts what it is sent, in as little memory as may be."""

    __slots__ = ("_rest", "_transport", "hello", "opened", "seen")

    def __init__(self, path: str, opened: Callable[[], None]) -> None:
        self.hello = -1
        self.seen: list[int] = []
        self.opened = opened
        self._rest = handshake(path)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._rest)
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if self.hello < 0 and self._rest.startswith(b"HTTP"):
            head, found, rest = self._rest.partition(b"\r\n\r\n")
            if not found:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._rest = rest
        while len(self._rest) >= 4:
            size, start = self._rest[1], 2
            if size == 126:
                size, start = int.from_bytes(self._rest[2:4]), 4
            if len(self._rest) < start + size:
                return
            payload, self._rest = self._rest[start : start + size], self._rest[start + size :]
            self._take(payload)

    def _take(self, payload: bytes) -> None:
        if payload.startswith(b'{"t":"hello"'):
            assert self.hello < 0
            self.hello = json.loads(payload)["seq"]
            self.opened()
        elif payload.startswith(b'{"t":"ev"'):
            self.seen.append(json.loads(payload)["seq"])

    def abort(self) -> None:
        self._transport.abort()


def resident_bytes(pid: int) -> int:
    """What a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def crowd(process: Process, count: int, at_once: int = 200) -> list[Seat]:
    """Have so many enter, each a viewer of their own, as fast as they are let in."""
    loop, seats = asyncio.get_running_loop(), list[Seat]()
    paths = (process.path(f"vwr_{number}") for number in range(count))

    async def enter_some() -> None:
        for path in paths:
            inside = asyncio.Event()
            seat = Seat(path, inside.set)
            seats.append(seat)
            await loop.create_connection(lambda seat=seat: seat, "127.0.0.1", process.port)  # type: ignore[misc] # mypy: defaults of lambdas
            await inside.wait()

    await asyncio.gather(*(enter_some() for _ in range(at_once)))
    return seats


@pytest.mark.long(seconds=60)
@pytest.mark.timeout(300)
def test_ten_thousand_come_at_once_and_nobody_misses_anything_or_waits(
    redis_url: str, tmp_path: Path
) -> None:
    process = Process(redis_url, tmp_path)
    waits: list[float] = []

    async def ask(early: Client) -> None:
        loop = asyncio.get_running_loop()
        while True:
            asked_at = loop.time()
            early.send_json({"t": "ping"})
            await early.json_of("pong")
            waits.append(loop.time() - asked_at)
            await asyncio.sleep(0.1)

    async def publish(core: Core) -> None:
        for version in itertools.count(2):
            core.hub.publish("shw_1", Stock("prd_1", version, version))
            await asyncio.sleep(1.0)

    async def scenario() -> None:
        async with Core(redis_url).open() as core:
            await process.ready()
            early = await process.join("early")
            room = core.hub.room("shw_1")
            assert room is not None
            before, began = resident_bytes(process.process.pid), time.monotonic()
            busy = [asyncio.create_task(ask(early)), asyncio.create_task(publish(core))]
            seats = await crowd(process, 10_000)
            took = time.monotonic() - began
            each = (resident_bytes(process.process.pid) - before) / len(seats)
            await until(lambda: room.watching == 10_001, 30)
            for work in busy:
                work.cancel()
            last = room.seq
            await until(lambda: all((seat.seen or [seat.hello])[-1] == last for seat in seats), 30)
            assert all(seat.seen == list(range(seat.hello + 1, last + 1)) for seat in seats)
            worst = max(waits)
            print(  # noqa: T201 -- figures for who runs it
                f"\n10,000 came in {took:.1f} s; {each / 1024:.1f} KB each;"
                f" one who was there waited {worst * 1000:.0f} ms at most,"
                f" {sorted(waits)[len(waits) // 2] * 1000:.0f} ms in the middle"
            )
            assert took < 60
            assert worst < 2
            assert each <= 12 * 1024
            for seat in seats:
                seat.abort()
            await until(lambda: room.watching == 1, 30)
            await early.hang_up()

    try:
        go(scenario())
    finally:
        process.process.kill()
        process.process.wait()


def test_a_gateway_tells_how_it_is(redis_url: str) -> None:
    settings = Settings(redis_url=redis_url, secret=SecretStr(SECRET))

    async def scenario() -> None:
        made = pages(build_gateway(settings))
        assert made["/healthz"]().status == 200
        assert made["/readyz"]().status == 503
        assert b"kaibo_gateway_core_heard" in made["/metrics"]().body

    go(scenario())


def test_a_gateway_carries_nothing_of_the_shop() -> None:
    look = "import sys, kaibo.apps.gateway.__main__; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "kaibo.modules.rooms.link.gateway" in loaded
    assert not {"sqlalchemy", "fastapi", "av", "aiortc", "kaibo.apps.wiring"} & set(loaded)


@pytest.mark.parametrize(
    ("given", "missing"),
    [({}, "KAIBO_REDIS_URL"), ({"kaibo_redis_url": "redis://127.0.0.1:1"}, "KAIBO_SECRET")],
)
def test_a_gateway_says_what_it_lacks(kaibo: Kaibo, given: dict[str, str], missing: str) -> None:
    done = kaibo("serve", "--role", "gateway", **given)
    assert done.status == 1
    assert missing in done.output
    assert not (kaibo.data / "secret.key").exists()
