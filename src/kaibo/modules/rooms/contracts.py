"""What others may know of a room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.identity.contracts import Store
from kaibo.modules.media.contracts import Playback
from kaibo.modules.shows.contracts import ShowState


@dataclass(frozen=True, slots=True)
class Pin:
    """A product held up since ``pinned_at``."""

    product_id: str
    pinned_at: datetime


@dataclass(frozen=True, slots=True)
class PublicShow:
    """Everything a viewer's page needs to begin."""

    id: str
    slug: str
    title: str
    host_name: str
    state: ShowState
    starts_at: datetime | None
    store: Store
    playback: Playback
    products: list[ProductCard]
    pins: list[Pin]


@dataclass(frozen=True, slots=True)
class ShowCard:
    """A show in the public list."""

    id: str
    slug: str
    title: str
    host_name: str
    state: ShowState
    starts_at: datetime | None
    cover_url: str | None


@dataclass(frozen=True, slots=True)
class RoomTicket:
    """Opens the room's socket until ``expires_at``; ``path`` carries the ticket."""

    ticket: str
    path: str
    expires_at: datetime
