"""What the origin answers with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

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


class Pieces(Protocol):
    """A body that is read while it is sent, at the client's pace. For answers of `Routes` only."""

    size: int
    """All of it, in bytes."""

    async def read(self) -> bytes:
        """Give the next piece; nothing when it ended before its size, which ends the connection."""

    def close(self) -> None:
        """Let go of it, sent or not."""


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer. `body` is written piece by piece and never joined."""

    status: HTTPStatus
    content_type: str = "text/plain; charset=utf-8"
    cache: str = "no-store"
    body: Sequence[bytes] = ()
    extra: str = ""
    pieces: Pieces | None = None

    def head(self, *, keep_alive: bool) -> bytes:
        """Write status line and header fields."""
        size = sum(map(len, self.body)) if self.pieces is None else self.pieces.size
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
