"""Asking for a refund, and what follows once the gateway has given it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.money import Money
from kaibo.kernel.states import IllegalMoveError
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState, PlacedOrder, sum_by
from kaibo.modules.orders.errors import BadRefundError, KeyReusedError
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import NewRefund, Payment, Refund, RefundState
from kaibo.modules.payments.events import RefundFailed, RefundSucceeded
from kaibo.platform.db import UnitOfWork

_REFUNDABLE = frozenset(
    {OrderState.PAID, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED}
)


@dataclass(frozen=True, slots=True)
class WantedRefund:
    """What to give back: pieces by the position of their line, or an amount, or all that is left.

    ``amount`` in minor units. ``restocks`` puts the pieces back on the shelf. ``key`` is the
    request's idempotency key.
    """

    pieces: Mapping[int, int]
    amount: int | None
    reason: str
    restocks: bool
    key: str | None = None

    @property
    def fingerprint(self) -> str:
        """What tells this wish from any other, whatever key it comes with."""
        wish = [sorted(self.pieces.items()), self.amount, self.reason, self.restocks]
        return hashlib.sha256(json.dumps(wish).encode()).hexdigest()


def ask(uow: UnitOfWork, order_id: str, wanted: WantedRefund, actor: str) -> Refund:
    """Write down that money is to be given back; the gateway is asked after the commit.

    A repeat with the same key gives the first refund.
    Raises ``BadRefundError`` for pieces that are not there, ``RefundTooLargeError`` for money,
    ``KeyReusedError`` when the key came with another wish.
    """
    order = orders.get_order(uow.session, order_id)
    payment = payments.of_order(uow.session, order_id)
    if first := payments.find_refund(uow.session, payment.id, wanted.key):
        _check_repeat(uow, first, wanted)
        return first
    if order.state not in _REFUNDABLE:
        raise IllegalMoveError(
            kind="order", current=order.state.value, wanted=OrderState.REFUNDED.value
        )
    pieces, amount = _meaning(uow, order, payment, wanted)
    if amount <= 0:
        raise BadRefundError(field="amount")
    refund = payments.open_refund(
        uow,
        payment.id,
        NewRefund(
            amount=Money(amount, order.total.currency),
            reason=wanted.reason,
            actor=actor,
            pieces=pieces,
            restocks=wanted.restocks,
            key=wanted.key,
            fingerprint=wanted.fingerprint,
        ),
    )
    # A rival with the same key may have been quicker.
    _check_repeat(uow, refund, wanted)
    # After the payment is held: of two who ask for one piece at once, the second sees the first.
    _check_pieces(uow, order, refund)
    orders.note(uow, order_id, "refund_asked", actor, wanted.reason)
    return refund


def retry(uow: UnitOfWork, order_id: str, refund_id: str) -> None:
    """Ask the gateway again for a refund that it refused.

    Raises ``BadRefundError`` when its pieces were given back by another one meanwhile.
    """
    if payments.get_refund(uow.session, refund_id).order_id != order_id:
        raise NotFoundError(refund_id=refund_id)
    refund = payments.retry_refund(uow, refund_id)
    _check_pieces(uow, orders.get_order(uow.session, order_id), refund)


def take_over(uow: UnitOfWork, event: RefundSucceeded) -> None:
    """Count the money as given back, and put the pieces back on the shelf."""
    refund = payments.get_refund(uow.session, event.refund_id)
    order = orders.mark_refunded(
        uow, event.order_id, refund.amount.amount, refund.pieces, refund.reason
    )
    if refund.restocks and refund.pieces:
        variants = {line.position: line.variant_id for line in order.lines}
        back = sum_by((variants[position], number) for position, number in refund.pieces.items())
        catalog.give_back(uow, back, reference=order.id, actor=refund.actor)
    uow.pass_points("refund.counted", "refund.count_committed")


def note_failure(uow: UnitOfWork, event: RefundFailed) -> None:
    """Write into the order's audit that the gateway refused."""
    refund = payments.get_refund(uow.session, event.refund_id)
    orders.note(uow, event.order_id, "refund_failed", orders.SYSTEM, refund.error or "")


def _meaning(
    uow: UnitOfWork, order: PlacedOrder, payment: Payment, wanted: WantedRefund
) -> tuple[dict[int, int], int]:
    """Give the pieces and the amount that are meant."""
    left = payment.amount.amount - payment.refunded.amount
    pieces = dict(wanted.pieces)
    if wanted.amount is not None:
        return pieces, wanted.amount
    if not pieces:
        return _pieces_left(uow, order), left
    return pieces, min(_worth(order, pieces), left)


def _check_repeat(uow: UnitOfWork, first: Refund, wanted: WantedRefund) -> None:
    if not payments.is_of_request(uow.session, first.id, wanted.fingerprint):
        raise KeyReusedError


def _pieces_left(uow: UnitOfWork, order: PlacedOrder, but: str = "") -> dict[int, int]:
    """Give the pieces that no refund asks for, by position; ``but`` names one not to count.

    The refunds are counted, not what the order says was given back: it hears of each a moment
    after the gateway gave the money.
    """
    left = {line.position: line.quantity for line in order.lines}
    for refund in payments.refunds_of(uow.session, [order.id]).get(order.id, []):
        if refund.state is not RefundState.FAILED and refund.id != but:
            for position, number in refund.pieces.items():
                left[position] -= number
    return {position: number for position, number in left.items() if number > 0}


def _check_pieces(uow: UnitOfWork, order: PlacedOrder, refund: Refund) -> None:
    left = _pieces_left(uow, order, but=refund.id)
    if any(number > left.get(position, 0) for position, number in refund.pieces.items()):
        raise BadRefundError(field="lines")


def _worth(order: PlacedOrder, pieces: Mapping[int, int]) -> int:
    prices = {line.position: line.unit_price.amount for line in order.lines}
    if unknown := set(pieces) - set(prices):
        raise BadRefundError(field="lines", position=min(unknown))
    return sum(prices[position] * number for position, number in pieces.items())
