"""What others may know of a show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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

    ``invite_path`` holds the invitation, a secret; a public show has none.
    """

    id: str
    slug: str
    title: str
    host_name: str
    state: ShowState
    starts_at: datetime | None
    on_air_at: datetime | None
    closed_at: datetime | None
    product_ids: list[str]
    viewer_path: str
    access: Access
    invite_path: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """A show as far as an order needs it; ``sells`` names the products asked about that it has."""

    id: str
    slug: str
    title: str
    state: ShowState
    sells: frozenset[str]
