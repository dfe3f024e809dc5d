"""SQL of payments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kaibo.modules.payments.contracts import PaymentState, RefundState
from kaibo.modules.payments.models import PaymentRow, RefundRow, WebhookRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import delete_some, insert_rows


def payment(session: Session, payment_id: str) -> PaymentRow | None:
    """Find a payment by id."""
    return session.get(PaymentRow, payment_id)


def hold(session: Session, payment_id: str) -> PaymentRow | None:
    """Give a payment as it is now, held until the transaction ends."""
    return session.scalar(
        select(PaymentRow)
        .where(PaymentRow.id == payment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def of_orders(session: Session, order_ids: Collection[str]) -> Sequence[PaymentRow]:
    """Give the payments of these orders."""
    return session.scalars(select(PaymentRow).where(PaymentRow.order_id.in_(order_ids))).all()


def by_reference(session: Session, gateway: str, reference: str) -> PaymentRow | None:
    """Find a payment by the gateway's own id."""
    return session.scalar(
        select(PaymentRow).where(PaymentRow.gateway == gateway, PaymentRow.reference == reference)
    )


def add_all(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Write payments down at once."""
    insert_rows(uow.session, PaymentRow, rows)


def hold_for_refund(uow: UnitOfWork, payment_id: str, amount: int) -> bool:
    """Count money as given back from now on; tell whether as much is left of the payment."""
    held = uow.session.scalars(
        update(PaymentRow)
        .where(
            PaymentRow.id == payment_id,
            PaymentRow.state == PaymentState.CAPTURED,
            PaymentRow.refunded + amount <= PaymentRow.amount,
        )
        .values(refunded=PaymentRow.refunded + amount, changed_at=uow.now)
        .returning(PaymentRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(held)


def let_go_of_refund(uow: UnitOfWork, payment_id: str, amount: int) -> None:
    """Count money as not given back after all."""
    uow.session.execute(
        update(PaymentRow)
        .where(PaymentRow.id == payment_id)
        .values(refunded=PaymentRow.refunded - amount, changed_at=uow.now)
        .execution_options(synchronize_session=False)
    )
    uow.session.expire_all()


def refund(session: Session, refund_id: str) -> RefundRow | None:
    """Find a refund by id."""
    return session.get(RefundRow, refund_id)


def refund_by_key(session: Session, payment_id: str, key: str) -> RefundRow | None:
    """Find the refund of a payment that was asked for with this key."""
    return session.scalar(
        select(RefundRow).where(
            RefundRow.payment_id == payment_id, RefundRow.idempotency_key == key
        )
    )


def refunds_of(session: Session, order_ids: Collection[str]) -> Sequence[RefundRow]:
    """Give the refunds of these orders, oldest first."""
    return session.scalars(
        select(RefundRow).where(RefundRow.order_id.in_(order_ids)).order_by(RefundRow.id)
    ).all()


def move_refund(
    uow: UnitOfWork,
    refund_id: str,
    sources: frozenset[RefundState],
    target: RefundState,
    *,
    error: str | None = None,
    settled_at: datetime | None = None,
) -> bool:
    """Change a refund's state if it is one of ``sources``; of two that try at once, one does."""
    moved = uow.session.scalars(
        update(RefundRow)
        .where(RefundRow.id == refund_id, RefundRow.state.in_(sources))
        .values(state=target, error=error, settled_at=settled_at)
        .returning(RefundRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(moved)


def given_back(session: Session, payment_id: str) -> int:
    """Give how much of a payment was really given back, in minor units."""
    total = session.scalar(
        select(func.sum(RefundRow.amount)).where(
            RefundRow.payment_id == payment_id, RefundRow.state == RefundState.SUCCEEDED
        )
    )
    return int(total or 0)


def move(
    uow: UnitOfWork, payment_id: str, sources: frozenset[PaymentState], target: PaymentState
) -> bool:
    """Change the state if it is one of ``sources``; of two that try at once, one does."""
    stamps = {"captured_at": uow.now} if target is PaymentState.CAPTURED else {}
    moved = uow.session.scalars(
        update(PaymentRow)
        .where(PaymentRow.id == payment_id, PaymentRow.state.in_(sources))
        .values(state=target, changed_at=uow.now, **stamps)
        .returning(PaymentRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(moved)


def forget_webhooks(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Remove at most so many webhooks that came before then; tell how many."""
    return delete_some(uow.session, WebhookRow, WebhookRow.received_at < before, most=most)
