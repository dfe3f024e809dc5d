"""Giving money back: the intent is committed first, then the gateway is called, then its word.

So a crash at any point leaves a refund that is known, and the gateway, which knows it by its
id, gives the money back once however often it is asked.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.kernel.money import Money
from kaibo.kernel.states import IllegalMoveError
from kaibo.modules.payments import repository
from kaibo.modules.payments.contracts import (
    NewRefund,
    PaymentState,
    Refund,
    RefundState,
)
from kaibo.modules.payments.domain import REFUND_STATES, STATES
from kaibo.modules.payments.errors import RefundTooLargeError
from kaibo.modules.payments.events import RefundAsked, RefundFailed, RefundSucceeded
from kaibo.modules.payments.models import RefundRow
from kaibo.platform.db import UnitOfWork


def open_refund(uow: UnitOfWork, payment_id: str, new: NewRefund) -> Refund:
    """Write down that this much is to be given back; no gateway is called yet.

    Raises ``RefundTooLargeError`` when less is left of the payment; of two that ask for the
    last of it at once, one gets it. A repeat with the same key gives the first refund.
    """
    payment = repository.payment(uow.session, payment_id)
    if payment is None:
        raise NotFoundError(payment_id=payment_id)
    is_held = repository.hold_for_refund(uow, payment_id, new.amount.amount)
    # After the payment was held: a rival with the same key has committed by now.
    if first := find(uow.session, payment_id, new.key):
        if is_held:
            repository.let_go_of_refund(uow, payment_id, new.amount.amount)
        return first
    if not is_held:
        uow.session.refresh(payment)
        left = payment.amount - payment.refunded
        raise RefundTooLargeError(
            field="amount", left=left if payment.state == PaymentState.CAPTURED else 0
        )
    row = RefundRow(
        id=new_id("rfd"),
        payment_id=payment_id,
        order_id=payment.order_id,
        state=RefundState.PENDING,
        currency=new.amount.currency,
        amount=new.amount.amount,
        reason=new.reason,
        actor=new.actor,
        pieces=[[position, number] for position, number in sorted(new.pieces.items())],
        restocks=new.restocks,
        error=None,
        idempotency_key=new.key,
        fingerprint=new.fingerprint,
        created_at=uow.now,
        settled_at=None,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.emit(RefundAsked(refund_id=row.id))
    uow.pass_points("refund.intended", "refund.intent_committed")
    return to_refund(row)


def find(session: Session, payment_id: str, key: str | None) -> Refund | None:
    """Give the refund of a payment that was asked for with this key, if there is one."""
    row = repository.refund_by_key(session, payment_id, key) if key else None
    return to_refund(row) if row else None


def is_of_request(session: Session, refund_id: str, fingerprint: str) -> bool:
    """Whether this is the request that the refund came of; an older release kept none."""
    row = repository.refund(session, refund_id)
    return row is not None and row.fingerprint in {"", fingerprint}


def succeed(uow: UnitOfWork, refund_id: str) -> bool:
    """Note that the gateway gave the money back; tell whether this call did."""
    row = _get(uow, refund_id)
    sources = REFUND_STATES.sources(RefundState.SUCCEEDED)
    if not repository.move_refund(
        uow, refund_id, sources, RefundState.SUCCEEDED, settled_at=uow.now
    ):
        return False
    # Held: of the last two parts, whichever comes second must see the first.
    payment = repository.hold(uow.session, row.payment_id)
    if payment is not None and repository.given_back(uow.session, payment.id) >= payment.amount:
        repository.move(
            uow, payment.id, STATES.sources(PaymentState.REFUNDED), PaymentState.REFUNDED
        )
    uow.emit(RefundSucceeded(refund_id=refund_id, order_id=row.order_id))
    uow.pass_points("refund.noted", "refund.note_committed")
    return True


def fail(uow: UnitOfWork, refund_id: str, error: str) -> bool:
    """Note that the gateway refused; the money counts as the shop's again."""
    row = _get(uow, refund_id)
    sources = REFUND_STATES.sources(RefundState.FAILED)
    if not repository.move_refund(
        uow, refund_id, sources, RefundState.FAILED, error=error[:300], settled_at=uow.now
    ):
        return False
    repository.let_go_of_refund(uow, row.payment_id, row.amount)
    uow.emit(RefundFailed(refund_id=refund_id, order_id=row.order_id))
    return True


def retry(uow: UnitOfWork, refund_id: str) -> Refund:
    """Ask the gateway again for a refund that it refused."""
    row = _get(uow, refund_id)
    if row.state != RefundState.FAILED:
        raise IllegalMoveError(kind="refund", current=row.state, wanted=RefundState.PENDING.value)
    if not repository.hold_for_refund(uow, row.payment_id, row.amount):
        raise RefundTooLargeError(field="amount", left=0)
    sources = REFUND_STATES.sources(RefundState.PENDING)
    if repository.move_refund(uow, refund_id, sources, RefundState.PENDING):
        uow.emit(RefundAsked(refund_id=refund_id))
    else:
        # A colleague was quicker, and holds the money for it already.
        repository.let_go_of_refund(uow, row.payment_id, row.amount)
    return to_refund(_get(uow, refund_id))


def to_refund(row: RefundRow) -> Refund:
    """Give the refund as others may know it."""
    return Refund(
        id=row.id,
        payment_id=row.payment_id,
        order_id=row.order_id,
        state=RefundState(row.state),
        amount=Money(row.amount, row.currency),
        reason=row.reason,
        actor=row.actor,
        pieces={int(position): int(number) for position, number in row.pieces},
        restocks=row.restocks,
        created_at=row.created_at,
        settled_at=row.settled_at,
        error=row.error,
    )


def _get(uow: UnitOfWork, refund_id: str) -> RefundRow:
    row = repository.refund(uow.session, refund_id)
    if row is None:
        raise NotFoundError(refund_id=refund_id)
    return row
