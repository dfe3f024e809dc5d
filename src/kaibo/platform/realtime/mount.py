"""The mount of picows sockets inside uvicorn, on the same port.

This is the one place that uses private parts of the two libraries, both pinned exactly:
`HttpToolsProtocol`'s parsing hooks and picows' `WSProtocol` constructor. `test_mount_canary` fails
first when either moves.

Why a subclass of uvicorn's HTTP protocol and not only a class for `ws=`: uvicorn 0.54 drops the
bytes that follow the handshake in the same segment, so a client's first frame would be lost before
any `ws` class sees it.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import unquote

import httptools
import structlog
from picows import WSListener
from picows.picows import WSAutoPingStrategy, WSProtocol  # type: ignore[attr-defined]
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kaibo.platform.realtime.connection import Connection
from kaibo.platform.realtime.endpoint import RealtimeEndpoint
from kaibo.platform.realtime.handshake import (
    MAX_HEAD_BYTES,
    HandshakeRequest,
    HandshakeRules,
    Refusal,
)

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_READ_BUFFER_BYTES = 2048
"""The smallest that picows takes; it grows with a message and keeps a connection near 10 KB."""
_LINGER_SECONDS = 1.0
HEAD_PATIENCE = 10.0
"""Seconds for a request's head, from the connection on or from its first byte."""


class _PicowsLog:
    """picows' log: its info lines per connection are dropped, peers' faults are debug lines.

    It is not a `logging.Logger` on purpose: picows would make a child logger per connection.
    """

    def isEnabledFor(self, _level: int) -> bool:  # noqa: N802 -- the name logging uses
        return False

    def log(self, *_args: object) -> None:
        """Drop; never reached, `isEnabledFor` says no."""

    def debug(self, *_args: object) -> None:
        """Drop."""

    def info(self, *_args: object) -> None:
        """Drop."""

    def warning(self, message: str, *args: object) -> None:
        _log.debug("realtime.picows", detail=message % args)

    def error(self, message: str, *args: object) -> None:
        _log.debug("realtime.picows", detail=message % args)

    def exception(self, message: str, *args: object) -> None:
        _log.exception("realtime.handler_failed", detail=message % args)


_PICOWS_LOG = _PicowsLog()

_NOBODY = asyncio.Protocol()


def _picows_protocol(listener: WSListener, max_frame_size: int) -> Any:  # noqa: ANN401 -- untyped there
    """Return a server-side picows protocol; pings, pongs and closes are the listener's work."""
    return WSProtocol(
        None,  # host and port: client side only
        None,  # path: client side only
        False,  # noqa: FBT003 -- positional in picows: is_client_side
        lambda _request: listener,
        _PICOWS_LOG,
        True,  # noqa: FBT003 -- disconnect_on_exception
        None,  # websocket_handshake_timeout: the handshake is complete
        False,  # noqa: FBT003 -- enable_auto_ping
        20,
        20,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        False,  # noqa: FBT003 -- enable_auto_pong: unbounded for peers that do not read
        max_frame_size,
        None,  # extra headers: client side only
        _READ_BUFFER_BYTES,
    )


def start_session(
    transport: asyncio.Transport, connection: Connection, key: str, tail: bytes, max_frame_size: int
) -> None:
    """Turn `transport` into a socket for `connection`, and give it `tail`, frames already read.

    `key` is the client's checked `Sec-WebSocket-Key`.
    """
    protocol = _picows_protocol(connection, max_frame_size)
    # uvloop keeps the last unbuffered protocol's bound method for the life of the transport; let
    # that be nobody's, or each socket would hold its HTTP protocol too.
    transport.set_protocol(_NOBODY)
    transport.set_protocol(protocol)
    protocol.connection_made(transport)
    handshake = (
        "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    )
    _feed(protocol, handshake.encode())
    _feed(protocol, tail)


def _feed(protocol: Any, data: bytes) -> None:  # noqa: ANN401 -- untyped in picows
    view = memoryview(data)
    while view:
        buffer = protocol.get_buffer(-1)
        size = min(len(buffer), len(view))
        buffer[:size] = view[:size]
        protocol.buffer_updated(size)
        view = view[size:]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an HTTP request, as httptools gives it; header names are lower case."""

    method: str
    url: bytes
    http_version: str
    headers: Iterable[tuple[bytes, bytes]]

    def to_request(self, peer: str, rules: HandshakeRules) -> HandshakeRequest:
        """Return what the endpoint judges; `peer` is the address of the other end."""
        url = httptools.parse_url(self.url)
        headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in self.headers)
        forwarded = (value for name, value in headers if name == "x-forwarded-for")
        return HandshakeRequest(
            method=self.method,
            path=unquote(url.path.decode("latin-1")),
            query_string=(url.query or b"").decode("latin-1"),
            http_version=self.http_version,
            headers=headers,
            address=rules.trust.client_address(peer, forwarded),
        )


def answer_and_close(transport: asyncio.Transport, answer: bytes) -> None:
    """Answer, and drop what the client still sends for a moment.

    Closing at once would reset the connection under the answer when input is on its way.
    """
    if transport.is_closing():
        return
    transport.write(answer)
    if transport.can_write_eof():
        transport.write_eof()
        asyncio.get_running_loop().call_later(_LINGER_SECONDS, transport.close)
    else:
        transport.close()


def http_protocol(endpoint: RealtimeEndpoint) -> type[HttpToolsProtocol]:
    """Return the class for `uvicorn.Config(http=…)`, bound to `endpoint`."""
    return type("BoundHttpProtocol", (RealtimeHttpProtocol,), {"endpoint": endpoint})


class RealtimeHttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol that hands upgrades under the prefix to the endpoint."""

    endpoint: ClassVar[RealtimeEndpoint]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- uvicorn's own affair
        super().__init__(*args, **kwargs)
        self._head_bytes: int | None = None
        self._is_refused = False
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(  # type: ignore[override] # as in uvicorn
        self, transport: asyncio.Transport
    ) -> None:
        """Wait for the head, for a while."""
        super().connection_made(transport)
        self._be_patient()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._be_done()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse as uvicorn does, keep what follows a handshake, and bound the request's head."""
        if self._is_refused:
            return
        self._unset_keepalive_if_required()
        was_in_head = self._head_bytes is not None
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
        except httptools.HttpParserUpgrade as upgrade:
            if self._is_for_endpoint():
                self._open_socket(data[upgrade.args[0] :])
            elif self._should_upgrade():
                self.handle_websocket_upgrade()
        if self._head_bytes is not None and was_in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self._refuse(Refusal(431, "realtime.headers_too_large"))

    def on_message_begin(self) -> None:
        """Start counting the head."""
        self._head_bytes = 0
        self._be_patient()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop counting the head."""
        self._head_bytes = None
        self._be_done()
        super().on_headers_complete()

    def _be_patient(self) -> None:
        if self._patience is None:
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(HEAD_PATIENCE, self.transport.abort)

    def _be_done(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _should_upgrade(self) -> bool:
        return self._is_for_endpoint() or super()._should_upgrade()

    def _is_for_endpoint(self) -> bool:
        return self.url.startswith(self._prefix()) and self._get_upgrade() == b"websocket"

    def _prefix(self) -> bytes:
        return self.endpoint.prefix.encode()

    def _open_socket(self, tail: bytes) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            # An upgrade pipelined behind a request that is still being answered.
            self.transport.abort()
            return
        request, peer = self._handshake_request()
        answer = self.endpoint.accept(request, peer)
        if isinstance(answer, Refusal):
            self._refuse(answer)
            return
        connection = _UvicornConnection(self.endpoint, answer, request.address)
        connection.track(self.connections, self)
        key = request.header("sec-websocket-key") or ""
        transport, self.parser = self.transport, None  # type: ignore[assignment] # breaks a cycle
        start_session(transport, connection, key, tail, self.endpoint.limits.message_bytes)

    def _handshake_request(self) -> tuple[HandshakeRequest, str]:
        peer = self.client[0] if self.client else ""
        head = Head(self.scope["method"], self.url, self.scope["http_version"], self.headers)
        return head.to_request(peer, self.endpoint.rules), peer

    def _refuse(self, refusal: Refusal) -> None:
        self._is_refused = True
        self._be_done()
        answer_and_close(self.transport, refusal.to_bytes())


class _UvicornConnection(Connection):
    """A connection that uvicorn's shutdown waits for, as for its own."""

    __slots__ = ("_registry",)

    def track(self, registry: set[Any], replaced: object) -> None:
        """Take the place of `replaced` in uvicorn's set of connections."""
        registry.discard(replaced)
        registry.add(self)
        self._registry: set[Any] = registry

    def on_ws_disconnected(self, transport: Any) -> None:  # noqa: ANN401 -- as in picows
        self._registry.discard(self)
        super().on_ws_disconnected(transport)
