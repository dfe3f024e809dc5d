"""What the lobby shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kaibo.modules.shows.contracts import Booking, ShowState


@dataclass(frozen=True, slots=True)
class LobbyShow:
    """A show on a tile.

    ``pictures`` is its cover alone, else up to three pictures of its products. ``watching`` is
    known while it is on air, ``viewers`` (different ones who came) and ``replay_ms`` (about how
    long its replay is) once it is over.
    """

    id: str
    slug: str
    title: str
    description: str
    host_name: str
    state: ShowState
    starts_at: datetime | None
    on_air_at: datetime | None
    closed_at: datetime | None
    pictures: list[str]
    products: int
    booking: Booking
    watching: int | None
    viewers: int | None
    replay_ms: int | None


@dataclass(frozen=True, slots=True)
class Lobby:
    """Public shows: on air, to come (the next first), and to see again (the last first)."""

    live: list[LobbyShow]
    upcoming: list[LobbyShow]
    replays: list[LobbyShow]
