"""Products as a sheet, page by page, so that it is sent while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy.orm import Session

from kaibo.kernel.money import major_units
from kaibo.modules.catalog.models import ProductRow
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.repository.products import ProductFilter
from kaibo.modules.catalog.service.views import on_offer
from kaibo.modules.catalog.transfer import columns, showing
from kaibo.modules.catalog.transfer.reading import NOTE
from kaibo.platform.i18n import Language, translate
from kaibo.platform.sheets import Cell, Layout, csv_bytes, xlsx_bytes

Part: TypeAlias = tuple[list[list[Cell]], str | None]
"""Rows, and the last product of them unless it is the last of all."""
PartQuery: TypeAlias = Callable[[Session], Part]

_PAGE = 200
_AMOUNTS = frozenset({"price", "compare_at"})
_NUMBERS = frozenset({"stock", "low_at", "limit_per_buyer"})


class SheetFormat(StrEnum):
    """The kinds of files that are written."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """The media type (IANA)."""
        if self is SheetFormat.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(
    kind: SheetFormat, rows: Iterable[Sequence[Cell]], layout: Layout | None = None
) -> Iterator[bytes]:
    """Give a file in pieces."""
    return csv_bytes(rows) if kind is SheetFormat.CSV else xlsx_bytes(rows, layout)


def layout(language: Language) -> Layout:
    """Say how a sheet of products looks."""
    return Layout(translate("import.sheet", language), columns.WIDTHS, columns.TEXTS)


def product_rows(
    read: Callable[[PartQuery], Part],
    chosen: ProductFilter,
    zone: tzinfo,
    language: Language,
) -> Iterator[list[Cell]]:
    """Give the headings and a row for each variant; newest products first.

    What the variants of a product have in common stands in the first of its rows. ``read`` runs a
    query; each page is one.
    """
    yield list(columns.headings(language))
    last: str | None = None
    while True:
        rows, last = read(_page_query(chosen, zone, language, last))
        yield from rows
        if last is None:
            return


def _page_query(
    chosen: ProductFilter, zone: tzinfo, language: Language, before: str | None
) -> PartQuery:
    def query(session: Session) -> Part:
        found = repository.page(session, chosen, before=before, limit=_PAGE)
        products = {row.id: row for row in repository.products(session, found)}
        rows = [
            cells for product_id in found for cells in _rows(products[product_id], zone, language)
        ]
        return rows, found[-1] if len(found) == _PAGE else None

    return query


def template_rows(language: Language, currency: str) -> Iterator[list[Cell]]:
    """Give the headings and two rows of an example, which imports pass over."""
    yield list(columns.headings(language))
    price, compared = major_units(6800, currency), major_units(8800, currency)
    common = {
        "title": "title", "option1": "option", "category": "category", "tags": "tags",
        "specifications": "specifications",
    }  # fmt: skip
    told = {key: translate(f"import.example_{name}", language) for key, name in common.items()}
    first: dict[str, Cell] = {
        **told,
        "return_class": columns.word_for(columns.RETURN_CLASSES["seven_days"], language),
        "compare_basis": translate("import.example_basis", language),
        "compare_at": compared,
        "limit_per_buyer": 5,
        "sale_from": "2026-11-11 20:00",
    }
    for number, line in enumerate((first, {}), 1):
        cells: dict[str, Cell] = {
            "product": NOTE + translate("import.example", language),
            "value1": translate(f"import.example_value{number}", language),
            "sku": f"TEA-{number}",
            "price": price,
            "stock": 20 * number,
            "low_at": 5,
            **line,
        }
        yield [cells.get(key) for key in columns.KEYS]


def _rows(row: ProductRow, zone: tzinfo, language: Language) -> list[list[Cell]]:
    common = showing.product_cells(row, zone, language)
    rows: list[list[Cell]] = []
    for variant in on_offer(row):
        cells = {"product": row.id, **common, **showing.variant_cells(row, variant)}
        rows.append([_cell(key, cells.get(key, "")) for key in columns.KEYS])
        common = {}
    return rows


def _cell(key: str, text: str) -> Cell:
    if not text:
        return None
    if key in _AMOUNTS:
        return Decimal(text)
    return int(text) if key in _NUMBERS else text
