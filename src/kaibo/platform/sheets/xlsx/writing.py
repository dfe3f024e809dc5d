"""Writing an XLSX of one sheet, piece by piece, so that it can be sent while it is made."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kaibo.platform.sheets.cells import Cell, bounded, cell_text
from kaibo.platform.sheets.errors import TooManyRowsError
from kaibo.platform.sheets.limits import EXCEL_ROWS
from kaibo.platform.sheets.rows import column_letters
from kaibo.platform.sheets.xlsx import parts
from kaibo.platform.sheets.xlsx.texts import escaped

_PIECE = 1 << 16
_DIGITS = 15
"""More of them a spreadsheet does not keep."""
_DAY_S = 86_400
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no zones
# Before this day, spreadsheets do not agree on dates.
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the sheet looks: its name, the columns' widths in characters, which of them are texts.

    What a person types into a column of texts stays as typed, ``007`` for instance.
    """

    name: str = "Sheet1"
    widths: tuple[int, ...] = ()
    texts: frozenset[int] = frozenset()


class _Sink:
    """A file that can only be written to, and is emptied from time to time."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def xlsx_bytes(rows: Iterable[Sequence[Cell]], layout: Layout | None = None) -> Iterator[bytes]:
    """Give the file in pieces. The first row is the header: bold, and always in sight.

    Raises ``CellTooLongError`` and ``TooManyRowsError``.
    """
    layout = layout or Layout()
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.around(layout.name):
            archive.writestr(parts.info(name), content)
        with archive.open(parts.info(parts.SHEET), "w") as sheet:
            sheet.write(parts.sheet_head(_columns(layout)).encode())
            for piece in _collected(rows):
                sheet.write(piece)
                yield sink.taken()
            sheet.write(parts.SHEET_FOOT.encode())
    yield sink.taken()


def _collected(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    lines: list[str] = []
    size = 0
    for number, row in enumerate(rows, 1):
        if number > EXCEL_ROWS:
            raise TooManyRowsError(limit=EXCEL_ROWS)
        line = _row(number, row)
        lines.append(line)
        size += len(line)
        if size >= _PIECE:
            yield "".join(lines).encode("utf-8", "replace")
            lines, size = [], 0
    yield "".join(lines).encode("utf-8", "replace")


def _row(number: int, row: Sequence[Cell]) -> str:
    cells = "".join(
        _cell(f"{column_letters(column)}{number}", value, number, column)
        for column, value in enumerate(row)
        if value is not None and value != ""
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(reference: str, value: Cell, row: int, column: int) -> str:
    if (number := _number(value)) is not None:
        style, text = number
        return f'<c r="{reference}" s="{style}"><v>{text}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{value:d}</v></c>'
    style = parts.HEADER if row == 1 else parts.TEXT
    text = html.escape(escaped(bounded(cell_text(value), row, column)), quote=False)
    return (
        f'<c r="{reference}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{text}</t></is></c>'
    )


def _number(value: Cell) -> tuple[int, str] | None:
    """Give style and number for what a spreadsheet can hold as one without losing any of it."""
    match value:
        case bool():
            return None
        case int() if len(str(abs(value))) <= _DIGITS:
            return parts.GENERAL, str(value)
        case Decimal() if value.is_finite() and len(value.as_tuple().digits) <= _DIGITS:
            two = value.as_tuple().exponent == -2
            return parts.TWO_DECIMALS if two else parts.GENERAL, format(value, "f")
        case datetime() if value.tzinfo is None and value.date() >= _FIRST_DAY:
            serial = Decimal(round((value - _EPOCH).total_seconds())) / _DAY_S
            return parts.MOMENT, f"{serial:.10f}"
        case date() if not isinstance(value, datetime) and value >= _FIRST_DAY:
            return parts.DAY, str((value - _EPOCH.date()).days)
        case _:
            return None


def _columns(layout: Layout) -> str:
    count = max(len(layout.widths), max(layout.texts, default=-1) + 1)
    return "".join(
        f'<col min="{index + 1}" max="{index + 1}" customWidth="1"'
        f' width="{layout.widths[index] if index < len(layout.widths) else 12}"'
        f' style="{parts.TEXT if index in layout.texts else parts.GENERAL}"/>'
        for index in range(count)
    )
