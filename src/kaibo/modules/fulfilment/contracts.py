"""What others may know of a parcel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel on its way."""

    id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime
