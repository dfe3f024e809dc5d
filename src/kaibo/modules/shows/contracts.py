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


@dataclass(frozen=True, slots=True)
class Show:
    """A show as staff see it; ``viewer_path`` is relative to the public address."""

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
    created_at: datetime
