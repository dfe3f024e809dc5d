"""A core and two gateways in one event loop, to be visited by real sockets.

The same tests run three ways: with the core alone (both places are its own port), with gateways
linked inside the process, and with gateways linked by Redis. A viewer cannot tell which it is.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import uvloop

from kaibo.adapters.rooms_link.memory import MemoryExchange
from kaibo.adapters.rooms_link.redis import RedisLink
from kaibo.modules.rooms.frames import Danmaku, RoomSnapshot, You
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.link.core import CoreEnd
from kaibo.modules.rooms.link.gateway import GatewayHub
from kaibo.modules.rooms.link.messages import LinkPolicy
from kaibo.modules.rooms.link.mirror import MirrorRoom
from kaibo.modules.rooms.listeners import RoomListener
from kaibo.modules.rooms.ports import Link, LinkListener
from kaibo.modules.rooms.room import Room
from kaibo.modules.rooms.signals import Signal
from kaibo.platform.realtime import RealtimeEndpoint, TicketSigner
from kaibo.platform.realtime.tickets import Role
from tests.support.network import free_port
from tests.support.rooms import NOW, snapshot
from tests.support.servers import running_redis
from tests.support.sockets import Client, listening, until

SIGNER = TicketSigner(b"k" * 32)
ROOM = "shw_1"
# Nothing is said by the clock: tests say when, and wait for what it brings.
STILL = LinkPolicy(beat=3600.0, batch=0.01, greet_pause=0.001)


def go(scenario: Coroutine[Any, Any, None]) -> None:
    """Run a scenario on the loop that gateways run on."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(scenario)


def translate(code: str, language: str, **params: object) -> str:
    return f"{language}:{code}:{params}"


def address(
    subject: str = "vwr_1",
    *,
    room: str = ROOM,
    name: str = "tea",
    role: Role = "viewer",
    device: str = "",
) -> str:
    """Return a room's address with a ticket for `subject`."""
    ticket = SIGNER.issue(
        room=room,
        subject=subject,
        name=subject,
        role=role,
        language="en",
        expires_at=NOW + 1,
        device=device,
    )
    return f"/ws/rooms/{name}?ticket={ticket}"


class Tap:
    """A link that shows what passes, and loses what a test wants lost."""

    def __init__(self, link: Link) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.said: list[tuple[str, bytes]] = []
        self.loses: Callable[[bytes], bool] = lambda _message: False
        """Which messages to this end are lost on the way."""
        self.swallows: Callable[[bytes], bool] = lambda _message: False
        """Which messages from this end are lost on the way."""
        self._link = link

    def start(self, listener: LinkListener) -> None:
        self._listener = listener
        self._link.start(self)

    def publish(self, channel: str, message: bytes) -> bool:
        if self.swallows(message):
            return True
        self.said.append((channel, message))
        return self._link.publish(channel, message)

    async def subscribe(self, channel: str) -> None:
        await self._link.subscribe(channel)

    def unsubscribe(self, channel: str) -> None:
        self._link.unsubscribe(channel)

    async def close(self) -> None:
        await self._link.close()

    def on_up(self) -> None:
        self._listener.on_up()

    def on_down(self) -> None:
        self._listener.on_down()

    def on_message(self, channel: str, message: bytes) -> None:
        if not self.loses(message):
            self.heard.append((channel, message))
            self._listener.on_message(channel, message)


class Ears(RoomListener):
    """Keeps what the core's listeners are told of people and talk."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def on_danmaku(self, room_id: str, danmaku: Danmaku) -> None:
        self.told.append(f"said {danmaku.text}")

    def on_likes(self, room_id: str, visitor: You, count: int) -> None:
        self.told.append(f"{visitor.id} liked {count}")

    def on_joined(self, room_id: str, visitor: You) -> None:
        self.told.append(f"{visitor.id} joined")

    def on_left(self, room_id: str, visitor: You) -> None:
        self.told.append(f"{visitor.id} left")

    def on_beat(self, room_id: str, visitor: You) -> None:
        self.told.append(f"{visitor.id} watched")

    def on_signal(self, room_id: str, signal: Signal) -> None:
        self.told.append(f"{signal.viewer_id} {signal.kind.value}")


@dataclass
class Place:
    """Where viewers connect."""

    port: int

    async def join(
        self, subject: str = "vwr_1", *, role: Role = "viewer", device: str = ""
    ) -> Client:
        """Enter the room, and read the greeting."""
        client = await self.connect(subject, role=role, device=device)
        client.hello = await client.json()
        assert client.hello["t"] == "hello"
        return client

    async def connect(
        self,
        subject: str = "vwr_1",
        *,
        role: Role = "viewer",
        room: str = ROOM,
        device: str = "",
    ) -> Client:
        """Open a socket."""
        return await Client.connect(
            self.port, address(subject, role=role, room=room, device=device)
        )


@dataclass
class GatewayPlace(Place):
    """A gateway of this process."""

    hub: GatewayHub
    endpoint: RealtimeEndpoint
    link: Tap
    stack: contextlib.AsyncExitStack

    @property
    def mirror(self) -> MirrorRoom:
        """Its mirror of the room."""
        mirror = self.hub.room(ROOM)
        assert mirror is not None
        return mirror

    async def die(self) -> None:
        """End without a word to the core, as kill -9 does."""
        self.link.swallows = lambda _message: True
        await self.stack.aclose()


@dataclass
class CorePlace(Place):
    """The core of this process; its end of the link is None when there are no gateways."""

    hub: RoomHub
    end: CoreEnd | None
    link: Tap | None
    stack: contextlib.AsyncExitStack
    ears: Ears

    def room(self) -> Room:
        """The room itself."""
        room = self.hub.room(ROOM)
        assert room is not None
        return room


class Exchange:
    """What connects core and gateways: memory, or a Redis of its own when it is to be killed."""

    def __init__(self, kind: str, redis_url: str = "") -> None:
        self.kind = kind
        self._memory = MemoryExchange()
        self._url = redis_url
        self._prefix = f"{secrets.token_hex(4)}."
        self._port = 0
        self._redis = contextlib.ExitStack()

    def link(self) -> Link:
        """Return a new end."""
        if self.kind == "redis":
            return RedisLink(self._url, prefix=self._prefix)
        return self._memory.link()

    async def own_redis(self) -> None:
        """Use a Redis that can be killed."""
        if self.kind == "redis":
            self._port = free_port()
            self._url = f"redis://127.0.0.1:{self._port}/0"
            await self._start()

    async def lose(self) -> None:
        """Kill what is between them."""
        if self.kind == "redis":
            await asyncio.to_thread(self._redis.close)
        else:
            self._memory.cut()

    async def find(self) -> None:
        """Start it again, empty."""
        if self.kind == "redis":
            await self._start()
        else:
            self._memory.mend()

    async def close(self) -> None:
        """Stop what was started."""
        await asyncio.to_thread(self._redis.close)

    async def _start(self) -> None:
        self._redis = contextlib.ExitStack()
        await asyncio.to_thread(self._redis.enter_context, running_redis(self._port))


class Fleet:
    """A core with two gateways, `a` and `b`; with the core alone both are the core."""

    core: CorePlace
    a: Any
    b: Any

    def __init__(self, exchange: Exchange | None, policy: RoomPolicy | None = None) -> None:
        self.exchange = exchange
        self.policy = policy
        self.numbers = STILL
        self.truth: Callable[[str], RoomSnapshot | None] = lambda room_id: (
            snapshot() if room_id == ROOM else None
        )
        """What the records hold."""
        self._stack = contextlib.AsyncExitStack()

    @contextlib.asynccontextmanager
    async def open(self, *, is_killed: bool = False) -> AsyncIterator["Fleet"]:
        """Run everything; `is_killed`: what is between them will be."""
        async with self._stack:
            if self.exchange is not None:
                self._stack.push_async_callback(self.exchange.close)
                if is_killed:
                    await self.exchange.own_redis()
            self.core = await self.start_core()
            if self.exchange is None:
                self.a = self.b = self.core
            else:
                self.a, self.b = await self.start_gateway(), await self.start_gateway()
            yield self

    async def start_core(self) -> CorePlace:
        """Start a core, on what the records hold."""
        hub = RoomHub(self._load, translate=translate, now=lambda: NOW, policy=self.policy)
        ears = Ears()
        hub.add_listener(ears)
        end = link = None
        stack = contextlib.AsyncExitStack()
        if self.exchange is not None:
            link = Tap(self.exchange.link())
            end = CoreEnd(hub, link, self.numbers)
        hub.start()
        stack.push_async_callback(hub.stop)
        if end is not None:
            end.start()
            stack.push_async_callback(end.stop)
        port = await stack.enter_async_context(listening(RealtimeEndpoint(hub.resolver(SIGNER))))
        self._stack.push_async_callback(stack.aclose)
        return CorePlace(port, hub, end, link, stack, ears)

    async def start_gateway(self) -> GatewayPlace:
        """Start a gateway, and wait until it hears the core."""
        assert self.exchange is not None
        link = Tap(self.exchange.link())
        hub = GatewayHub(
            link, translate=translate, now=lambda: NOW, policy=self.policy, link_policy=self.numbers
        )
        endpoint = RealtimeEndpoint(hub.resolver(SIGNER))
        stack = contextlib.AsyncExitStack()
        hub.start()
        stack.push_async_callback(hub.stop)
        port = await stack.enter_async_context(listening(endpoint))
        self._stack.push_async_callback(stack.aclose)
        await until(lambda: hub.is_met)
        return GatewayPlace(port, hub, endpoint, link, stack)

    async def restart_core(self) -> None:
        """Stop the core and start another; the gateways stay."""
        await self.core.stack.aclose()
        self.core = await self.start_core()

    async def lose_link(self) -> None:
        """Kill what is between core and gateways, and wait until they know."""
        assert self.exchange is not None
        await self.exchange.lose()
        await until(lambda: not (self.a.hub.is_met or self.b.hub.is_met))

    async def find_link(self) -> None:
        """Start it again, and wait until the gateways hear the core."""
        assert self.exchange is not None
        await self.exchange.find()
        await until(lambda: self.a.hub.is_met and self.b.hub.is_met, 20)

    async def _load(self, room_id: str) -> RoomSnapshot | None:
        return self.truth(room_id)
