"""What others may know of products and stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kaibo.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Stock:
    """Units: on hand in the warehouse, reserved by unpaid orders, and left to sell."""

    on_hand: int
    reserved: int
    available: int


@dataclass(frozen=True, slots=True)
class Product:
    """A product as staff see it."""

    id: str
    title: str
    description: str
    price: Money
    compare_at: Money | None
    compare_basis: str
    picture_url: str | None
    stock: Stock
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as buyers see it; ``stock_version`` grows with every change of stock."""

    id: str
    title: str
    description: str
    price: Money
    compare_at: Money | None
    compare_basis: str
    picture_url: str | None
    available: int
    stock_version: int
