"""Payments as records: opened with the order, moved by what the gateway says."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from kaibo.kernel.ids import new_ids
from kaibo.kernel.money import Money
from kaibo.modules.payments import repository
from kaibo.modules.payments.contracts import Payment, PaymentState
from kaibo.modules.payments.domain import STATES
from kaibo.modules.payments.events import PaymentAuthorized, WebhookReceived
from kaibo.modules.payments.models import PaymentRow, WebhookRow
from kaibo.modules.payments.ports import Checkout, Webhook
from kaibo.platform.db import UnitOfWork


def open_payments(
    uow: UnitOfWork, owed: Sequence[tuple[str, Money]], gateway: str
) -> list[Payment]:
    """Write down that these orders are to be paid; no gateway is called yet."""
    ids = new_ids("pay", len(owed))
    pending = PaymentState.PENDING.value
    nothing = {currency: Money(0, currency) for currency in {due.currency for _, due in owed}}
    repository.add_all(
        uow,
        [
            {
                "id": payment_id,
                "order_id": order_id,
                "gateway": gateway,
                "state": pending,
                "currency": amount.currency,
                "amount": amount.amount,
                "refunded": 0,
                "created_at": uow.now,
                "changed_at": uow.now,
            }
            for payment_id, (order_id, amount) in zip(ids, owed, strict=True)
        ],
    )
    return [
        Payment(
            id=payment_id,
            order_id=order_id,
            gateway=gateway,
            state=PaymentState.PENDING,
            amount=amount,
            refunded=nothing[amount.currency],
            reference=None,
            redirect_url=None,
        )
        for payment_id, (order_id, amount) in zip(ids, owed, strict=True)
    ]


def attach_checkout(uow: UnitOfWork, payment_id: str, checkout: Checkout) -> None:
    """Note the gateway's page for a payment; the first one stays."""
    row = repository.payment(uow.session, payment_id)
    if row is not None and row.reference is None:
        row.reference = checkout.reference
        row.redirect_url = checkout.redirect_url


def apply_state(uow: UnitOfWork, payment_id: str, state: PaymentState) -> bool:
    """Take over what the gateway says; tell whether this call changed anything.

    News that no longer fits (declined after captured, anything twice) changes nothing. Money
    that is authorised is asked for after the commit, once however often the gateway says so;
    also for a payment that was closed: then it must be let go of.
    """
    is_new = repository.move(uow, payment_id, STATES.sources(state), state)
    if state is PaymentState.AUTHORIZED:
        row = repository.payment(uow.session, payment_id)
        if row is not None and (is_new or row.state == PaymentState.CLOSED):
            uow.emit(PaymentAuthorized(order_id=row.order_id))
            uow.pass_points("capture.authorized", "capture.authorization_committed")
    return is_new


def store_webhook(uow: UnitOfWork, gateway: str, webhook: Webhook) -> bool:
    """Store a webhook whose signature held; one that came before is dropped."""
    row = WebhookRow(
        gateway=gateway,
        event_id=webhook.id,
        reference=webhook.reference,
        received_at=uow.now,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError:
        return False
    uow.emit(WebhookReceived(gateway=gateway, reference=webhook.reference))
    uow.pass_points("webhook.stored", "webhook.committed")
    return True


def to_payment(row: PaymentRow) -> Payment:
    """Give the payment as others may know it."""
    return Payment(
        id=row.id,
        order_id=row.order_id,
        gateway=row.gateway,
        state=PaymentState(row.state),
        amount=Money(row.amount, row.currency),
        refunded=Money(row.refunded, row.currency),
        reference=row.reference,
        redirect_url=row.redirect_url,
    )
