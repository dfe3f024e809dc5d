"""What others may know of products and stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kaibo.kernel.money import Money


class ReturnClass(StrEnum):
    """Whether a product may be sent back within seven days of its arrival.

    ``conditional`` and ``excluded`` must be confirmed by the buyer at each purchase.
    """

    SEVEN_DAYS = "seven_days"
    CONDITIONAL = "conditional"
    EXCLUDED = "excluded"


class CompareKind(StrEnum):
    """What a struck-through price rests on.

    ``stated``: staff name price and basis. ``lowest_paid``: the lowest price really paid in the
    seven days before the present price began, else the last one paid; without one, none is shown.
    """

    STATED = "stated"
    LOWEST_PAID = "lowest_paid"


class MovementKind(StrEnum):
    """Why stock moved."""

    ADJUST = "adjust"
    RESERVE = "reserve"
    RELEASE = "release"
    TAKE = "take"
    RETURN = "return"
    ALLOCATE = "allocate"
    DEALLOCATE = "deallocate"


@dataclass(frozen=True, slots=True)
class Stock:
    """Units: on hand in the warehouse, reserved by unpaid orders, set aside for shows, to sell."""

    on_hand: int
    reserved: int
    allocated: int
    available: int


@dataclass(frozen=True, slots=True)
class Specification:
    """One line of a product's data sheet."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that the product bears; ``valid_until`` may be open."""

    name: str
    number: str
    issuer: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf; ``path`` names those above it as well, ``Tea/Green``."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class ProductPicture:
    """A picture of a product."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Component:
    """What one piece of a bundle draws."""

    variant_id: str
    units: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant as staff see it; ``values`` follows the product's ``options``."""

    id: str
    sku: str | None
    values: list[str]
    price: Money
    compare_at: Money | None
    stock: Stock
    low_at: int
    picture_url: str | None
    components: list[Component]


@dataclass(frozen=True, slots=True)
class Product:
    """A product as staff see it; ``price`` is its lowest and ``stock`` sums its variants'."""

    id: str
    title: str
    description: str
    options: list[str]
    variants: list[Variant]
    price: Money
    compare_at: Money | None
    compare_kind: CompareKind
    compare_basis: str
    picture_url: str | None
    pictures: list[ProductPicture]
    specifications: list[Specification]
    certificates: list[Certificate]
    return_class: ReturnClass
    category: Category | None
    tags: list[str]
    limit_per_buyer: int | None
    sale_from: datetime | None
    sale_until: datetime | None
    archived_at: datetime | None
    stock: Stock
    created_at: datetime


@dataclass(frozen=True, slots=True)
class VariantCard:
    """A variant as buyers see it; ``available`` is in units."""

    id: str
    values: list[str]
    price: Money
    compare_at: Money | None
    available: int
    picture_url: str | None


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as buyers see it in a list or a room.

    ``price`` is the lowest of its variants. ``stock_version`` grows with every change of stock.
    What ``is_archived`` is not sold any more, and nothing of it is to be had.
    """

    id: str
    title: str
    description: str
    price: Money
    compare_at: Money | None
    compare_basis: str
    picture_url: str | None
    available: int
    stock_version: int
    options: list[str]
    variants: list[VariantCard]
    limit_per_buyer: int | None
    return_class: ReturnClass
    compare_kind: CompareKind
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class ProductPage:
    """All that a buyer may read of a product."""

    card: ProductCard
    pictures: list[str]
    specifications: list[Specification]
    certificates: list[Certificate]
    category: str
    sale_from: datetime | None
    sale_until: datetime | None


@dataclass(frozen=True, slots=True)
class StockMovement:
    """A line of the ledger; deltas in units."""

    id: str
    variant_id: str
    kind: MovementKind
    on_hand_delta: int
    reserved_delta: int
    allocated_delta: int
    reference: str
    actor: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PricePoint:
    """The price of a variant from ``at`` on."""

    variant_id: str
    price: Money
    compare_at: Money | None
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Allocation:
    """Units of a variant that one show alone may sell."""

    show_id: str
    variant_id: str
    units: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant as an order takes it, at this moment; ``draws`` is units by stock item.

    A plain variant draws one unit of itself, a bundle what its components say. ``page_id`` names
    the product page as the buyer saw it.
    """

    variant_id: str
    product_id: str
    title: str
    values: str
    sku: str | None
    picture_url: str | None
    price: int
    currency: str
    return_class: ReturnClass
    limit_per_buyer: int | None
    sale_from: datetime | None
    sale_until: datetime | None
    draws: tuple[tuple[str, int], ...]
    page_id: str

    def is_on_sale(self, at: datetime) -> bool:
        """Whether the sale window is open."""
        has_begun = self.sale_from is None or self.sale_from <= at
        return has_begun and (self.sale_until is None or at < self.sale_until)
