"""Scheduled work: an order that was not paid in time."""

from __future__ import annotations

from typing import Any

from kaibo.flows.cancel_order.service import cancel_order
from kaibo.modules.orders.contracts import CancelReason
from kaibo.modules.orders.errors import NotPayableError
from kaibo.platform.http.context import Context


async def expire(context: Context, payload: dict[str, Any]) -> None:
    """Cancel the order unless it has been paid."""
    try:
        await cancel_order(context, payload["order_id"], CancelReason.EXPIRED)
    except NotPayableError:
        return
