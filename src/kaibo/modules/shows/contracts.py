"""What others may know of a show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ShowState(StrEnum):
    """The life of a show: planned, live, over."""

    READY = "ready"
    ON_AIR = "on_air"
    CLOSED = "closed"


class Access(StrEnum):
    """Who may come: everybody, or those who hold the invitation."""

    PUBLIC = "public"
    INVITED = "invited"


@dataclass(frozen=True, slots=True)
class Show:
    """A show as staff see it; both paths are relative to the public address.

    ``invite_path`` holds the invitation, a secret; a public show has none. ``revision`` counts the
    changes of what stands in calendars.
    """

    id: str
    slug: str
    title: str
    description: str
    cover_url: str | None
    host_name: str
    state: ShowState
    starts_at: datetime | None
    on_air_at: datetime | None
    closed_at: datetime | None
    product_ids: list[str]
    viewer_path: str
    access: Access
    invite_path: str | None
    revision: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """A show as far as an order needs it; ``sells`` names the products asked about that it has."""

    id: str
    slug: str
    title: str
    state: ShowState
    sells: frozenset[str]


@dataclass(frozen=True, slots=True)
class Booking:
    """Whether the viewer who asks wants to come to the show, and how many want to."""

    booked: bool
    bookings: int


class EntryKind(StrEnum):
    """What an entry of a show's timeline tells, with its subject and data.

    - ``on_air``, ``closed``: the show began, ended.
    - ``picture_came`` (subject: its source; also when it is another one), ``picture_went``.
    - ``pinned``, ``unpinned``: a product (subject) was held up, put back.
    - ``explaining``, ``explained``: the host began, ended explaining a product (subject).
    - ``deal_announced``, ``deal_over``: a flash deal (subject); ``product_id``, when announced also
      ``starts_at`` and ``ends_at`` in ms.
    - ``stock_low``, ``sold_out``: what the show can sell of a variant (subject) fell to its mark,
      or to nothing; ``own``: whether of the part that it set aside; ``available`` in units.
    - ``room_opened``: a process began to count in an empty room; who was there before is gone,
      with or without a ``left``.
    - ``joined``, ``left``: a viewer (subject) came, went; ``left`` with ``stayed_ms`` and
      ``watched_ms``, of this stay.
    - ``attendance``: the room's figures up to now, kept every minute that somebody is there.
    - ``crowd``: the figures that were made of comings, goings and acts, kept for good before these
      are removed.
    - ``attention``: what happened in ten seconds: ``watching`` (the most), ``danmaku``, ``likes``;
      several of the same ten seconds add up.
    - ``danmaku_hidden``, ``danmaku_restored``: a line of talk (subject), with its ``viewer_id`` and
      ``text``; ``danmaku_pinned``, ``danmaku_unpinned``: one held up for all; ``muted``,
      ``unmuted``: a viewer (subject), ``until`` in ms, null to the end of the show. Each with who
      did it, ``by`` and ``by_name``. Of an erased viewer ``text`` is empty, and ``erased`` true.
    - ``signal``: something of a viewer (subject) looked as if no person did it, for review:
      ``signal`` says what, ``network`` from where.
    """

    ON_AIR = "on_air"
    CLOSED = "closed"
    PICTURE_CAME = "picture_came"
    PICTURE_WENT = "picture_went"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    EXPLAINING = "explaining"
    EXPLAINED = "explained"
    DEAL_ANNOUNCED = "deal_announced"
    DEAL_OVER = "deal_over"
    STOCK_LOW = "stock_low"
    SOLD_OUT = "sold_out"
    DANMAKU_HIDDEN = "danmaku_hidden"
    DANMAKU_RESTORED = "danmaku_restored"
    DANMAKU_PINNED = "danmaku_pinned"
    DANMAKU_UNPINNED = "danmaku_unpinned"
    MUTED = "muted"
    UNMUTED = "unmuted"
    ROOM_OPENED = "room_opened"
    JOINED = "joined"
    LEFT = "left"
    ATTENDANCE = "attendance"
    ATTENTION = "attention"
    CROWD = "crowd"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened in a show at ``at_ms`` (since the epoch); never changed."""

    show_id: str
    at_ms: int
    kind: EntryKind
    subject: str
    data: dict[str, Any]
