"""What others may know of a parcel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel on its way; ``tracking_url`` is its carrier's public page on it, if one is known."""

    id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime
    tracking_url: str | None
