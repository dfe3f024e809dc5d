"""The link by Redis' publish and subscribe.

Nothing is stored in Redis. Two connections: one hears, one publishes what waits, many at once. Any
fault of either ends both, the listener is told, and after a pause that grows and varies new ones
are made: redis-py's own reconnecting would hide that messages were lost in between.

Publish and subscribe know no databases, so `prefix` keeps installations apart that share a Redis.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Coroutine
from typing import Any

import redis
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from kaibo.modules.rooms.ports import LinkListener, LinkLostError

_PATIENCE = 5.0
"""Seconds for an answer; twice that without a sign of life ends a connection."""
_MOST_QUEUED_BYTES = 32 * 1024 * 1024
_AT_ONCE = 500
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_OWN = "own"
"""A channel that nobody publishes to: a connection hears one thing at least."""

log = structlog.get_logger(__name__)


class RedisSilentError(Exception):
    """Redis does not answer."""


def ask_version(url: str) -> str:
    """Return the version of the Redis at ``url``; raise ``RedisSilentError``. Blocks a little."""
    try:
        with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
            return str(client.info("server")["redis_version"])
    except (RedisError, OSError, ValueError) as error:
        raise RedisSilentError(str(error)) from error


class RedisLink:
    """One end (a `rooms.ports.Link`); ``url`` as in KAIBO_REDIS_URL."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._url = url
        self._prefix = prefix
        self._listener: LinkListener | None = None
        self._channels: set[str] = {_OWN}
        self._in_force: set[str] = set()
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}
        self._commands: deque[tuple[bool, str]] = deque()
        self._outbox: deque[tuple[str, bytes]] = deque()
        self._queued = 0
        self._to_send = asyncio.Event()
        self._to_command = asyncio.Event()
        self._sent = asyncio.Event()
        self._heard_at = 0.0
        self._is_up = False
        self._is_closed = False
        self._task: asyncio.Task[None] | None = None

    def start(self, listener: LinkListener) -> None:
        """Connect, and keep trying."""
        self._listener = listener
        self._task = asyncio.get_running_loop().create_task(self._keep_connected())

    def publish(self, channel: str, message: bytes) -> bool:
        """Queue a message."""
        if not self._is_up:
            return False
        self._outbox.append((self._prefix + channel, message))
        self._queued += len(message)
        self._sent.clear()
        self._to_send.set()
        return True

    async def subscribe(self, channel: str) -> None:
        """Hear `channel`."""
        self._channels.add(channel)
        if not self._is_up:
            raise LinkLostError
        if channel in self._in_force:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(channel, []).append(waiter)
        self._command(channel, is_wanted=True)
        await waiter

    def unsubscribe(self, channel: str) -> None:
        """Hear `channel` no more."""
        self._channels.discard(channel)
        if channel in self._in_force or channel in self._waiting:
            self._in_force.discard(channel)
            self._command(channel, is_wanted=False)

    async def close(self) -> None:
        """Send what waits, and disconnect."""
        if self._task is None:
            return
        if self._is_up and self._outbox:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._sent.wait(), 1.0)
        self._listener = None  # it ends the link, so it need not be told
        self._is_closed = True
        await _end(self._task)

    async def _keep_connected(self) -> None:
        pause = _FIRST_PAUSE
        while not self._is_closed:
            was_up = False
            try:
                await self._serve()
            except (RedisError, OSError, TimeoutError) as error:
                was_up = self._is_up
                log.warning("room_link_lost" if was_up else "room_link_failed", problem=str(error))
            except Exception:
                # Nobody awaits this task: whatever it was, it is told of and tried again.
                was_up = self._is_up
                log.exception("room_link_broke")
            finally:
                self._go_down()
            pause = _FIRST_PAUSE if was_up else min(pause * 2, _LONGEST_PAUSE)
            # A Redis that comes back must not meet everybody in the same moment.
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 -- no secret

    async def _serve(self) -> None:
        """Be connected until something fails."""
        client = Redis.from_url(
            self._url,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        pubsub = client.pubsub()
        try:
            self._heard_at = asyncio.get_running_loop().time()
            await pubsub.subscribe(self._prefix + _OWN)
            for channel in self._channels - {_OWN}:
                self._command(channel, is_wanted=True)
            # Whichever ends first ends the others; none of them ends by itself but by failing.
            await _until_one_fails(
                self._publish_all(client),
                self._command_all(pubsub),
                self._hear_all(pubsub),
                self._look_after(pubsub),
            )
        finally:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await pubsub.aclose()  # type: ignore[no-untyped-call] # redis-py's own
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await client.aclose()

    async def _publish_all(self, client: Redis) -> None:
        while True:
            await self._to_send.wait()
            self._to_send.clear()
            while self._outbox:
                if self._queued > _MOST_QUEUED_BYTES:
                    msg = "Redis takes less than is published"
                    raise TimeoutError(msg)
                some = [self._outbox.popleft() for _ in range(min(len(self._outbox), _AT_ONCE))]
                pipeline = client.pipeline(transaction=False)
                for channel, message in some:
                    pipeline.publish(channel, message)  # type: ignore[unused-awaitable] # queued
                await pipeline.execute()
                self._queued -= sum(len(message) for _, message in some)
            self._sent.set()

    async def _command_all(self, pubsub: PubSub) -> None:
        while True:
            while self._commands:
                is_wanted, channel = self._commands.popleft()
                name = self._prefix + channel
                await (pubsub.subscribe(name) if is_wanted else pubsub.unsubscribe(name))
            self._to_command.clear()
            await self._to_command.wait()

    async def _hear_all(self, pubsub: PubSub) -> None:
        loop = asyncio.get_running_loop()
        while True:
            message = await pubsub.get_message(timeout=None)
            self._heard_at = loop.time()
            if message is not None:
                self._take(message)

    async def _look_after(self, pubsub: PubSub) -> None:
        """Notice a peer that is gone without a word."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_PATIENCE)
            if loop.time() - self._heard_at > 2 * _PATIENCE:
                msg = "Redis says nothing any more"
                raise TimeoutError(msg)
            await pubsub.ping()

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] not in {"message", "subscribe"}:
            return
        channel = message["channel"].decode().removeprefix(self._prefix)
        if message["type"] == "message":
            if channel in self._channels:
                self._hand_over(channel, message["data"])
            return
        if channel in self._channels:
            self._in_force.add(channel)
        for waiter in self._waiting.pop(channel, ()):
            if not waiter.done():
                waiter.set_result(None)
        if not self._is_up and self._channels <= self._in_force:
            self._go_up()

    def _hand_over(self, channel: str, message: bytes) -> None:
        if self._listener is None:
            return
        try:
            self._listener.on_message(channel, message)
        except Exception:
            log.exception("room_link_listener_failed")

    def _command(self, channel: str, *, is_wanted: bool) -> None:
        self._commands.append((is_wanted, channel))
        self._to_command.set()

    def _go_up(self) -> None:
        self._is_up = True
        log.info("room_link_up")
        if self._listener is not None:
            self._listener.on_up()

    def _go_down(self) -> None:
        was_up, self._is_up = self._is_up, False
        self._in_force.clear()
        self._commands.clear()
        self._outbox.clear()
        self._queued = 0
        waiting, self._waiting = self._waiting, {}
        for waiters in waiting.values():
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_exception(LinkLostError())
        if was_up and self._listener is not None:
            self._listener.on_down()


async def _until_one_fails(*works: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await _end(*tasks)


async def _end(*tasks: asyncio.Task[None]) -> None:
    """Cancel tasks until they are done: a cancellation may be lost in a library's own timeout."""
    unfinished = {task for task in tasks if not task.done()}
    while unfinished:
        for task in unfinished:
            task.cancel()
        _, unfinished = await asyncio.wait(unfinished, timeout=0.5)
    # What the others failed of is the same fault; told of once, it is not logged as forgotten.
    await asyncio.gather(*tasks, return_exceptions=True)
