"""What happens in the catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChanged(Event):
    """Title, price, picture, variants or another field of a product changed."""

    name: ClassVar[str] = "catalog.product_changed.v1"
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanged(Event):
    """Units on hand, reserved or set aside changed for a product, or for a bundle's component."""

    name: ClassVar[str] = "catalog.stock_changed.v1"
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsChanged(Event):
    """Fields or stock of many products changed at once, told as one for the sake of who listens."""

    name: ClassVar[str] = "catalog.products_changed.v1"
    product_ids: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLow(Event):
    """What is left of a variant fell to its mark; ``available`` in units.

    For all who may buy, or of the part that the show of ``show_id`` set aside for itself.
    """

    name: ClassVar[str] = "catalog.stock_low.v1"
    variant_id: str
    available: int
    at_ms: int
    show_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldOut(Event):
    """The last unit of a variant that anyone may buy was reserved.

    With ``show_id`` the last of the part that this show set aside for itself.
    """

    name: ClassVar[str] = "catalog.sold_out.v1"
    variant_id: str
    at_ms: int
    show_id: str = ""
