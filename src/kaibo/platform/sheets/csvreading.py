"""Reading CSV as spreadsheets write it: any of three delimiters, line breaks inside quotes."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Generator, Iterator
from typing import BinaryIO

from kaibo.platform.sheets.encodings import Legacy, find_encoding
from kaibo.platform.sheets.errors import BadQuotesError, SheetError
from kaibo.platform.sheets.rows import Row

DELIMITERS = ",;\t"
"""By which the fields may be parted; the first wins when none parts more than another."""

_SAMPLE = 1 << 16


def csv_rows(file: BinaryIO, prefer: Legacy) -> Generator[Row, None, None]:
    """Give the rows; a row may take several lines. Raises ``SheetError``."""
    text = io.TextIOWrapper(file, find_encoding(file, prefer), newline="")
    try:
        delimiter = _declared(text) or _found(text)
        yield from _rows(text, delimiter)
    finally:
        text.detach()


def _declared(text: io.TextIOWrapper) -> str | None:
    """Read Excel's own first line ``sep=;``, which no spreadsheet shows."""
    line = text.readline(16).rstrip("\r\n")
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4]
    text.seek(0)
    return None


def _found(text: io.TextIOWrapper) -> str:
    """Find what parts the first row into the most fields."""
    sample = text.read(_SAMPLE)
    text.seek(0)
    if "\0" in sample:
        raise SheetError
    best, most = DELIMITERS[0], 0
    for delimiter in DELIMITERS:
        fields = len(_first_row(sample, delimiter))
        if fields > most:
            best, most = delimiter, fields
    return best


def _first_row(sample: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        return next((row for row in rows if any(row)), [])
    except csv.Error:
        return []


def _rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # A field without end runs into the reader's own bound.
            raise BadQuotesError(row=number) from error
        if any("\0" in cell for cell in cells):
            raise SheetError
        yield Row(number, cells)
