"""What the flows may do with payments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.money import Money
from kaibo.modules.payments import refunding, repository, service
from kaibo.modules.payments.contracts import NewRefund, Payment, PaymentState, Refund
from kaibo.modules.payments.errors import (
    GatewayDownError,
    UnknownGatewayError,
    WrongAmountError,
)
from kaibo.modules.payments.ports import CheckoutRequest, Gateways
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context


def default_gateway(context: Context) -> str:
    """Give the name of the gateway that serves new payments."""
    return context.port(Gateways).default.name


def open_payments(
    uow: UnitOfWork, owed: Sequence[tuple[str, Money]], gateway: str
) -> list[Payment]:
    """Write down that these orders are to be paid, as order and amount; no gateway is called."""
    return service.open_payments(uow, owed, gateway)


def of_order(session: Session, order_id: str) -> Payment:
    """Give the payment of an order, or raise ``NotFoundError``."""
    found = of_orders(session, [order_id])
    if order_id not in found:
        raise NotFoundError(order_id=order_id)
    return found[order_id]


def of_orders(session: Session, order_ids: Collection[str]) -> dict[str, Payment]:
    """Give the payments of these orders, by order id."""
    rows = repository.of_orders(session, order_ids)
    return {row.order_id: service.to_payment(row) for row in rows}


def of_reference(session: Session, gateway: str, reference: str) -> Payment | None:
    """Give a payment by the gateway's own id."""
    row = repository.by_reference(session, gateway, reference)
    return service.to_payment(row) if row else None


def apply_state(uow: UnitOfWork, payment_id: str, state: PaymentState) -> bool:
    """Take over what the gateway says; tell whether this call changed anything.

    What is authorised is told by ``PaymentAuthorized``, for whoever has it captured.
    """
    return service.apply_state(uow, payment_id, state)


def open_refund(uow: UnitOfWork, payment_id: str, new: NewRefund) -> Refund:
    """Write down that this much is to be given back; the gateway is asked after the commit.

    Raises ``RefundTooLargeError`` when less is left of the payment. A repeat with the same key
    gives the first refund.
    """
    return refunding.open_refund(uow, payment_id, new)


def find_refund(session: Session, payment_id: str, key: str | None) -> Refund | None:
    """Give the refund of a payment that was asked for with this idempotency key."""
    return refunding.find(session, payment_id, key)


def is_of_request(session: Session, refund_id: str, fingerprint: str) -> bool:
    """Whether a refund came of the request with this fingerprint; an older release kept none."""
    return refunding.is_of_request(session, refund_id, fingerprint)


def retry_refund(uow: UnitOfWork, refund_id: str) -> Refund:
    """Ask the gateway again for a refund that it refused."""
    return refunding.retry(uow, refund_id)


def get_refund(session: Session, refund_id: str) -> Refund:
    """Give a refund, or raise ``NotFoundError``."""
    row = repository.refund(session, refund_id)
    if row is None:
        raise NotFoundError(refund_id=refund_id)
    return refunding.to_refund(row)


def refunds_of(session: Session, order_ids: Collection[str]) -> dict[str, list[Refund]]:
    """Give the refunds of these orders, by order id, oldest first."""
    found: dict[str, list[Refund]] = {}
    for row in repository.refunds_of(session, order_ids):
        found.setdefault(row.order_id, []).append(refunding.to_refund(row))
    return found


def forget_webhooks(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Remove at most so many webhooks that came before then; tell how many.

    Of one that a gateway sends again later than that it is no longer known that it came, which
    does no harm: it is only a hint to ask.
    """
    return repository.forget_webhooks(uow, before, most)


async def open_checkout(
    context: Context, payment: Payment, *, description: str, return_url: str
) -> str:
    """Open the gateway's page for a payment and give its address.

    Called outside any transaction. Repeating it gives the same page, open again after a
    decline, since the gateway knows the payment by its id.
    """
    gateway = context.port(Gateways).get(payment.gateway)
    if gateway is None:
        raise UnknownGatewayError(gateway=payment.gateway)
    checkout = await gateway.create_checkout(
        CheckoutRequest(payment.id, payment.amount, description, return_url)
    )
    await context.db.run(service.attach_checkout, payment.id, checkout)
    return checkout.redirect_url


async def ask_gateway(context: Context, payment: Payment) -> PaymentState:
    """Ask the gateway what became of a payment; one it never saw is as it was.

    Raises ``WrongAmountError`` when another amount was authorised or captured than is owed:
    that needs a person, and the work item that asked keeps it in view.
    """
    gateway = context.port(Gateways).get(payment.gateway)
    if gateway is None or payment.reference is None:
        return payment.state
    state, amount = await gateway.query(payment.reference)
    if state in {PaymentState.AUTHORIZED, PaymentState.CAPTURED} and amount != payment.amount:
        raise WrongAmountError(payment_id=payment.id)
    return state


async def capture(context: Context, payment: Payment) -> PaymentState:
    """Have the gateway take what the buyer authorised; give what became of the payment.

    Called outside any transaction, and again with the same outcome. Raises ``WrongAmountError``
    as ``ask_gateway`` does, and ``GatewayDownError`` when the gateway has not taken it yet.
    """
    gateway = context.port(Gateways).get(payment.gateway)
    if gateway is None or payment.reference is None:
        raise UnknownGatewayError(gateway=payment.gateway)
    state = await gateway.capture(payment.reference, payment.amount)
    if state is PaymentState.CAPTURED:
        state = await ask_gateway(context, payment)
        if state is PaymentState.PENDING:
            # What it tells is behind what it did.
            raise GatewayDownError(payment_id=payment.id)
    if state is PaymentState.AUTHORIZED:
        raise GatewayDownError(payment_id=payment.id)
    # A page that is open again: what was authorised has been declined, or it had not been.
    return PaymentState.DECLINED if state is PaymentState.PENDING else state


async def close_checkout(context: Context, payment: Payment) -> PaymentState:
    """Stop a payment at the gateway; give its state, which may be captured already.

    What was authorised is let go of; where the gateway will not, the state is authorized still.
    Raises ``WrongAmountError`` as ``ask_gateway`` does, and ``GatewayDownError`` when the
    gateway leaves the payment open: its stock must not be given away then.
    """
    gateway = context.port(Gateways).get(payment.gateway)
    if gateway is None or payment.reference is None:
        return PaymentState.CLOSED
    state = await gateway.close(payment.reference)
    if state is PaymentState.CAPTURED:
        return await ask_gateway(context, payment)
    if state is PaymentState.PENDING:
        raise GatewayDownError(payment_id=payment.id)
    return state
