"""What every listening side does: accept up to a cap, sweep the clocks, close in order."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

import structlog

log = structlog.get_logger("kaibo.media.door")


class Guest(Protocol):
    """A connection, as its door sees it."""

    def tick(self, now: float) -> None:
        """Look at the clock; `now` is that of the loop."""

    def close(self) -> None:
        """Close from our side, because the door does."""


G = TypeVar("G", bound=Guest)


class Door(ABC, Generic[G]):
    """Listens on one port. One sweep serves the time bounds of all connections."""

    def __init__(self, most: int, *, backlog: int, tick_seconds: float) -> None:
        """`most` connections are held at once; one more is closed at accept."""
        self._most = most
        self._backlog = backlog
        self._tick_seconds = tick_seconds
        self._guests: set[G] = set()
        self._server: asyncio.Server | None = None
        self._sweep: asyncio.Task[None] | None = None

    @abstractmethod
    def welcome(self) -> asyncio.BaseProtocol:
        """Make the protocol of a connection that was just accepted."""

    @property
    def connections(self) -> int:
        """Connections that are open now."""
        return len(self._guests)

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port, which matters when asked for port 0. Raises `OSError`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self.welcome, host, port, backlog=self._backlog)
        self._sweep = loop.create_task(self._run())
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and close what is open; what is written already still goes out."""
        if self._server is not None:
            self._server.close()
        if self._sweep is not None:
            self._sweep.cancel()
        for guest in list(self._guests):
            guest.close()
        await asyncio.sleep(0)

    def enter(self, guest: G) -> bool:
        """Count a connection in, unless the cap is reached."""
        if len(self._guests) >= self._most:
            return False
        self._guests.add(guest)
        return True

    def leave(self, guest: G) -> None:
        """Count a connection out."""
        self._guests.discard(guest)

    def sweep(self, now: float) -> None:
        """Look at every connection's clock. One that fails spoils no other."""
        for guest in list(self._guests):
            try:
                guest.tick(now)
            except Exception:
                log.exception("tick_failed")

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._tick_seconds)
            self.sweep(loop.time())
