"""What happened at the simulated gateway, as its panel shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.adapters.payments.sandbox.conditions import check_test_store
from kaibo.adapters.payments.sandbox.contracts import (
    Delivery,
    SandboxAct,
    SandboxRefund,
    SandboxWebhook,
    State,
)
from kaibo.adapters.payments.sandbox.models import (
    SandboxCheckoutRow,
    SandboxRefundRow,
    SandboxWebhookRow,
)
from kaibo.kernel.money import Money


def latest(session: Session, limit: int) -> list[SandboxAct]:
    """Give the checkouts that were opened last, the latest first; only a test store has them."""
    check_test_store(session)
    rows = session.scalars(
        select(SandboxCheckoutRow).order_by(SandboxCheckoutRow.id.desc()).limit(limit)
    ).all()
    ids = [row.id for row in rows]
    refunds = session.scalars(
        select(SandboxRefundRow)
        .where(SandboxRefundRow.checkout_id.in_(ids))
        .order_by(SandboxRefundRow.created_at, SandboxRefundRow.id)
    ).all()
    webhooks = session.scalars(
        select(SandboxWebhookRow)
        .where(SandboxWebhookRow.checkout_id.in_(ids))
        .order_by(SandboxWebhookRow.id)
    ).all()
    return [_act(row, refunds, webhooks) for row in rows]


def _act(
    row: SandboxCheckoutRow,
    refunds: Sequence[SandboxRefundRow],
    webhooks: Sequence[SandboxWebhookRow],
) -> SandboxAct:
    return SandboxAct(
        id=row.id,
        description=row.description,
        amount=Money(row.amount, row.currency),
        state=cast("State", row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        refunds=[
            SandboxRefund(given.id, Money(given.amount, row.currency), given.created_at)
            for given in refunds
            if given.checkout_id == row.id
        ],
        webhooks=[_webhook(sent) for sent in webhooks if sent.checkout_id == row.id],
    )


def _webhook(row: SandboxWebhookRow) -> SandboxWebhook:
    failing = Delivery.FAILING if row.error else Delivery.WAITING
    return SandboxWebhook(
        id=row.id,
        event_id=row.event_id,
        type=row.type,
        delivery=Delivery.DELIVERED if row.delivered_at else failing,
        attempts=row.attempts,
        error=row.error,
        due_at=row.due_at,
        delivered_at=row.delivered_at,
    )
