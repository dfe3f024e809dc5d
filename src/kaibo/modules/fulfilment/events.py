"""What happens to a parcel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelCorrected(Event):
    """A parcel's carrier or number had been noted wrongly, and is right now."""

    name: ClassVar[str] = "fulfilment.parcel_corrected.v1"
    order_id: str
    parcel_id: str
