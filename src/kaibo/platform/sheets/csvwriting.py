"""Writing CSV (RFC 4180) in such a way that spreadsheets open it right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kaibo.platform.sheets.cells import Cell, bounded, cell_text

# Without it, Excel takes the text for the machine's old encoding.
_BYTE_ORDER_MARK = "\ufeff"
_PIECE = 1 << 16


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Give the file in pieces: UTF-8 with its mark, CRLF, guarded against formulas.

    Raises ``CellTooLongError``.
    """
    text = io.StringIO(newline="")
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    for number, row in enumerate(rows, 1):
        writer.writerow(_texts(number, row))
        if text.tell() >= _PIECE:
            yield _taken(text)
    yield _taken(text)


def _texts(number: int, row: Sequence[Cell]) -> list[str]:
    # No spreadsheet takes NUL, and to readers it marks a file that is no text.
    return [
        bounded(cell_text(value), number, column).replace("\0", "")
        for column, value in enumerate(row)
    ]


def _taken(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode("utf-8", "replace")
    text.seek(0)
    text.truncate()
    return piece
