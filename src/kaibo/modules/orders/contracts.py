"""What others may know of an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaibo.kernel.money import Money


class OrderState(StrEnum):
    """The life of an order; ``domain.STATES`` declares the moves."""

    CREATED = "created"
    PAID = "paid"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why an order was cancelled."""

    BUYER = "buyer"
    EXPIRED = "expired"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call about a delivery."""

    name: str
    phone: str


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
    """A line to be: the product as the buyer saw it."""

    product_id: str
    title: str
    picture_url: str | None
    unit_price: Money
    quantity: int


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to be; prices and stock have been checked by the flow."""

    show_id: str
    viewer_id: str
    lines: tuple[NewLine, ...]
    contact: Contact
    address: Address
    note: str
    idempotency_key: str | None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line, frozen at purchase."""

    product_id: str
    title: str
    picture_url: str | None
    unit_price: Money
    quantity: int
    total: Money


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
    contact: Contact
    address: Address
    note: str
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: CancelReason | None

    @property
    def quantities(self) -> dict[str, int]:
        """Give units by product, summed over the lines."""
        units: dict[str, int] = {}
        for line in self.lines:
            units[line.product_id] = units.get(line.product_id, 0) + line.quantity
        return units
