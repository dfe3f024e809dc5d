"""HTTP/1.1 for the origin: connections, waiting, and their bounds.

One connection handles its requests strictly in turn; a request that has to wait holds back the
ones behind it, as HTTP/1.1 wants. All clocks are looked at by one sweep. The origin answers at
once; what the `Routes` know goes to them, and may take its time.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

import httptools
import structlog

from kaibo.adapters.media.builtin.door import Door
from kaibo.adapters.media.builtin.hls.origin import Origin
from kaibo.adapters.media.builtin.hls.requests import Request, Routes
from kaibo.adapters.media.builtin.hls.responses import Pieces, Response, Wait, problem
from kaibo.adapters.media.builtin.hls.window import Waiter, Window
from kaibo.adapters.media.builtin.limits import HttpLimits

log = structlog.get_logger("kaibo.media.http")

_TICK_SECONDS = 0.25
_WAIT_TARGETS = 3


class HttpConnection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, server: HttpServer) -> None:
        self._server = server
        self._limits = server.limits
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._queue: deque[Request] = deque()
        self._target = b""
        self._fields: list[tuple[bytes, bytes]] = []
        self._body = bytearray()
        self._excess = False
        self._work: asyncio.Task[None] | None = None
        self._head_bytes = 0
        self._waiting: tuple[Window, Waiter] | None = None
        self._writable = True
        self._drained = asyncio.Event()
        self._closing = False
        self._since = self._loop.time()
        self._address = "?"

    # asyncio.Protocol ---------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count in, or turn away at the cap."""
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if isinstance(peer, tuple) else "?"
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
        if self._excess:
            most = f"The body is longer than {self._limits.body_bytes} bytes."
            self._finish(problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, most))
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
        if self._work is not None:
            self._work.cancel()
        self._server.leave(self)

    def pause_writing(self) -> None:
        """Stop answering: the client takes its bytes slowly."""
        self._writable = False
        self._since = self._loop.time()

    def resume_writing(self) -> None:
        """Go on answering."""
        self._writable = True
        self._drained.set()
        self._since = self._loop.time()
        self._proceed()

    # httptools ----------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._target = b""
        self._fields = []
        self._body = bytearray()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the request target."""
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header field."""
        self._fields.append((name, value))

    def on_headers_complete(self) -> None:
        """Tell a client that waits for it to send its body."""
        for name, value in self._fields:
            if len(name) == 6 and name.lower() == b"expect" and value.lower() == b"100-continue":
                self._write_continue()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body, within bounds."""
        if len(self._body) + len(body) > self._limits.body_bytes:
            self._excess = True
        else:
            self._body += body

    def on_message_complete(self) -> None:
        """Queue a whole request."""
        self._head_bytes = 0
        keep = self._parser.should_keep_alive()
        method = self._parser.get_method().decode("latin-1")
        target = self._target.decode("latin-1")
        body = bytes(self._body)
        self._queue.append(Request(method, target, keep, self._fields, body, self._address))
        if len(self._queue) >= self._limits.pipelined and self._transport is not None:
            self._transport.pause_reading()

    # Answers ------------------------------------------------------------------------------

    def _proceed(self) -> None:
        """Answer queued requests in turn until one has to wait."""
        while self._queue and self._writable and self._idle and not self._closing:
            request = self._queue[0]
            if self._begin(request):
                return
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

    @property
    def _idle(self) -> bool:
        """Whether no request is being waited for."""
        return self._waiting is None and self._work is None

    def _begin(self, request: Request) -> bool:
        """Let a route work on a request; False when none is meant."""
        routes = self._server.routes
        answering = routes.answer(request) if routes is not None else None
        if answering is None:
            return False
        self._work = self._loop.create_task(self._finish_work(answering))
        return True

    async def _finish_work(self, answering: Coroutine[None, None, Response]) -> None:
        try:
            found = await answering
        except Exception:
            log.exception("route_failed")
            found = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The media server failed.")
        if found.pieces is not None:
            await self._send(found, found.pieces)
        self._work = None
        self._respond(found)
        self._proceed()

    async def _send(self, response: Response, pieces: Pieces) -> None:
        """Send a body as it is read, never more than the client takes."""
        request, transport = self._queue[0], self._transport
        try:
            left = 0 if request.method == "HEAD" else pieces.size
            if transport is None or transport.is_closing():
                return
            transport.write(response.head(keep_alive=request.keep_alive))
            while left > 0:
                data = await pieces.read()
                if not data:
                    transport.abort()
                    return
                left -= len(data)
                self._server.figures.bytes += len(data)
                transport.write(data)
                if not self._writable:
                    self._drained.clear()
                    await self._drained.wait()
        except OSError as error:
            log.warning("file_failed", target=request.target, problem=str(error))
            if transport is not None:
                transport.abort()
        finally:
            pieces.close()

    def _wait(self, wait: Wait) -> None:
        seconds = self._limits.wait_seconds
        if wait.window.target_duration:
            seconds = min(seconds, _WAIT_TARGETS * wait.window.target_duration)
        deadline = self._loop.time() + seconds
        window = wait.window
        late = math.inf
        if window.startable:  # nobody is late who waits for a stream to begin
            due = window.due_in(wait.number, wait.part)
            late = self._loop.time() + due + window.part_target
        waiter = Waiter(wait.number, wait.part, deadline, self._wake, late)
        self._waiting = wait.window, waiter
        self._server.waiting += 1
        wait.window.wait(waiter)

    def _wake(self) -> None:
        """Answer what waited: its part has come, the stream ended or time is up."""
        if self._waiting is None or not self._queue:
            return
        waiter = self._waiting[1]
        self._waiting = None
        self._server.waiting -= 1
        request = self._queue[0]
        found = self._server.origin.answer(request.method, request.target, waited=True)
        if isinstance(found, Response):
            self._server.figures.late += self._loop.time() > waiter.late
            self._respond(found)
        self._proceed()

    def _respond(self, response: Response) -> None:
        request = self._queue.popleft()
        self._since = self._loop.time()
        figures = self._server.figures
        figures.requests += 1
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        head = response.head(keep_alive=request.keep_alive)
        if response.pieces is not None:
            pass  # sent already
        elif request.method == "HEAD" or not response.body:
            transport.write(head)
        else:
            figures.bytes += sum(map(len, response.body))
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

    def _write_continue(self) -> None:
        if self._transport is not None and not self._queue:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def close(self) -> None:
        """Close from our side."""
        self._closing = True
        if self._transport is not None:
            self._transport.close()

    # Clock --------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Drop a client that idles, dawdles or does not read."""
        if self._transport is None:
            return
        if not self._writable:
            if now - self._since > self._limits.stalled_seconds:
                self._server.figures.slow += 1
                self._transport.abort()
        elif not self._idle:
            return
        elif self._head_bytes:
            if now - self._since > self._limits.request_seconds:
                self._transport.abort()
        elif now - self._since > self._limits.keep_alive_seconds:
            self._transport.close()


@dataclass(slots=True)
class HttpFigures:
    """What the door for viewers has done since it opened."""

    requests: int = 0
    bytes: int = 0
    """Bodies only."""
    late: int = 0
    """Requests for a coming part that were answered more than one part target late, or in vain."""
    slow: int = 0
    """Clients dropped because they did not take their answer."""


class HttpServer(Door[HttpConnection]):
    """Listens for viewers, and for whoever sends by HTTP."""

    def __init__(self, origin: Origin, limits: HttpLimits, routes: Routes | None = None) -> None:
        super().__init__(limits.connections, backlog=1024, tick_seconds=_TICK_SECONDS)
        self.origin = origin
        self.limits = limits
        self.routes = routes
        self.waiting = 0
        """Requests that wait now, over all connections."""
        self.figures = HttpFigures()
        self._rounds = 0

    def welcome(self) -> HttpConnection:
        """Make the protocol of a new connection."""
        return HttpConnection(self)

    def sweep(self, now: float) -> None:
        """Wake who waited long enough; look at the connections every eighth time."""
        for window in self.origin.windows():
            for waiter in window.expire(now):
                waiter.wake()
        self._rounds += 1
        if self._rounds % 8 == 0:
            super().sweep(now)
