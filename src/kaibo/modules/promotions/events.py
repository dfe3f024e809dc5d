"""What happens to a deal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DealChanged(Event):
    """A deal was announced, stopped or is over, or gave pieces."""

    name: ClassVar[str] = "promotions.deal_changed.v1"
    deal_id: str
    show_id: str
