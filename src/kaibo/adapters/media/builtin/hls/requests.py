"""A request as it came, and who answers those that take their time."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Protocol

from kaibo.adapters.media.builtin.hls.responses import Response


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request with its whole body."""

    method: str
    target: str
    keep_alive: bool
    fields: list[tuple[bytes, bytes]]
    """Header fields as they came."""
    body: bytes
    address: str
    """The client's, as the socket tells it."""

    @property
    def path(self) -> str:
        """The path without its slashes at both ends and without the query."""
        return self.target.partition("?")[0].strip("/")

    def header(self, name: bytes) -> str | None:
        """Give a header field by its name in lower case; the first one counts."""
        for field, value in self.fields:
            if field.lower() == name:
                return value.decode("latin-1").strip()
        return None


class Routes(Protocol):
    """Answers what the origin cannot answer at once; it is asked first."""

    def answer(self, request: Request) -> Coroutine[None, None, Response] | None:
        """Give the work that ends in an answer; None when no route is meant.

        The work is cancelled when the client hangs up.
        """


class Several:
    """`Routes` of several owners; the first who knows a request answers it."""

    def __init__(self) -> None:
        self._routes: list[Routes] = []

    def add(self, routes: Routes) -> None:
        """Ask these, too, after those that are here."""
        self._routes.append(routes)

    def answer(self, request: Request) -> Coroutine[None, None, Response] | None:
        """Ask one after the other."""
        for routes in self._routes:
            found = routes.answer(request)
            if found is not None:
                return found
        return None
