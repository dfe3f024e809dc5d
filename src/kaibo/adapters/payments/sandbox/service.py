"""What happens at the simulated gateway."""

from __future__ import annotations

from datetime import timedelta
from secrets import randbelow

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kaibo.adapters.payments.sandbox.conditions import check_test_store, controls
from kaibo.adapters.payments.sandbox.contracts import SHUFFLE_MS, SandboxControls
from kaibo.adapters.payments.sandbox.models import (
    SandboxCheckoutRow,
    SandboxRefundRow,
    SandboxWebhookRow,
)
from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.kernel.money import Money
from kaibo.modules.identity import facade as identity
from kaibo.modules.payments.errors import RefundRefusedError, WrongAmountError
from kaibo.modules.payments.ports import CheckoutRequest
from kaibo.platform.db import UnitOfWork

WEBHOOK_JOB = "sandbox.send_webhook"


def open_checkout(uow: UnitOfWork, request: CheckoutRequest) -> SandboxCheckoutRow:
    """Open a page, or give the one this payment has already, open again if it was declined."""
    check_test_store(uow.session)
    known = _of_payment(uow.session, request.payment_id)
    if known is not None:
        # Only where it is declined still: the buyer may approve in this moment.
        _move(uow, known.id, ["declined"], "open")
        return find(uow.session, known.id)
    row = SandboxCheckoutRow(
        id=new_id("sbx"),
        payment_id=request.payment_id,
        merchant=identity.get_store(uow.session).name,
        description=request.description,
        currency=request.amount.currency,
        amount=request.amount.amount,
        state="open",
        return_url=request.return_url,
        created_at=uow.now,
        changed_at=uow.now,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError:
        # The same payment was opened in the same moment.
        known = _of_payment(uow.session, request.payment_id)
        if known is None:
            raise
        return known
    return row


def _of_payment(session: Session, payment_id: str) -> SandboxCheckoutRow | None:
    return session.scalar(
        select(SandboxCheckoutRow).where(SandboxCheckoutRow.payment_id == payment_id)
    )


def find(session: Session, checkout_id: str) -> SandboxCheckoutRow:
    """Give a checkout, or raise ``NotFoundError``."""
    row = session.get(SandboxCheckoutRow, checkout_id)
    if row is None:
        raise NotFoundError(checkout=checkout_id)
    return row


def decide(uow: UnitOfWork, checkout_id: str, state: str) -> SandboxCheckoutRow:
    """Approve or decline; a page that was declined may still be approved, never the reverse.

    While the gateway is told to decline, who approves is declined; while it captures when asked,
    they only authorise.
    """
    find(uow.session, checkout_id)
    # A page that was opened before the store began to sell for real must not pay an order.
    check_test_store(uow.session)
    now = controls(uow.session)
    if now.declines:
        state = "declined"
    elif state == "approved" and now.captures_when_asked:
        state = "authorized"
    sources = ["open"] if state == "declined" else ["open", "declined"]
    if _move(uow, checkout_id, sources, state):
        _tell(uow, checkout_id, state)
    return find(uow.session, checkout_id)


def capture(uow: UnitOfWork, checkout_id: str, amount: Money) -> SandboxCheckoutRow:
    """Take what was authorised; a page where nothing is, or is any more, stays as it is.

    While the gateway is told to decline, what was authorised is declined now.
    """
    row = find(uow.session, checkout_id)
    check_test_store(uow.session)
    if amount != Money(row.amount, row.currency):
        raise WrongAmountError(payment_id=row.payment_id)
    is_declined = controls(uow.session).declines
    if _move(uow, checkout_id, ["authorized"], "declined" if is_declined else "approved"):
        _tell(uow, checkout_id, "declined" if is_declined else "captured")
    return find(uow.session, checkout_id)


def expire(uow: UnitOfWork, checkout_id: str) -> SandboxCheckoutRow:
    """Stop a page from being paid, unless it has been; what was authorised is let go of."""
    _move(uow, checkout_id, ["open", "declined", "authorized"], "expired")
    return find(uow.session, checkout_id)


def refund(uow: UnitOfWork, checkout_id: str, refund_id: str, amount: Money) -> None:
    """Give part or all of an approved payment back; the same refund id does so once."""
    if uow.session.get(SandboxRefundRow, refund_id) is not None:
        return
    if controls(uow.session).refuses_refunds:
        raise RefundRefusedError(reason="the simulated gateway refuses refunds")
    row = find(uow.session, checkout_id)
    given = uow.session.scalar(
        select(func.sum(SandboxRefundRow.amount)).where(SandboxRefundRow.checkout_id == checkout_id)
    )
    left = row.amount - int(given or 0)
    if row.state != "approved" or amount.currency != row.currency or amount.amount > left:
        raise RefundRefusedError(reason=f"{row.state}, {left} left")
    uow.session.add(
        SandboxRefundRow(
            id=refund_id, checkout_id=checkout_id, amount=amount.amount, created_at=uow.now
        )
    )
    uow.session.flush()
    if amount.amount == left:
        _move(uow, checkout_id, ["approved"], "refunded")
    _tell(uow, checkout_id, "refunded")


def _move(uow: UnitOfWork, checkout_id: str, sources: list[str], target: str) -> bool:
    moved = uow.session.scalars(
        update(SandboxCheckoutRow)
        .where(SandboxCheckoutRow.id == checkout_id, SandboxCheckoutRow.state.in_(sources))
        .values(state=target, changed_at=uow.now)
        .returning(SandboxCheckoutRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(moved)


def _tell(uow: UnitOfWork, checkout_id: str, state: str) -> None:
    """Have the shop told, as often and as late as the gateway is told to."""
    told = {"id": new_id("evt"), "checkout": checkout_id, "type": f"checkout.{state}"}
    now = controls(uow.session)
    for _ in range(now.webhook_copies):
        due_at = uow.now + timedelta(milliseconds=_delay_ms(now))
        row = SandboxWebhookRow(
            id=new_id("swh"),
            event_id=told["id"],
            checkout_id=checkout_id,
            type=told["type"],
            due_at=due_at,
            delivered_at=None,
            created_at=uow.now,
        )
        uow.session.add(row)
        uow.enqueue(WEBHOOK_JOB, {**told, "sending": row.id}, run_at=due_at)


def _delay_ms(now: SandboxControls) -> int:
    return now.webhook_delay_ms + (_scatter() if now.shuffles_webhooks else 0)


def _scatter() -> int:
    return randbelow(SHUFFLE_MS)


def note_delivery(uow: UnitOfWork, sending_id: str, error: str) -> None:
    """Write down what became of one try to send a webhook; without an error it arrived."""
    row = uow.session.get(SandboxWebhookRow, sending_id)
    if row is not None:
        row.attempts += 1
        row.error = error[:200]
        row.delivered_at = None if error else uow.now
