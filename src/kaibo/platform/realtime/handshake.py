"""What a browser asks for when it opens a socket, and what may be wrong with it.

The HTTP parser of the surrounding server has read the request already; here it is judged. picows
only ever sees a short canonical handshake made from a request that passed (see `mount`), because it
refuses `Connection: keep-alive, Upgrade` (Firefox) and cannot take heads beyond its read buffer.
"""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from kaibo.platform.realtime.proxies import ProxyTrust

MAX_HEAD_BYTES = 64 * 1024
"""Request heads beyond this are refused with 431; cookies of a few kilobytes are ordinary."""

_KEY_BYTES = 16
_DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


@dataclass(frozen=True)
class HandshakeRequest:
    """An upgrade request; header names are lower case, `path` is percent-decoded."""

    method: str
    path: str
    query_string: str
    http_version: str
    headers: tuple[tuple[str, str], ...]
    address: str
    """The client's address: of the peer, or as told by a trusted proxy."""

    def header(self, name: str) -> str | None:
        """Return the first header called `name` (lower case)."""
        return next((value for key, value in self.headers if key == name), None)

    @cached_property
    def query(self) -> dict[str, str]:
        """The query parameters; the first of equal names wins."""
        pairs = parse_qsl(self.query_string, keep_blank_values=True)
        return dict(reversed(pairs))


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer instead of the upgrade; browsers show no more of it than that it failed."""

    status: int
    code: str
    headers: tuple[tuple[str, str], ...] = field(default=())

    def to_bytes(self) -> bytes:
        """Return the whole HTTP/1.1 response, a problem document (RFC 9457)."""
        phrase = HTTPStatus(self.status).phrase
        problem = {"type": "about:blank", "title": phrase, "status": self.status, "code": self.code}
        body = json.dumps(problem).encode()
        head = [
            f"HTTP/1.1 {self.status} {phrase}",
            "content-type: application/problem+json",
            f"content-length: {len(body)}",
            "connection: close",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True, slots=True)
class HandshakeRules:
    """Which origins and proxies are believed.

    `allowed_origins` holds whole origins (`https://shop.example`) beside the always allowed same
    host, or `*` for any.
    """

    allowed_origins: frozenset[str] = frozenset()
    trust: ProxyTrust = field(default_factory=ProxyTrust)

    def check(self, request: HandshakeRequest, peer: str) -> Refusal | None:
        """Return why `request` cannot become a socket, or None when it can."""
        if sum(len(name) + len(value) + 4 for name, value in request.headers) > MAX_HEAD_BYTES:
            return Refusal(431, "realtime.headers_too_large")
        if request.method != "GET" or request.http_version != "1.1":
            return Refusal(400, "realtime.bad_handshake")
        if request.header("sec-websocket-version") != "13":
            versions = (("sec-websocket-version", "13"), ("upgrade", "websocket"))
            return Refusal(426, "realtime.version", versions)
        if not _is_key(request.header("sec-websocket-key")):
            return Refusal(400, "realtime.bad_handshake")
        if not self._is_origin_allowed(request, peer):
            return Refusal(403, "realtime.origin")
        return None

    def _is_origin_allowed(self, request: HandshakeRequest, peer: str) -> bool:
        """Tell whether the page that opens the socket may; no `Origin` means: not a browser."""
        origin = request.header("origin")
        if origin is None or "*" in self.allowed_origins or origin in self.allowed_origins:
            return True
        hosts = [request.header("host")]
        if self.trust.is_trusted(peer):
            hosts.append(request.header("x-forwarded-host"))
        return any(host is not None and _same_host(origin, host) for host in hosts)


def origins(values: Iterable[str]) -> frozenset[str]:
    """Return `values` as `HandshakeRules.allowed_origins`: bare origins, without a path."""
    return frozenset(value if value == "*" else _bare_origin(value) for value in values)


def _bare_origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _same_host(origin: str, host: str) -> bool:
    # The scheme is not compared: behind a proxy that ends TLS it differs rightly.
    try:
        page, server = urlsplit(origin), urlsplit(f"//{host}")
        default = _DEFAULT_PORTS.get(page.scheme)
        return (
            default is not None
            and page.hostname is not None
            and page.hostname == server.hostname
            and (page.port or default) == (server.port or default)
        )
    except ValueError:
        return False


def _is_key(key: str | None) -> bool:
    try:
        return key is not None and len(base64.b64decode(key, validate=True)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        return False
