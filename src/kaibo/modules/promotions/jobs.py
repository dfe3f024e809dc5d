"""Scheduled work: a deal's time is over."""

from __future__ import annotations

from typing import Any

from kaibo.modules.promotions import service
from kaibo.platform.db import UnitOfWork


def over(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Write down that the deal is over, and tell the room, which reads it."""
    service.ran_out(uow, payload["deal_id"])
