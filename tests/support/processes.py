"""Core and gateways as they are really run: processes of their own, for real sockets."""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from kaibo.apps.gateway.wiring import link_of
from kaibo.modules.rooms.frames import RoomSnapshot
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.link.core import CoreEnd
from kaibo.platform.auth.secrets import SecretKey
from kaibo.platform.realtime import TicketSigner
from kaibo.platform.settings import Settings
from tests.support.fleet import Ears, translate
from tests.support.network import free_port
from tests.support.repository import ROOT
from tests.support.rooms import snapshot
from tests.support.sockets import Client

STARTING_S = 90
SECRET = "s" * 40
KEY = SecretKey(SECRET.encode())


def now_ms() -> int:
    """Give the time as tickets have it."""
    return time.time_ns() // 1_000_000


class SocketProcess:
    """A process that lets visitors in; `room` is the id and the slug of its show."""

    def __init__(self, *command: str, room: tuple[str, str], **settings: str) -> None:
        self.port = free_port()
        self._room = room
        told = {
            "secret": SECRET,
            "host": "127.0.0.1",
            "port": str(self.port),
            "language": "en",
            **settings,
        }
        env = {f"KAIBO_{name.upper()}": value for name, value in told.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=os.environ | env | {"PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    async def ready(self) -> None:
        """Wait until it says that it is ready."""
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
        room_id, slug = self._room
        ticket = TicketSigner(KEY.derive("room-ticket")).issue(
            room=room_id,
            subject=subject,
            name=subject,
            role="viewer",
            language="en",
            expires_at=now_ms() + 60_000,
        )
        return f"/ws/rooms/{slug}?ticket={ticket}"

    async def join(self, subject: str) -> Client:
        """Enter the room."""
        client = await Client.connect(self.port, self.path(subject))
        client.hello = await client.json_of("hello")
        return client

    def resident_bytes(self) -> int:
        """Give what it holds in memory."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    async def ended(self) -> int:
        """Wait until it has ended by itself, and give its status."""
        return await asyncio.to_thread(self.process.wait, 20)

    def end(self) -> None:
        """Kill what is left of it."""
        self.process.kill()
        self.process.wait()


class GatewayProcess(SocketProcess):
    """`kaibo serve --role gateway`; ready when it hears the core."""

    def __init__(
        self, redis_url: str, folder: Path, room: tuple[str, str] = ("shw_1", "tea")
    ) -> None:
        super().__init__(
            "kaibo.apps.cli",
            *("serve", "--role", "gateway"),
            room=room,
            redis_url=redis_url,
            data=str(folder / "nothing"),
        )


class CoreProcess(SocketProcess):
    """The core of an installation that is set up, with its own listener."""

    def __init__(self, database_url: str, data: Path, room: tuple[str, str]) -> None:
        super().__init__("kaibo.apps.api", room=room, database_url=database_url, data=str(data))


class LinkedCore:
    """The core's rooms in the test's own process, for gateways that are real ones."""

    def __init__(self, redis_url: str) -> None:
        self.hub = RoomHub(self._load, translate=translate, now=now_ms)
        self.end = CoreEnd(self.hub, link_of(Settings(redis_url=redis_url), KEY))
        self.ears = Ears()
        self.hub.add_listener(self.ears)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["LinkedCore"]:
        """Run it."""
        self.hub.start()
        self.end.start()
        try:
            yield self
        finally:
            await self.end.stop()
            await self.hub.stop()

    async def _load(self, room_id: str) -> RoomSnapshot | None:
        return snapshot() if room_id == "shw_1" else None
