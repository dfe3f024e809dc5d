"""Which column is which, by what the first row calls it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaibo.platform.sheets.errors import (
    DuplicateColumnError,
    MissingColumnError,
    NoHeaderError,
)
from kaibo.platform.sheets.rows import Row, column_letters

# What people add to a name: a unit in brackets, a star for what must be filled in.
_ADDED = re.compile(r"\([^()]*\)\s*$|[*:]+\s*$")
_BETWEEN = re.compile(r"[\s_\-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its stable key, which is accepted as its name, too, as are the other names."""

    key: str
    names: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column is, counted from 0; ``unknown`` are the other names that stand there.

    ``row`` is the number of the row that holds the names.
    """

    row: int
    places: dict[str, int]
    unknown: list[str]

    def values(self, row: Row) -> dict[str, str]:
        """Give a row by the columns' keys. Columns of the file that are too short are empty."""
        cells, count = row.cells, len(row.cells)
        return {key: cells[at] if at < count else "" for key, at in self.places.items()}

    def letter(self, key: str) -> str | None:
        """Name the column as a spreadsheet does, or ``None`` when the file lacks it."""
        return column_letters(self.places[key]) if key in self.places else None


def match_header(row: Row | None, columns: Sequence[Column]) -> Header:
    """Find the columns in the first row of a file.

    Case, width, spaces, ``_`` and ``-`` are not told apart.

    Raises ``NoHeaderError``, ``DuplicateColumnError``, ``MissingColumnError``.
    """
    if row is None:
        raise NoHeaderError
    keys = _keys(columns)
    places: dict[str, int] = {}
    unknown: list[str] = []
    for index, name in enumerate(row.cells):
        key = keys.get(_folded(name)) or keys.get(_folded(_without_addition(name)))
        if key is None:
            unknown += [name] if name.strip() else []
        elif key in places:
            first, second = column_letters(places[key]), column_letters(index)
            raise DuplicateColumnError(column=key, first=first, second=second)
        else:
            places[key] = index
    if not places:
        raise NoHeaderError
    needed = [column.key for column in columns if column.required]
    if missing := [key for key in needed if key not in places]:
        raise MissingColumnError(columns=", ".join(missing))
    return Header(row.number, places, unknown)


def _keys(columns: Iterable[Column]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for column in columns:
        for name in (column.key, *column.names):
            if keys.setdefault(_folded(name), column.key) != column.key:
                msg = f"{name!r} stands for two columns"
                raise ValueError(msg)
    return keys


def _folded(name: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", name).casefold())


def _without_addition(name: str) -> str:
    return _ADDED.sub("", unicodedata.normalize("NFKC", name).strip())
