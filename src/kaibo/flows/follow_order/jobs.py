"""Scheduled work: orders that arrived and to which nobody objects are complete."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState
from kaibo.platform.db import UnitOfWork

COMPLETE_JOB = "follow_order.complete"
# The return window of seven days, from the day after arrival.
RETURN_WINDOW = timedelta(days=8)
PAUSE = timedelta(hours=1)
# So many in one transaction; more that wait come right after.
PIECE = 500


def complete(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Complete what arrived longer ago than the return window, and come again in an hour."""
    before = uow.now - RETURN_WINDOW
    stale = orders.stale(uow.session, OrderState.DELIVERED, before=before, limit=PIECE)
    for order_id in stale:
        orders.advance(uow, order_id, OrderState.COMPLETED, orders.SYSTEM)
    pause = PAUSE if len(stale) < PIECE else timedelta(0)
    uow.enqueue(COMPLETE_JOB, {}, run_at=uow.now + pause, key=COMPLETE_JOB)
