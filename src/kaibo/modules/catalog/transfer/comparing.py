"""Rows against the records: which variant each is, and which of its cells say something new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kaibo.modules.catalog.models import ProductRow, VariantRow
from kaibo.modules.catalog.service.views import on_offer
from kaibo.modules.catalog.transfer import cells, columns, showing
from kaibo.modules.catalog.transfer.cells import CellError
from kaibo.modules.catalog.transfer.loading import Found
from kaibo.modules.catalog.transfer.plans import Plan, Terms, VariantPlan
from kaibo.modules.catalog.transfer.reading import SheetRow

_REFUSED = object()
_CLEARED: dict[str, Any] = {
    "description": "", "compare_at": None, "compare_basis": "", "category": "", "tags": [],
    "specifications": [], "limit_per_buyer": None, "sale_from": None, "sale_until": None,
}  # fmt: skip
_AMOUNTS = frozenset({"price", "compare_at"})
_MOMENTS = frozenset({"sale_from", "sale_until"})
_PARSERS: dict[str, Callable[[str], Any]] = {
    "low_at": cells.units,
    "limit_per_buyer": lambda cell: cells.units(cell, least=1, most=9999),
    "category": cells.category,
    "tags": lambda cell: sorted(cells.tags(cell)),
    "specifications": cells.specifications,
    "return_class": lambda cell: cells.word(cell, columns.RETURN_CLASSES),
    "compare_kind": lambda cell: cells.word(cell, columns.COMPARE_KINDS),
}


class Reader:
    """Reads the cells of a group against what stands in the records."""

    def __init__(self, plan: Plan, found: Found, terms: Terms) -> None:
        self._plan = plan
        self._found = found
        self._zone = terms.zone
        self._product = plan.product
        self._currency = plan.product.currency if plan.product else terms.currency
        self._shown = showing.product_cells(plan.product, terms.zone) if plan.product else {}

    def read(self) -> None:
        """Fill the plan: the product's changes and an entry for each row that is right."""
        rows = [row for row in self._plan.group.sound() if self._plan.stands(row)]
        for row, variant in zip(rows, self._matched(rows), strict=True):
            entry = self._entry(row, variant)
            entry.product = self._changes(row)
            if self._plan.stands(row):
                self._plan.variants.append(entry)
        if self._product is None and rows and "title" not in self._plan.changes:
            for row in rows:
                if self._plan.stands(row):
                    self._plan.refuse(row, "title", "missing")

    def _matched(self, rows: list[SheetRow]) -> list[VariantRow | None]:
        """Find each row's variant: by its SKU, else by its values; no two rows have the same."""
        offered = on_offer(self._product) if self._product else []
        by_values = {(variant.value1, variant.value2): variant for variant in offered}
        by_sku = {row.number: self._found.by_sku.get(row.text("sku")) for row in rows}
        taken = {id(found[1]): number for number, found in by_sku.items() if found}
        matched: list[VariantRow | None] = []
        for row in rows:
            found = by_sku[row.number]
            variant = found[1] if found else by_values.get(_values(row))
            if variant is not None:
                first = taken.setdefault(id(variant), row.number)
                if first != row.number:
                    self._plan.refuse(row, "value1", "repeated_variant", first=first)
            matched.append(variant)
        return matched

    def _changes(self, row: SheetRow) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        said = self._plan.changes
        for key in columns.PRODUCT_FIELDS:
            if (cell := row.cells.get(key)) is None or key in said:
                continue
            if cells.same(self._shown.get(key, ""), cell):
                continue
            value = self._taken(row, key, lambda cell=cell, key=key: self._parsed(key, cell))  # type: ignore[misc]
            if value is not _REFUSED and value != _present(self._product, key):
                changes[key] = value
        return changes

    def _entry(self, row: SheetRow, variant: VariantRow | None) -> VariantPlan:
        entry = VariantPlan(row, variant, {})
        shown = showing.variant_cells(self._product, variant) if self._product and variant else {}
        for key in ("value1", "value2", "sku", "price", "compare_at", "low_at"):
            cell = row.cells.get(key)
            if cell is None or cells.same(shown.get(key, ""), cell):
                continue
            value = self._taken(row, key, lambda cell=cell, key=key: self._parsed(key, cell))  # type: ignore[misc]
            if value is not _REFUSED and (variant is None or value != _held(variant, key)):
                entry.values[key] = value
        if variant is None and "price" not in row.cells:
            self._plan.refuse(row, "price", "missing")
        self._read_stock(row, entry)
        return entry

    def _read_stock(self, row: SheetRow, entry: VariantPlan) -> None:
        if (cell := row.cells.get("stock")) is None:
            if "low_at" in entry.values and self._is_bundle(entry):
                self._plan.refuse(row, "low_at", "bundle_stock")
            return
        level = self._found.level(entry.variant) if entry.variant else (0, 0)
        if level is None:
            self._plan.refuse(row, "stock", "bundle_stock")
            return
        wanted = self._taken(row, "stock", lambda: cells.units(cell))
        if wanted is _REFUSED:
            return
        on_hand, held = level
        if wanted < held:
            self._plan.refuse(row, "stock", "stock_held", held=held)
        elif wanted != on_hand:
            entry.stock = wanted

    def _is_bundle(self, entry: VariantPlan) -> bool:
        return entry.variant is not None and self._found.level(entry.variant) is None

    def _taken(self, row: SheetRow, key: str, parse: Callable[[], Any]) -> Any:  # noqa: ANN401 - by column
        try:
            return parse()
        except CellError as error:
            self._plan.refuse(row, key, error.code, **error.params)
            return _REFUSED

    def _parsed(self, key: str, cell: str) -> Any:  # noqa: ANN401 - by column
        if cell.strip() == cells.CLEARED and key in _CLEARED:
            return _CLEARED[key]
        if key in _AMOUNTS:
            return cells.amount(cell, self._currency)
        if key in _MOMENTS:
            return cells.moment(cell, self._zone)
        parse = _PARSERS.get(key)
        return cells.text(key, cell) if parse is None else parse(cell)


def _values(row: SheetRow) -> tuple[str, str]:
    return row.cells.get("value1", "").strip(), row.cells.get("value2", "").strip()


def _held(variant: VariantRow, key: str) -> Any:  # noqa: ANN401 - by column
    if key == "low_at":
        return variant.stock.low_at if variant.stock else None
    return getattr(variant, key)


def _present(product: ProductRow | None, key: str) -> Any:  # noqa: ANN401 - by column
    if product is None:
        return None
    match key:
        case "category":
            return product.category.path if product.category else ""
        case "tags":
            return sorted(tag.tag for tag in product.tags)
        case _:
            return getattr(product, key)
