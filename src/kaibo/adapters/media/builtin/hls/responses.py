"""What the origin answers with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from kaibo.adapters.media.builtin.hls.window import Window

PLAYLIST = "application/vnd.apple.mpegurl"
MEDIA = "video/mp4"

_CORS = (
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Expose-Headers: Content-Length, Date, Location, Link, ETag, Retry-After\r\n"
    "Cross-Origin-Resource-Policy: cross-origin\r\n"
    "Timing-Allow-Origin: *\r\n"
    "X-Content-Type-Options: nosniff\r\n"
)
_PREFLIGHT = (
    "Access-Control-Allow-Methods: GET, HEAD, POST, PATCH, DELETE, OPTIONS\r\n"
    # The star does not stand for Authorization.
    "Access-Control-Allow-Headers: *, Authorization\r\n"
    "Access-Control-Max-Age: 86400\r\n"
)


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer. `body` is written piece by piece and never joined."""

    status: HTTPStatus
    content_type: str = "text/plain; charset=utf-8"
    cache: str = "no-store"
    body: Sequence[bytes] = ()
    extra: str = ""

    def head(self, *, keep_alive: bool) -> bytes:
        """Write status line and header fields."""
        size = sum(map(len, self.body))
        typed = f"Content-Type: {self.content_type}\r\n" if size else ""
        kept = "" if keep_alive else "Connection: close\r\n"
        return (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n"
            f"{typed}Content-Length: {size}\r\nCache-Control: {self.cache}\r\n"
            f"{_CORS}{self.extra}{kept}\r\n"
        ).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet: ask again when `window` wakes a waiter for this part, or at the deadline."""

    window: Window
    number: int
    part: int | None


def problem(status: HTTPStatus, text: str, extra: str = "") -> Response:
    """Answer with a sentence for people."""
    return Response(status, body=(text.encode() + b"\n",), extra=extra)


def preflight() -> Response:
    """Answer a browser that asks whether it may ask."""
    return Response(HTTPStatus.NO_CONTENT, cache="public, max-age=86400", extra=_PREFLIGHT)
