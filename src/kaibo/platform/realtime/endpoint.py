"""The realtime endpoint: who may open a socket, and which sockets are open."""

import asyncio
from collections.abc import Callable

from kaibo.platform.realtime import metrics, wire
from kaibo.platform.realtime.connection import Connection, Limits, SocketHandler
from kaibo.platform.realtime.handshake import HandshakeRequest, HandshakeRules, Refusal

Resolve = Callable[[HandshakeRequest], SocketHandler | Refusal]
"""Decides at once, without waiting, who handles a request under the prefix."""

_SWEEPS_PER_PING = 6
_KNOWN_CODES = frozenset(
    (
        *range(1000, 1016),
        wire.TICKET_REFUSED,
        wire.NOT_FOUND,
        wire.VERSION_UNKNOWN,
        wire.TOO_SLOW,
    ),
)


def _label(code: int | None) -> str:
    # Peers choose codes freely from 3000 on; a label must not.
    return str(code) if code is not None and code in _KNOWN_CODES else "other"


class CloseAtOnce:
    """Accepts a socket only to close it, so that a browser's script can see the code."""

    def __init__(self, code: int, reason: str = "") -> None:
        self._code = code
        self._reason = reason

    def on_open(self, connection: Connection) -> None:
        """Close."""
        connection.close(self._code, self._reason)

    def on_text(self, connection: Connection, payload: bytes) -> None:
        """Ignore what was sent in between."""

    def on_flood(self, connection: Connection) -> None:
        """Ignore it as well."""

    def on_close(self, connection: Connection, code: int) -> None:
        """Nothing was opened, so nothing is left."""


class RealtimeEndpoint:
    """Sockets under `prefix` on the port of a uvicorn server.

    Use: `uvicorn.Config(app, http=http_protocol(endpoint), ws="none")`. Requests for an upgrade
    under `prefix` come here; everything else stays with uvicorn and the app. Origins, protocol
    version and header sizes are checked before `resolve` is asked.
    """

    def __init__(
        self,
        resolve: Resolve,
        *,
        prefix: str = "/ws/",
        rules: HandshakeRules | None = None,
        limits: Limits | None = None,
        max_connections: int | None = None,
    ) -> None:
        self.prefix = prefix
        self.rules = rules or HandshakeRules()
        self.limits = limits or Limits()
        self._resolve = resolve
        self._max_connections = max_connections
        self._connections: set[Connection] = set()
        self._is_draining = False
        self._sweep: asyncio.TimerHandle | None = None

    @property
    def connection_count(self) -> int:
        """Sockets open now."""
        return len(self._connections)

    def most_buffered_bytes(self) -> int:
        """Return how many bytes are queued for the slowest peer."""
        return max((one.buffered_bytes for one in self._connections), default=0)

    def accept(self, request: HandshakeRequest, peer: str) -> SocketHandler | Refusal:
        """Return who handles `request` from the socket address `peer`, or why nobody does."""
        answer: SocketHandler | Refusal | None = self.rules.check(request, peer)
        if answer is None and self._is_full():
            answer = Refusal(503, "realtime.unavailable", (("retry-after", "5"),))
        if answer is None:
            answer = self._resolve(request)
        if isinstance(answer, Refusal):
            metrics.REFUSED.labels(str(answer.status)).inc()
        return answer

    def close_all(self, code: int, reason: str = "") -> None:
        """Close every open socket."""
        for connection in list(self._connections):
            connection.close(code, reason)

    def drain(self) -> None:
        """Refuse new sockets from now on."""
        self._is_draining = True

    def opened(self, connection: Connection) -> None:
        """Keep an open connection, and look after it."""
        self._connections.add(connection)
        metrics.SOCKETS.inc()
        metrics.OPENED.inc()
        if self._sweep is None:
            self._schedule_sweep()

    def gone(self, connection: Connection) -> None:
        """Forget a connection that is closed."""
        self._connections.discard(connection)
        metrics.SOCKETS.dec()
        metrics.CLOSED.labels(_label(connection.close_code)).inc()
        if not self._connections and self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None

    def _is_full(self) -> bool:
        limit = self._max_connections
        return self._is_draining or (limit is not None and len(self._connections) >= limit)

    def _schedule_sweep(self) -> None:
        # One timer for all connections: a timer each would cost more memory than it is worth.
        delay = self.limits.ping_after / _SWEEPS_PER_PING
        self._sweep = asyncio.get_running_loop().call_later(delay, self._check_all)

    def _check_all(self) -> None:
        now = asyncio.get_running_loop().time()
        for connection in list(self._connections):
            connection.check_alive(now)
        self._schedule_sweep()
