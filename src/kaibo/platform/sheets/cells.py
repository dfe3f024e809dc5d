"""Values that can be written, and what they look like as text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from kaibo.platform.sheets.errors import CellTooLongError
from kaibo.platform.sheets.formulas import guarded
from kaibo.platform.sheets.limits import EXCEL_CELL
from kaibo.platform.sheets.rows import column_letters

Cell: TypeAlias = str | int | Decimal | bool | date | datetime | None
"""Numbers are exact, never floats. Times with a zone are written as text: sheets know no zones."""


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without zeros that say nothing: ``68.10`` → ``68.1``.

    Raises ``ValueError`` for what is no number.
    """
    if not number.is_finite():
        msg = f"not a number: {number}"
        raise ValueError(msg)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def cell_text(value: Cell) -> str:
    """Give what stands in the cell; texts only are guarded against being taken for formulas."""
    match value:
        case None:
            text = ""
        case str():
            text = guarded(value)
        case bool():
            text = "TRUE" if value else "FALSE"
        case Decimal():
            text = format(value, "f")
        case datetime():
            text = value.isoformat(timespec="seconds")
        case _:
            text = value.isoformat() if isinstance(value, date) else str(value)
    return text


def bounded(text: str, row: int, column: int) -> str:
    """Give the text back; raise ``CellTooLongError`` if no cell holds it. Columns count from 0."""
    if len(text) > EXCEL_CELL:
        raise CellTooLongError(row=row, column=column_letters(column), limit=EXCEL_CELL)
    return text
