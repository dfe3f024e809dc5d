"""What is to be done for a group of rows, as it takes shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from typing import Any

from kaibo.modules.catalog.models import ProductRow, VariantRow
from kaibo.modules.catalog.transfer.reading import Group, RowError, SheetRow


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Terms:
    """How cells are read: the store's currency, and the zone of moments that name none."""

    currency: str
    zone: tzinfo


@dataclass(slots=True)
class VariantPlan:
    """A row's variant, ``None`` if it is to be made, and what changes.

    ``product`` is what the row changes of its product. ``stock`` is the units on hand that there
    shall be, ``None`` to leave them.
    """

    row: SheetRow
    variant: VariantRow | None
    values: dict[str, Any]
    product: dict[str, Any] = field(default_factory=dict)
    stock: int | None = None

    @property
    def changed(self) -> list[str]:
        """The columns that change."""
        return [*self.product, *self.values, *(["stock"] if self.stock is not None else [])]

    @property
    def sets_stock_anew(self) -> bool:
        """Whether it replaces a stock that was there, of which some may have been sold since."""
        return self.variant is not None and self.stock is not None


@dataclass(slots=True)
class Plan:
    """What is to be done for a group, and what becomes of each of its rows, by number."""

    group: Group
    product: ProductRow | None = None
    variants: list[VariantPlan] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    @property
    def changes(self) -> dict[str, Any]:
        """What changes of the product, as the rows that are right say."""
        return {key: value for entry in self.variants for key, value in entry.product.items()}

    def refuse(self, row: SheetRow, column: str, code: str, **params: object) -> None:
        """Say what is wrong with a row."""
        value = row.cells.get(column, "")
        self.errors.append(RowError(row.number, column, code, params, value))

    def stands(self, row: SheetRow) -> bool:
        """Whether nothing is wrong with a row so far."""
        return all(error.row != row.number for error in self.errors)
