"""External media servers: what core knows of them, and what an adapter of each kind does.

A server tells core by the same contract as the built-in one (``facade``), by webhooks in its own
language that its adapter translates, or by being asked: `ExternalServer.streams`.

On an external server an input is named ``<show id>`` (main) or ``<show id>-backup``; its stream
key comes as the parameter ``key``, and of protected shows a player's signature as ``sig``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kaibo.modules.media.contracts import Playable, Report, StreamHealth


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """An external media server, as the file ``KAIBO_MEDIA_SERVERS`` lists it.

    Addresses may hold ``{name}`` (of the input), ``{key}`` (its stream key) and ``{sig}`` (a
    viewer's signature; nothing for a public show).
    """

    id: str
    kind: str
    name: str
    token: str = field(repr=False)
    rtmp_url: str
    whip_url: str | None = None
    play_url: str | None = None
    whep_url: str | None = None
    api_url: str | None = None
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class CarriedStream:
    """An input that a server carries now, by name; ``playable`` once it can be watched.

    ``counted_every_s`` is how old the server's count of received bytes may be: only what has
    not grown for longer is silent.
    """

    name: str
    health: StreamHealth
    playable: Playable | None = None
    counted_every_s: float = 1.0


@dataclass(frozen=True, slots=True)
class PushAddress:
    """What to enter in an encoder, where the server itself hands that out."""

    rtmp_url: str
    stream_key: str
    whip_url: str | None = None


class ExternalServer(Protocol):
    """One external media server, spoken to by its own interface. Calls have time limits."""

    async def push_address(self, name: str, key: str) -> PushAddress | None:
        """Give where to push that input; ``None`` when the addresses of the file say it."""
        ...

    async def streams(self) -> Sequence[CarriedStream]:
        """Ask what it carries. Raises ``OSError`` when it does not answer."""
        ...

    async def kick(self, name: str) -> None:
        """Send the encoder of that input away; one that is gone already stays so."""
        ...

    async def is_playable(self, name: str) -> bool:
        """Whether a viewer could watch that input now."""
        ...

    async def close(self) -> None:
        """Let go of its connections; nothing is asked any more."""
        ...


ReportListener = Callable[[Report], None]
"""Called in the event loop with each report of a media server, built in or external."""


class ReportListeners(list[ReportListener]):
    """Who listens to the reports."""


class ExternalServers(dict[str, ExternalServer]):
    """The adapters of the external media servers that core itself asks, by server id."""
