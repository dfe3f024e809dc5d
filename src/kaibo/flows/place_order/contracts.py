"""What a buyer asks for, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kaibo.modules.orders.contracts import Address, Contact, PlacedOrder
from kaibo.modules.payments.contracts import Payment
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show, Stage


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A variant, how many pieces, and the unit price the buyer saw (minor units)."""

    variant_id: str
    quantity: int
    unit_price: int


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """What a buyer asks for; ``visitor`` may see the show, or there is none.

    ``arrived_at`` decides about deals. ``fingerprint`` is of the request that the key came with.
    ``accepts_no_return`` confirms what cannot be sent back. ``from_cart`` empties the cart of it.
    ``language`` is that of the mails.
    """

    show: str
    viewer_id: str
    lines: tuple[WantedLine, ...]
    contact: Contact
    address: Address
    note: str
    idempotency_key: str | None
    arrived_at: datetime
    fingerprint: str = ""
    accepts_no_return: bool = False
    from_cart: bool = False
    language: str = ""
    visitor: shows.Visitor = field(default_factory=shows.Visitor)


@dataclass(frozen=True, slots=True)
class Placement:
    """An order that was placed, with what its view needs; ``is_replay`` when it was before."""

    order: PlacedOrder
    show: Show | Stage
    payment: Payment
    viewer_name: str
    is_replay: bool = False
