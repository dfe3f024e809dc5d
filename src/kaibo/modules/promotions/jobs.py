"""Scheduled work: a deal's time is over."""

from __future__ import annotations

from typing import Any

from kaibo.modules.promotions.events import DealChanged
from kaibo.platform.db import UnitOfWork


def over(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Tell the room, which reads that the deal is over."""
    uow.emit(DealChanged(deal_id=payload["deal_id"], show_id=payload["show_id"]))
