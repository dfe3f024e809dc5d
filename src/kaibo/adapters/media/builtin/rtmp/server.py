"""The listening side: connections, their cap and their clock."""

from __future__ import annotations

import asyncio

import structlog

from kaibo.adapters.media.builtin.limits import RtmpLimits
from kaibo.adapters.media.builtin.rtmp.connection import RtmpConnection
from kaibo.adapters.media.builtin.rtmp.ports import Gate

log = structlog.get_logger("kaibo.media.rtmp")

_TICK_SECONDS = 0.5


class RtmpServer:
    """Accepts encoders. One sweep serves the time bounds of all connections."""

    def __init__(self, gate: Gate, limits: RtmpLimits) -> None:
        self._gate = gate
        self._limits = limits
        self._connections: set[RtmpConnection] = set()
        self._server: asyncio.Server | None = None
        self._sweep: asyncio.Task[None] | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port, which matters when asked for port 0. Raises `OSError`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: RtmpConnection(self, self._gate, self._limits), host, port, backlog=64
        )
        self._sweep = loop.create_task(self._tick())
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        if self._server is not None:
            self._server.close()
        if self._sweep is not None:
            self._sweep.cancel()
        for connection in list(self._connections):
            connection.shut()
        await asyncio.sleep(0)

    def enter(self, connection: RtmpConnection) -> bool:
        """Count a connection in, unless the door is full."""
        if len(self._connections) >= self._limits.connections:
            return False
        self._connections.add(connection)
        return True

    def leave(self, connection: RtmpConnection) -> None:
        """Count a connection out."""
        self._connections.discard(connection)

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            now = loop.time()
            for connection in list(self._connections):
                try:
                    connection.tick(now)
                except Exception:
                    log.exception("rtmp_tick_failed", address=connection.address)
