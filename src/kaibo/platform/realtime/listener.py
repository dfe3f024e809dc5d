"""A server of sockets alone, without uvicorn: for processes that serve no application.

The same rules, the same picows protocol and the same endpoint as in `mount`; besides sockets it
answers a few GET requests, such as `/healthz`, each with a page that is made at once.
"""

import asyncio
import contextlib
import functools
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

import httptools

from kaibo.platform.realtime import mount, wire
from kaibo.platform.realtime.connection import Connection
from kaibo.platform.realtime.endpoint import RealtimeEndpoint
from kaibo.platform.realtime.handshake import MAX_HEAD_BYTES, Refusal
from kaibo.platform.realtime.mount import Head, answer_and_close, start_session

_BACKLOG = 4096
_STOP_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Page:
    """What a GET request is answered with."""

    body: bytes
    content_type: str
    status: int = 200

    def to_bytes(self) -> bytes:
        """Return the whole HTTP/1.1 response."""
        head = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n"
            f"content-type: {self.content_type}\r\n"
            f"content-length: {len(self.body)}\r\n"
            "connection: close\r\n\r\n"
        )
        return head.encode() + self.body


Pages = Mapping[str, Callable[[], Page]]


class SocketServer:
    """Serves `endpoint`, and `pages` by their paths, until it is stopped."""

    def __init__(self, endpoint: RealtimeEndpoint, pages: Pages | None = None) -> None:
        self._endpoint = endpoint
        self._pages = pages or {}
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; return the port. Raises OSError when that cannot be."""
        make = functools.partial(_SocketHttpProtocol, self._endpoint, self._pages)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(make, host, port, backlog=_BACKLOG)
        name: tuple[str, int] = self._server.sockets[0].getsockname()
        return name[1]

    async def stop(self) -> None:
        """Take no more, send everyone away with 1012, and wait for that, a moment at most."""
        self._endpoint.drain()
        if self._server is not None:
            self._server.close()
        self._endpoint.close_all(wire.SERVICE_RESTART)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_PATIENCE):
                while self._endpoint.connection_count:  # noqa: ASYNC110 -- at the very end, once
                    await asyncio.sleep(0.01)


class _SocketHttpProtocol(asyncio.Protocol):
    """Reads one request; an upgrade under the prefix becomes a socket, anything else a page."""

    transport: asyncio.Transport

    def __init__(self, endpoint: RealtimeEndpoint, pages: Pages) -> None:
        self._endpoint = endpoint
        self._pages = pages
        self._parser: httptools.HttpRequestParser | None = httptools.HttpRequestParser(self)
        self._url = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._head_bytes = 0
        self._is_head_complete = False
        self._patience: asyncio.TimerHandle | None = None

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the head, for a while."""
        # uvloop's is no asyncio.Transport, but behaves like one.
        self.transport = cast("asyncio.Transport", transport)
        sock: socket.socket | None = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(mount.HEAD_PATIENCE, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- asyncio's protocol
        """Let go."""
        self._finish()

    def data_received(self, data: bytes) -> None:
        """Read the head, and whatever came with it."""
        if self._parser is None:
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._answer_upgrade(data[upgrade.args[0] :])
            return
        except httptools.HttpParserError:
            self._refuse(Refusal(400, "realtime.bad_request"))
            return
        self._head_bytes += len(data)
        if not self._is_head_complete and self._head_bytes > MAX_HEAD_BYTES:
            self._refuse(Refusal(431, "realtime.headers_too_large"))

    # What httptools calls

    def on_url(self, url: bytes) -> None:
        """Keep the address."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Answer what is no upgrade; its body is of no interest."""
        self._is_head_complete = True
        if self._parser is not None and not self._parser.should_upgrade():
            self._answer_page()

    # Inside

    def _is_for_endpoint(self) -> bool:
        wanted = next((value for name, value in self._headers if name == b"upgrade"), b"")
        is_under_prefix = self._url.startswith(self._endpoint.prefix.encode())
        return is_under_prefix and wanted.lower() == b"websocket"

    def _head(self) -> Head:
        parser = self._parser
        assert parser is not None  # noqa: S101 -- for mypy; only a head that is being read is answered
        method, version = parser.get_method().decode("latin-1"), parser.get_http_version()
        return Head(method, self._url, version, self._headers)

    def _answer_upgrade(self, tail: bytes) -> None:
        if not self._is_for_endpoint():
            self._refuse(Refusal(404, "realtime.not_found"))
            return
        name = self.transport.get_extra_info("peername")
        peer = str(name[0]) if name else ""
        try:
            request = self._head().to_request(peer, self._endpoint.rules)
        except httptools.HttpParserInvalidURLError:
            self._refuse(Refusal(400, "realtime.bad_request"))
            return
        answer = self._endpoint.accept(request, peer)
        if isinstance(answer, Refusal):
            self._refuse(answer)
            return
        connection = Connection(self._endpoint, answer, request.address)
        key = request.header("sec-websocket-key") or ""
        transport = self.transport
        self._finish()
        start_session(transport, connection, key, tail, self._endpoint.limits.message_bytes)

    def _answer_page(self) -> None:
        head = self._head()
        make = self._pages.get(head.url.partition(b"?")[0].decode("latin-1"))
        if make is None:
            self._refuse(Refusal(404, "realtime.not_found"))
        elif head.method != "GET":
            self._refuse(Refusal(405, "realtime.method", (("allow", "GET"),)))
        else:
            self._finish()
            answer_and_close(self.transport, make().to_bytes())

    def _refuse(self, refusal: Refusal) -> None:
        self._finish()
        answer_and_close(self.transport, refusal.to_bytes())

    def _finish(self) -> None:
        """Read no more, and break the cycle with the parser."""
        self._parser = None
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
