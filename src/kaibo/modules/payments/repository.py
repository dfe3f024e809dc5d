"""SQL of payments."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.payments.models import PaymentRow
from kaibo.platform.db import UnitOfWork


def payment(session: Session, payment_id: str) -> PaymentRow | None:
    """Find a payment by id."""
    return session.get(PaymentRow, payment_id)


def of_orders(session: Session, order_ids: Collection[str]) -> Sequence[PaymentRow]:
    """Give the payments of these orders."""
    return session.scalars(select(PaymentRow).where(PaymentRow.order_id.in_(order_ids))).all()


def by_reference(session: Session, gateway: str, reference: str) -> PaymentRow | None:
    """Find a payment by the gateway's own id."""
    return session.scalar(
        select(PaymentRow).where(PaymentRow.gateway == gateway, PaymentRow.reference == reference)
    )


def move(
    uow: UnitOfWork, payment_id: str, sources: frozenset[PaymentState], target: PaymentState
) -> bool:
    """Change the state if it is one of ``sources``; of two that try at once, one does."""
    moved = uow.session.scalars(
        update(PaymentRow)
        .where(PaymentRow.id == payment_id, PaymentRow.state.in_(sources))
        .values(state=target, changed_at=uow.now)
        .returning(PaymentRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(moved)
