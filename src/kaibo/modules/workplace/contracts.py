"""What others may know of a workplace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ListName(StrEnum):
    """A list of the console whose views can be saved."""

    ORDERS = "orders"
    PRODUCTS = "products"
    SHOWS = "shows"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list as a person wants to see it again: ``filters`` is what its address holds."""

    id: str
    list: ListName
    name: str
    filters: str
    created_at: datetime
