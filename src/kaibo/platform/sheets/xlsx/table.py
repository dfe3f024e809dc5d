"""The rows of one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from kaibo.platform.sheets.errors import (
    NotComputedError,
    SheetError,
    TooLargeError,
    TooManyColumnsError,
)
from kaibo.platform.sheets.limits import Limits
from kaibo.platform.sheets.rows import Row, column_letters
from kaibo.platform.sheets.xlsx.markup import parse
from kaibo.platform.sheets.xlsx.texts import unescaped
from kaibo.platform.sheets.xlsx.values import date_text, iso_text, number_text


@dataclass(frozen=True, slots=True)
class Meaning:
    """What cells refer to: texts by number, and which styles show dates."""

    strings: list[str]
    dates: list[bool]
    from_1904: bool


@dataclass(slots=True)
class _Cell:
    """A cell while it is heard of."""

    column: int
    kind: str
    style: str
    pieces: list[str] = field(default_factory=list)
    formula: bool = False
    value: bool = False


class _Listener:
    """Collects whole rows in ``rows``."""

    def __init__(self, meaning: Meaning, limits: Limits) -> None:
        self.rows: list[Row] = []
        self._meaning = meaning
        self._limits = limits
        self._cells_left = limits.rows * limits.columns
        self._number = 0
        self._cells: dict[int, str] = {}
        self._column = -1
        self._cell: _Cell | None = None
        self._listening = False
        self._reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        cell = self._cell
        if cell is None:
            if name == "c":
                self._begin_cell(attributes)
            elif name == "row":
                self._begin_row(attributes)
        elif name == "v":
            cell.value = self._listening = True
        elif name == "t":
            cell.value = self._listening = not self._reading
        elif name == "f":
            cell.formula = True
        elif name == "rPh":
            self._reading = True

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._listening = False
        elif name == "rPh":
            self._reading = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    def text(self, data: str) -> None:
        if self._listening and self._cell is not None:
            self._cell.pieces.append(data)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        told = attributes.get("r")
        number = int(told) if told else self._number + 1
        if number <= self._number:
            raise SheetError
        self._number, self._column = number, -1

    def _end_row(self) -> None:
        if self._cells:
            cells = [""] * (max(self._cells) + 1)
            for column, text in self._cells.items():
                cells[column] = text
            self._cells.clear()
            self.rows.append(Row(self._number, cells))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cells_left -= 1
        if self._cells_left < 0:
            raise TooLargeError(limit_mb=self._limits.expanded >> 20)
        told = attributes.get("r")
        self._column = _index(told.rstrip("0123456789")) if told else self._column + 1
        self._cell = _Cell(self._column, attributes.get("t", "n"), attributes.get("s", "0"))

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None:
            return
        if cell.formula and not cell.value:
            raise NotComputedError(row=self._number, column=column_letters(cell.column))
        text = self._shown(cell) if cell.pieces else ""
        if not text:
            return
        if cell.column >= self._limits.columns:
            raise TooManyColumnsError(row=self._number, limit=self._limits.columns)
        self._cells[cell.column] = text

    def _shown(self, cell: _Cell) -> str:
        stored = "".join(cell.pieces)
        match cell.kind:
            case "s":
                text = self._meaning.strings[_natural(stored)]
            case "n" if self._shows_date(cell.style):
                text = date_text(stored, from_1904=self._meaning.from_1904)
            case "n":
                text = number_text(stored)
            case "b":
                text = "TRUE" if stored.strip() in {"1", "true"} else "FALSE"
            case "d":
                text = iso_text(stored)
            case _:
                text = unescaped(stored)
        return text

    def _shows_date(self, style: str) -> bool:
        dates, index = self._meaning.dates, _natural(style)
        return index < len(dates) and dates[index]


def table_rows(pieces: Iterable[bytes], meaning: Meaning, limits: Limits) -> Iterator[Row]:
    """Give the rows that have cells with something in them. Raises ``SheetError``."""
    listener = _Listener(meaning, limits)
    for _ in parse(pieces, listener):
        yield from listener.rows
        listener.rows.clear()


def _natural(digits: str) -> int:
    number = int(digits)
    if number < 0:
        raise ValueError(digits)
    return number


@cache
def _index(letters: str) -> int:
    """Give a column's place from 0. Raises ``ValueError`` for what no sheet has (after XFD)."""
    place = 0
    if not 1 <= len(letters) <= 3:
        raise ValueError(letters)
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
