"""HTTP/1.1 for the origin: connections, waiting, and their bounds.

One connection handles its requests strictly in turn; a request that has to wait holds back the
ones behind it, as HTTP/1.1 wants. All clocks are looked at by one sweep.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

import httptools
import structlog

from kaibo.adapters.media.builtin.hls.origin import Origin
from kaibo.adapters.media.builtin.hls.responses import Response, Wait, problem
from kaibo.adapters.media.builtin.hls.window import Waiter, Window
from kaibo.adapters.media.builtin.limits import HttpLimits

log = structlog.get_logger("kaibo.media.http")

_TICK_SECONDS = 0.25
_WAIT_TARGETS = 3


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    target: str
    keep_alive: bool


class HttpConnection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, server: HttpServer) -> None:
        self._server = server
        self._limits = server.limits
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._queue: deque[_Request] = deque()
        self._target = b""
        self._head_bytes = 0
        self._waiting: tuple[Window, Waiter] | None = None
        self._writable = True
        self._closing = False
        self._since = self._loop.time()

    # asyncio.Protocol ---------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count in, or turn away at the cap."""
        self._transport = cast("asyncio.Transport", transport)
        if not self._server.enter(self):
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Parse; a client that does not speak HTTP is dropped."""
        if not self._head_bytes:
            self._since = self._loop.time()
        self._head_bytes += len(data)
        if self._head_bytes > self._limits.header_bytes * self._limits.pipelined:
            self._finish(problem(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Too large."))
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._finish(problem(HTTPStatus.BAD_REQUEST, "Not an HTTP request."))
            return
        self._proceed()

    def eof_received(self) -> bool:
        """Close once the client has nothing more to ask."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a waiting request."""
        del exc
        self._closing = True
        if self._waiting is not None:
            window, waiter = self._waiting
            self._waiting = None
            window.forget(waiter)
            self._server.waiting -= 1
        self._server.leave(self)

    def pause_writing(self) -> None:
        """Stop answering: the client takes its bytes slowly."""
        self._writable = False
        self._since = self._loop.time()

    def resume_writing(self) -> None:
        """Go on answering."""
        self._writable = True
        self._since = self._loop.time()
        self._proceed()

    # httptools ----------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._target = b""

    def on_url(self, url: bytes) -> None:
        """Take a piece of the request target."""
        self._target += url

    def on_message_complete(self) -> None:
        """Queue a whole request."""
        self._head_bytes = 0
        keep = self._parser.should_keep_alive()
        method = self._parser.get_method().decode("latin-1")
        self._queue.append(_Request(method, self._target.decode("latin-1"), keep))
        if len(self._queue) >= self._limits.pipelined and self._transport is not None:
            self._transport.pause_reading()

    # Answers ------------------------------------------------------------------------------

    def _proceed(self) -> None:
        """Answer queued requests in turn until one has to wait."""
        while self._queue and self._writable and self._waiting is None and not self._closing:
            request = self._queue[0]
            found = self._server.origin.answer(request.method, request.target)
            if isinstance(found, Wait):
                if self._server.waiting >= self._limits.waiting:
                    busy = "Too many requests are waiting."
                    extra = "Retry-After: 1\r\n"
                    found = problem(HTTPStatus.SERVICE_UNAVAILABLE, busy, extra)
                else:
                    self._wait(found)
                    return
            self._respond(found)

    def _wait(self, wait: Wait) -> None:
        seconds = self._limits.wait_seconds
        if wait.window.target_duration:
            seconds = min(seconds, _WAIT_TARGETS * wait.window.target_duration)
        deadline = self._loop.time() + seconds
        waiter = Waiter(wait.number, wait.part, deadline, self._wake)
        self._waiting = wait.window, waiter
        self._server.waiting += 1
        wait.window.wait(waiter)

    def _wake(self) -> None:
        """Answer what waited: its part has come, the stream ended or time is up."""
        if self._waiting is None or not self._queue:
            return
        self._waiting = None
        self._server.waiting -= 1
        request = self._queue[0]
        found = self._server.origin.answer(request.method, request.target, waited=True)
        if isinstance(found, Response):
            self._respond(found)
        self._proceed()

    def _respond(self, response: Response) -> None:
        request = self._queue.popleft()
        self._since = self._loop.time()
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        head = response.head(keep_alive=request.keep_alive)
        if request.method == "HEAD" or not response.body:
            transport.write(head)
        else:
            transport.writelines((head, *response.body))
        if not request.keep_alive:
            self._closing = True
            transport.close()
        elif len(self._queue) == self._limits.pipelined - 1:
            transport.resume_reading()

    def _finish(self, response: Response) -> None:
        self._closing = True
        if self._transport is not None and not self._transport.is_closing():
            self._transport.writelines((response.head(keep_alive=False), *response.body))
            self._transport.close()

    def close(self) -> None:
        """Close from our side."""
        self._closing = True
        if self._transport is not None:
            self._transport.close()

    # Clock --------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Drop a client that idles, dawdles or does not read."""
        if self._waiting is not None or self._transport is None:
            return
        if not self._writable:
            if now - self._since > self._limits.stalled_seconds:
                self._transport.abort()
        elif self._head_bytes:
            if now - self._since > self._limits.request_seconds:
                self._transport.abort()
        elif now - self._since > self._limits.keep_alive_seconds:
            self._transport.close()


class HttpServer:
    """Listens for viewers."""

    def __init__(self, origin: Origin, limits: HttpLimits) -> None:
        self.origin = origin
        self.limits = limits
        self.waiting = 0
        """Requests that wait now, over all connections."""
        self._connections: set[HttpConnection] = set()
        self._server: asyncio.Server | None = None
        self._sweep: asyncio.Task[None] | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port, which matters when asked for port 0. Raises `OSError`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: HttpConnection(self), host, port, backlog=1024
        )
        self._sweep = loop.create_task(self._tick())
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and close what is open; answers already written still go out."""
        if self._server is not None:
            self._server.close()
        if self._sweep is not None:
            self._sweep.cancel()
        for connection in list(self._connections):
            connection.close()
        await asyncio.sleep(0)

    def enter(self, connection: HttpConnection) -> bool:
        """Count a connection in, unless the cap is reached."""
        if len(self._connections) >= self.limits.connections:
            return False
        self._connections.add(connection)
        return True

    def leave(self, connection: HttpConnection) -> None:
        """Count a connection out."""
        self._connections.discard(connection)

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        rounds = 0
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            now = loop.time()
            for window in self.origin.windows():
                for waiter in window.expire(now):
                    waiter.wake()
            rounds += 1
            if rounds % 8 == 0:
                for connection in list(self._connections):
                    connection.tick(now)
