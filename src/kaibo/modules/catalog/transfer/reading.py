"""From a file to groups of rows, one group a product. Knows nothing of what is in the records.

What it finds depends on the file alone, so a run that is taken up finds the same groups in the
same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kaibo.modules.catalog.domain import VARIANT_LIMIT
from kaibo.modules.catalog.transfer.cells import TEXT_LIMITS, same
from kaibo.modules.catalog.transfer.columns import COLUMNS, PRODUCT_FIELDS
from kaibo.platform.sheets import Header, Legacy, Limits, open_table

LIMITS = Limits(size=20 << 20, rows=50_000, columns=100)
# Rows of a chunk; the writer is held for as long as one takes, a fraction of a second.
CHUNK_ROWS = 200
NOTE = "#"
"""Begins the reference of a row that is no product, such as the template's examples."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row; ``column`` is a key or empty, ``code`` names a sentence."""

    row: int
    column: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    value: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by keys; cells in which nothing stands are left out."""

    number: int
    cells: dict[str, str]

    def text(self, key: str) -> str:
        """Give a cell without the space around it."""
        return self.cells.get(key, "").strip()


@dataclass(slots=True)
class Group:
    """The rows of one product; those in ``errors`` are wrong whatever the records say."""

    reference: str
    rows: list[SheetRow]
    errors: list[RowError] = field(default_factory=list)

    def sound(self) -> list[SheetRow]:
        """Give the rows that nothing is known against."""
        wrong = {error.row for error in self.errors}
        return [row for row in self.rows if row.number not in wrong]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: its groups, and where its columns are.

    ``letters`` is by key; ``unknown`` are headings of columns that are not taken.
    """

    groups: list[Group]
    letters: dict[str, str]
    unknown: list[str]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(len(group.rows) for group in self.groups)

    def chunks(self, first: int = 0) -> Iterator[list[Group]]:
        """Give the groups from the one of that place on, about ``CHUNK_ROWS`` rows at a time."""
        chunk: list[Group] = []
        count = 0
        for group in self.groups[first:]:
            if chunk and count + len(group.rows) > CHUNK_ROWS:
                yield chunk
                chunk, count = [], 0
            chunk.append(group)
            count += len(group.rows)
        if chunk:
            yield chunk


def read_sheet(source: Path | bytes, prefer: Legacy = "gb18030") -> Sheet:
    """Read a whole file. Raises ``SheetError``. Takes seconds: call it in a thread."""
    with open_table(source, COLUMNS, LIMITS, prefer) as table:
        header = table.header
        groups = list(_groups(_rows(header, table.rows)).values())
        letters = {key: header.letter(key) or "" for key in header.places}
    _refuse_repeated_skus(groups)
    for group in groups:
        _refuse_contradictions(group)
        _refuse_too_many(group)
    return Sheet(groups, letters, header.unknown[:20])


def _rows(header: Header, rows: Iterable[Any]) -> Iterator[SheetRow]:
    for row in rows:
        values = header.values(row)
        # Cells without any value are shared by most rows, and dropped.
        cells = {key: cell for key, cell in values.items() if cell and not cell.isspace()}
        if cells and not cells.get("product", "").startswith(NOTE):
            yield SheetRow(row.number, cells)


def _groups(rows: Iterable[SheetRow]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for row in rows:
        reference = row.text("product")
        # A row without a reference is a product by itself, or is known by its SKU.
        group = groups.setdefault(reference or f"\0{row.number}", Group(reference, []))
        group.rows.append(row)
        if len(reference) > TEXT_LIMITS["product"]:
            limit = {"limit": TEXT_LIMITS["product"]}
            group.errors.append(RowError(row.number, "product", "too_long", limit, reference))
    return groups


def _refuse_repeated_skus(groups: list[Group]) -> None:
    """Let the first row have its SKU; the same one further down is a mistake."""
    seen: dict[str, int] = {}
    in_order = sorted(
        ((row, group) for group in groups for row in group.rows), key=lambda pair: pair[0].number
    )
    for row, group in in_order:
        sku = row.text("sku")
        if sku and (first := seen.setdefault(sku, row.number)) != row.number:
            group.errors.append(RowError(row.number, "sku", "repeated_sku", {"first": first}, sku))


def _refuse_contradictions(group: Group) -> None:
    """Refuse a row that says otherwise of the product than a row above it."""
    said: dict[str, tuple[int, str]] = {}
    for row in group.sound():
        for key in PRODUCT_FIELDS:
            if (cell := row.cells.get(key)) is None:
                continue
            first, told = said.setdefault(key, (row.number, cell))
            if not same(told, cell):
                params = {"first": first}
                group.errors.append(RowError(row.number, key, "contradiction", params, cell))
                break


def _refuse_too_many(group: Group) -> None:
    limit = {"limit": VARIANT_LIMIT}
    for row in group.rows[VARIANT_LIMIT:]:
        group.errors.append(RowError(row.number, "product", "too_many_variants", limit))
