"""Scheduled work: orders that were not paid in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kaibo.flows.cancel_order.service import cancel_order
from kaibo.flows.pay_order import facade as pay_order
from kaibo.flows.place_order.facade import GRACE, SWEEP_JOB
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import CancelReason
from kaibo.modules.orders.errors import NotPayableError
from kaibo.modules.payments import facade as payments
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

EXPIRY_JOB = "cancel_order.expire"
# The sweep comes by itself as often as this, also when nothing told it to.
LONGEST_PAUSE = timedelta(minutes=5)
# Orders of a stampede run out together: so many are asked for in one transaction, then the next.
PIECE = 500
REST_KEY = f"{SWEEP_JOB}:rest"


def sweep(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Ask for each order whose time ran out to be cancelled, and come again for the next.

    ``after`` in the payload is the last order that was asked for: the sweep goes on behind it.
    """
    after = payload.get("after")
    due = orders.due(
        uow.session,
        before=uow.now - GRACE,
        after=(datetime.fromisoformat(after[0]), after[1]) if after else None,
        limit=PIECE,
    )
    for _, order_id in due:
        uow.enqueue(EXPIRY_JOB, {"order_id": order_id}, key=f"expire:{order_id}")
    if len(due) == PIECE:
        last, order_id = due[-1]
        uow.enqueue(SWEEP_JOB, {"after": [last.isoformat(), order_id]}, key=REST_KEY)
    if after is None:
        _come_again(uow)


def _come_again(uow: UnitOfWork) -> None:
    following = orders.next_expiry(uow.session, after=uow.now - GRACE)
    latest = uow.now + LONGEST_PAUSE
    run_at = min(following + GRACE, latest) if following else latest
    uow.enqueue(SWEEP_JOB, {}, run_at=run_at, key=SWEEP_JOB)


async def close(context: Context, payload: dict[str, Any]) -> None:
    """Close the gateway's side of an order that was cancelled by whoever needed its stock.

    Had it been paid in the meantime, the payment is settled as any that comes late.
    """
    payment = await context.db.read(payments.of_order, payload["order_id"])
    state = await payments.close_checkout(context, payment)
    await context.db.run(pay_order.settle, payment, state)


async def expire(context: Context, payload: dict[str, Any]) -> None:
    """Cancel the order unless it has been paid."""
    try:
        await cancel_order(context, payload["order_id"], CancelReason.EXPIRED)
    except NotPayableError:
        return
