"""A room hub behind a real server, and the way in."""

import contextlib
from collections.abc import AsyncIterator

from kaibo.modules.rooms.frames import RoomSnapshot
from kaibo.modules.rooms.hub import Loader, RoomHub
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.platform.realtime import RealtimeEndpoint, TicketSigner
from kaibo.platform.realtime.tickets import Role
from tests.support.rooms import NOW, snapshot
from tests.support.sockets import Client, serving

SIGNER = TicketSigner(b"k" * 32)


def translate(code: str, language: str, **params: object) -> str:
    """Return a text that shows what it was made of."""
    return f"{language}:{code}:{params}"


def load(room_id: str) -> RoomSnapshot | None:
    """Return the one show that there is."""
    return snapshot() if room_id == "shw_1" else None


def address(
    subject: str = "vwr_1",
    *,
    room: str = "shw_1",
    name: str = "tea",
    role: Role = "viewer",
    device: str = "",
) -> str:
    """Return where the holder of a fresh ticket opens a socket."""
    ticket = SIGNER.issue(
        room=room,
        subject=subject,
        name="小明",
        role=role,
        language="zh-CN",
        expires_at=NOW + 1,
        device=device,
    )
    return f"/ws/rooms/{name}?ticket={ticket}"


class RoomHouse:
    """A hub, its endpoint and the port that serves them."""

    def __init__(self, loader: Loader = load, policy: RoomPolicy | None = None) -> None:
        self.hub = RoomHub(loader, translate=translate, now=lambda: NOW, policy=policy)
        self.endpoint = RealtimeEndpoint(self.hub.resolver(SIGNER))
        self.port = 0

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["RoomHouse"]:
        """Serve until the block ends."""
        self.hub.start()
        async with serving(self.endpoint) as self.port:
            yield self
        await self.hub.stop()

    async def join(
        self, subject: str = "vwr_1", *, role: Role = "viewer", device: str = ""
    ) -> Client:
        """Enter, and be greeted."""
        client = await Client.connect(self.port, address(subject, role=role, device=device))
        hello = await client.json()
        assert hello["t"] == "hello"
        return client
