"""What others may know of viewers' acts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActKind(StrEnum):
    """What a viewer did on the shop's page."""

    SHOWN = "shown"
    OPENED = "opened"
    CARTED = "carted"
    CHECKOUT = "checkout"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Act:
    """A viewer did this; ``product_id`` is empty for what concerns the whole show.

    ``show`` is an id or an address, as the page says it; ``at_ms`` since the epoch, by our clock.
    """

    show: str
    kind: ActKind
    product_id: str
    viewer_id: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class ActOfViewer:
    """A viewer did this so many times, first at ``first_ms`` since the epoch."""

    show_id: str
    kind: ActKind
    product_id: str
    first_ms: int
    times: int


@dataclass(frozen=True, slots=True)
class ActPeople:
    """How many people did this, and how often in all; the whole show's when no product is named."""

    kind: ActKind
    product_id: str
    people: int
    times: int


@dataclass(frozen=True, slots=True)
class ActMinute:
    """How often this was done in the minute from ``at_ms``."""

    kind: ActKind
    product_id: str
    at_ms: int
    times: int
