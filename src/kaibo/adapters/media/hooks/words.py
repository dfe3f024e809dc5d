"""What a webhook of any media server can say, in our words, and how a kind of server says it."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kaibo.kernel.errors import InvalidError, UnauthenticatedError
from kaibo.modules.media.contracts import Protocol as PushProtocol


@dataclass(frozen=True, slots=True)
class Publishing:
    """An encoder wants to push the input ``name`` with ``key``.

    ``client`` is the server's own name for the connection, by which its end is told. A server
    with keys of its own says by ``fits`` whether it gave this one out for the input's key.
    """

    name: str
    key: str
    client_addr: str
    client: str | None = None
    protocol: PushProtocol = PushProtocol.RTMP
    fits: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """An encoder is gone."""

    name: str
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Playing:
    """A viewer wants to watch; ``sig`` is the signature in its address, or empty."""

    name: str
    sig: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The server has closed a file with what it recorded of an input."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Something that Kaibo has no use for; it is answered kindly."""


@dataclass(frozen=True, slots=True)
class Barred:
    """Something that nobody may do by Kaibo's leave."""


Said = Publishing | Ended | Playing | Recorded | Nothing | Barred


@dataclass(frozen=True, slots=True)
class Call:
    """A webhook as it came; header names are lower case."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server is told: an HTTP status and, perhaps, JSON."""

    status: int
    body: dict[str, Any] | None = None


class BadHookError(InvalidError):
    """The webhook is not in the form that this kind of server uses."""

    code = "media.bad_hook"


class UnsignedHookError(UnauthenticatedError):
    """The webhook does not come from the media server it names."""

    code = "media.unsigned_hook"


class Dialect(Protocol):
    """How one media server's webhooks are read and answered."""

    def read(self, call: Call) -> Said:
        """Check where it comes from and say what it means.

        Raises ``UnsignedHookError`` and ``BadHookError``.
        """
        ...

    def answer(self, said: Said, *, allowed: bool, reason: str) -> Answer:
        """Say yes to what was said, or no with a reason for the encoder."""
        ...


def require_token(call: Call, token: str) -> None:
    """Check the ``token`` in the webhook's address, for servers that cannot sign theirs."""
    if not hmac.compare_digest(call.query.get("token", "").encode(), token.encode()):
        raise UnsignedHookError
