"""An order as its buyer and the staff see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kaibo.kernel.money import Money
from kaibo.modules.fulfilment.contracts import Parcel
from kaibo.modules.orders.contracts import (
    Address,
    CancelReason,
    Contact,
    OrderLine,
    OrderMove,
    OrderState,
    RefundStanding,
)
from kaibo.modules.payments.contracts import PaymentState, Refund


@dataclass(frozen=True, slots=True)
class OrderPayment:
    """How the payment stands."""

    state: PaymentState
    gateway: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order; ``expires_at`` matters while it is unpaid.

    ``refunded`` is what was given back, ``refunds`` tells also of what is on its way.
    """

    id: str
    number: str
    show_id: str
    show_slug: str
    show_title: str
    state: OrderState
    lines: list[OrderLine]
    total: Money
    refunded: Money
    refund_standing: RefundStanding
    contact: Contact
    address: Address
    note: str
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    refunded_at: datetime | None
    cancel_reason: CancelReason | None
    payment: OrderPayment
    refunds: list[Refund]
    parcels: list[Parcel]
    viewer_name: str


@dataclass(frozen=True, slots=True)
class OrderHistory:
    """What happened to an order, oldest first."""

    moves: list[OrderMove]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of a found order: what was bought, without the way to its page."""

    title: str
    values: str
    picture_url: str | None
    quantity: int
    refunded_quantity: int
    unit_price: Money
    total: Money


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order as whoever knows its number and telephone sees it.

    ``recipient`` and ``phone`` are masked and of the address only country and city are told: a
    number on a parcel's label must not lead to its buyer's door.
    """

    number: str
    show_slug: str
    show_title: str
    state: OrderState
    lines: list[FoundLine]
    total: Money
    refunded: Money
    refund_standing: RefundStanding
    refund_pending: bool
    recipient: str
    phone: str
    country: str
    city: str
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    refunded_at: datetime | None
    cancel_reason: CancelReason | None
    payment: OrderPayment
    parcels: list[Parcel]
