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


def complete(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Complete what arrived longer ago than the return window, and come again in an hour."""
    before = uow.now - RETURN_WINDOW
    for order_id in orders.stale(uow.session, OrderState.DELIVERED, before=before):
        orders.advance(uow, order_id, OrderState.COMPLETED, orders.SYSTEM)
    uow.enqueue(COMPLETE_JOB, {}, run_at=uow.now + PAUSE, key=COMPLETE_JOB)
