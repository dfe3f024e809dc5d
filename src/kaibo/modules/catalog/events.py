"""What happens in the catalog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChanged(Event):
    """Title, price, picture or another field of a product changed."""

    name: ClassVar[str] = "catalog.product_changed.v1"
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanged(Event):
    """Units on hand or reserved changed."""

    name: ClassVar[str] = "catalog.stock_changed.v1"
    product_id: str
