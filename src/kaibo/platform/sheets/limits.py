"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

EXCEL_CELL = 32_767
"""Characters that a cell of a spreadsheet can hold."""
EXCEL_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file. Rows and columns are counted as far as something stands in them.

    ``expanded`` is what an XLSX may unpack to, both in bytes.
    """

    size: int = 20 << 20
    expanded: int = 128 << 20
    rows: int = 50_000
    columns: int = 100
    cell: int = EXCEL_CELL
