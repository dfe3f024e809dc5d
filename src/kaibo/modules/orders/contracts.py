"""What others may know of an order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kaibo.kernel.money import Money


class OrderState(StrEnum):
    """The life of an order; ``domain.STATES`` declares the moves.

    ``refunded`` is an order whose money was given back as a whole; a part that was given back
    leaves the state as it is and shows in ``refunded`` (see ``RefundStanding``).
    """

    CREATED = "created"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class RefundStanding(StrEnum):
    """How much of an order's money was given back."""

    NONE = "none"
    PART = "part"
    WHOLE = "whole"


class CancelReason(StrEnum):
    """Why an order was cancelled."""

    BUYER = "buyer"
    EXPIRED = "expired"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call about a delivery, and where to write; without ``email`` nowhere."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to deliver; ``country`` is ISO 3166-1 alpha-2."""

    country: str
    region: str
    city: str
    line1: str
    line2: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be: the variant as the buyer saw it.

    ``list_price`` is what it costs without the deal; ``page_id`` names the product page as kept.
    """

    product_id: str
    variant_id: str
    title: str
    values: str
    sku: str | None
    picture_url: str | None
    unit_price: Money
    list_price: Money
    quantity: int
    return_class: str
    deal_id: str | None
    page_id: str


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to be; prices and stock have been checked by the flow.

    ``fingerprint`` is of the request that ``idempotency_key`` came with.
    """

    id: str
    show_id: str
    viewer_id: str
    lines: tuple[NewLine, ...]
    contact: Contact
    address: Address
    note: str
    idempotency_key: str | None
    fingerprint: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line, frozen at purchase; ``refunded_quantity`` in pieces."""

    position: int
    product_id: str
    variant_id: str
    title: str
    values: str
    sku: str | None
    picture_url: str | None
    unit_price: Money
    list_price: Money
    quantity: int
    total: Money
    return_class: str
    deal_id: str | None
    page_id: str
    refunded_quantity: int


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order as the rest of the house knows it (payment and parcels are others')."""

    id: str
    number: str
    show_id: str
    viewer_id: str
    state: OrderState
    lines: list[OrderLine]
    total: Money
    refunded: Money
    contact: Contact
    address: Address
    note: str
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    refunded_at: datetime | None = None
    cancel_reason: CancelReason | None = None
    fingerprint: str = field(default="", repr=False)
    language: str = ""

    @property
    def quantities(self) -> dict[str, int]:
        """Give pieces by variant, summed over the lines."""
        return sum_by((line.variant_id, line.quantity) for line in self.lines)

    @property
    def by_deal(self) -> dict[str, int]:
        """Give pieces by the deal they were bought in."""
        return sum_by((line.deal_id, line.quantity) for line in self.lines if line.deal_id)

    @property
    def refund_standing(self) -> RefundStanding:
        """How much of the money was given back."""
        if not self.refunded.amount:
            return RefundStanding.NONE
        is_whole = self.refunded.amount >= self.total.amount
        return RefundStanding.WHOLE if is_whole else RefundStanding.PART


@dataclass(frozen=True, slots=True)
class OrderMove:
    """A line of an order's audit: what happened, when, by whom, and why.

    ``actor`` is ``buyer``, ``system`` or the name of a member of staff.
    """

    at: datetime
    move: str
    actor: str
    detail: str


@dataclass(frozen=True, slots=True)
class CartLine:
    """What a viewer means to buy; ``unit_price`` is what they saw, in minor units."""

    show_id: str
    product_id: str
    variant_id: str
    quantity: int
    unit_price: int


def sum_by(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Sum numbers by name."""
    found: dict[str, int] = {}
    for name, number in pairs:
        found[name] = found.get(name, 0) + number
    return found


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A line of an order, for reports; ``total`` in minor units of the order's currency."""

    product_id: str
    title: str
    quantity: int
    total: int


@dataclass(frozen=True, slots=True)
class ProductSale:
    """What an order has of a product; ``total`` in minor units of its currency."""

    product_id: str
    title: str
    pieces: int
    currency: str
    total: int
    created_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sale:
    """An order as reports need it: no name, no address."""

    id: str
    viewer_id: str
    state: OrderState
    currency: str
    total: int
    refunded: int
    created_at: datetime
    paid_at: datetime | None
    lines: tuple[SaleLine, ...]
