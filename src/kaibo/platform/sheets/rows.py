"""A row as it is handed out, whatever kind of file it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kaibo.platform.sheets.errors import (
    CellTooLongError,
    TooManyColumnsError,
    TooManyRowsError,
)
from kaibo.platform.sheets.formulas import bare
from kaibo.platform.sheets.limits import Limits


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of a row and its number as a spreadsheet shows it, from 1."""

    number: int
    cells: list[str]


@cache
def column_letters(index: int) -> str:
    """Name a column, counted from 0, as spreadsheets do: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def admitted(raw: Iterable[Row], limits: Limits) -> Iterator[Row]:
    """Give the rows in which something stands, without empty cells at their ends.

    Raises ``TooManyRowsError``, ``TooManyColumnsError``, ``CellTooLongError``.
    """
    count = 0
    for row in raw:
        cells = [bare(cell) for cell in row.cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > limits.rows:
            raise TooManyRowsError(limit=limits.rows)
        if len(cells) > limits.columns:
            raise TooManyColumnsError(row=row.number, limit=limits.columns)
        if max(map(len, cells)) > limits.cell:
            raise _too_long(row.number, cells, limits)
        yield Row(row.number, cells)


def _too_long(number: int, cells: list[str], limits: Limits) -> CellTooLongError:
    index = next(index for index, cell in enumerate(cells) if len(cell) > limits.cell)
    return CellTooLongError(row=number, column=column_letters(index), limit=limits.cell)
