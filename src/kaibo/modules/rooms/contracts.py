"""What others may know of a room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.identity.contracts import Store
from kaibo.modules.media.contracts import Playback
from kaibo.modules.promotions.contracts import FlashDeal
from kaibo.modules.rooms.signals import SignalKind
from kaibo.modules.shows.contracts import Booking, ShowState


@dataclass(frozen=True, slots=True)
class Pin:
    """A product held up since ``pinned_at``."""

    product_id: str
    pinned_at: datetime


@dataclass(frozen=True, slots=True)
class Explanation:
    """The product that the host explains, since ``since``."""

    product_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """A product was held up, or explained, from ``from_ms`` (since the epoch).

    It still is when ``to_ms`` is null.
    """

    product_id: str
    from_ms: int
    to_ms: int | None


@dataclass(frozen=True, slots=True)
class AttentionSample:
    """What happened in a room in the ten seconds from ``at_ms`` (since the epoch).

    ``watching`` is the most that watched at once, ``danmaku`` the lines of viewers.
    """

    show_id: str
    at_ms: int
    watching: int
    danmaku: int
    likes: int


@dataclass(frozen=True, slots=True)
class Definition:
    """How a figure is made; ``denominator`` is empty for what is counted, not divided."""

    numerator: str
    denominator: str
    unit: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came to a show, and for how long; ``definitions`` says what each figure means.

    Times are in ms. Null: nothing to divide by yet. ``settled``: the show is over, and the figures
    stay as they are.
    """

    watching: int
    peak: int
    average: float | None
    viewers: int
    viewers_estimated: bool
    views: int
    watched_ms: int
    dwell_ms: int | None
    counted_ms: int
    settled: bool
    definitions: dict[str, Definition]


@dataclass(frozen=True, slots=True)
class PublicShow:
    """Everything a viewer's page needs to begin; ``share_url`` is its address for others."""

    id: str
    slug: str
    title: str
    description: str
    cover_url: str | None
    host_name: str
    state: ShowState
    starts_at: datetime | None
    booking: Booking
    share_url: str
    store: Store
    playback: Playback
    products: list[ProductCard]
    pins: list[Pin]
    explaining: Explanation | None
    deals: list[FlashDeal]


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


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """A line of talk that nobody sees; ``text`` is empty when the room did not know it any more."""

    danmaku_id: str
    viewer_id: str
    text: str
    hidden_at: datetime
    hidden_by: str


@dataclass(frozen=True, slots=True)
class Mute:
    """A viewer who may not speak in the show; without ``until``, to its end."""

    viewer_id: str
    name: str
    until: datetime | None
    muted_at: datetime
    muted_by: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """A line of talk that is held up for all."""

    danmaku_id: str
    viewer_id: str
    name: str
    text: str
    role: str
    pinned_at: datetime


@dataclass(frozen=True, slots=True)
class Moderation:
    """What the crew has done about the talk of a show, as it is now; newest first."""

    hidden: list[HiddenLine]
    mutes: list[Mute]
    announcement: Announcement | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """What looked as if no person did it, ``at_ms`` since the epoch; nothing was done for it.

    ``id`` is its place in the list. ``network`` is where the viewer came from, /24 or /48.
    ``viewers``: of one device, or who said the same ``text``; null for other kinds. ``name`` is
    null when the viewer is not known any more.
    """

    id: str
    at_ms: int
    signal: SignalKind
    viewer_id: str
    name: str | None
    network: str
    viewers: int | None
    text: str | None
