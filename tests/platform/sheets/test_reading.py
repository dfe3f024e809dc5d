"""Files of any kind, told by what is in them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from kaibo.platform.sheets import Cell, Column, Limits, csv_bytes, open_rows, open_table, xlsx_bytes
from kaibo.platform.sheets.errors import (
    CellTooLongError,
    EncryptedError,
    NoHeaderError,
    OtherFormatError,
    SheetError,
    TooLargeError,
    TooManyColumnsError,
    TooManyRowsError,
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)
FILES = [
    pytest.param(lambda rows: b"".join(csv_bytes(rows)), id="csv"),
    pytest.param(lambda rows: b"".join(xlsx_bytes(rows)), id="xlsx"),
]


Writer: TypeAlias = Callable[[Iterable[Sequence[Cell]]], bytes]


def read(data: bytes | Path, limits: Limits | None = None) -> list[list[str]]:
    with open_rows(data, limits) as rows:
        return [row.cells for row in rows]


@pytest.mark.parametrize("write", FILES)
def test_a_table_is_read_by_its_header(write: Writer, tmp_path: Path) -> None:
    path = tmp_path / "products.anything"
    path.write_bytes(write([["售價", "sku"], ["68", "a"], [], ["", "b"]]))
    with open_table(path, [Column("sku"), Column("price", ("售價",))]) as table:
        assert table.header.row == 1
        assert [(row.number, table.header.values(row)) for row in table.rows] == [
            (2, {"price": "68", "sku": "a"}),
            (4, {"price": "", "sku": "b"}),
        ]


@pytest.mark.parametrize("write", FILES)
def test_a_file_is_refused_at_its_first_row_too_many(write: Writer) -> None:
    data = write([["a"], ["1"], ["2"], [""], ["3"]])
    assert len(read(data, Limits(rows=4))) == 4
    with pytest.raises(TooManyRowsError) as told:
        read(data, Limits(rows=3))
    assert told.value.params == {"limit": 3}


@pytest.mark.parametrize("write", FILES)
def test_a_row_that_is_too_wide_is_refused(write: Writer) -> None:
    data = write([["a", "b", ""], ["1", "2", "3"]])
    assert len(read(data, Limits(columns=3))) == 2
    with pytest.raises(TooManyColumnsError) as told:
        read(data, Limits(columns=2))
    assert told.value.params == {"row": 2, "limit": 2}


@pytest.mark.parametrize("write", FILES)
def test_a_cell_that_is_too_long_is_refused_by_its_name(write: Writer) -> None:
    data = write([["a", "b"], ["1", "x" * 11]])
    assert len(read(data, Limits(cell=11))) == 2
    with pytest.raises(CellTooLongError) as told:
        read(data, Limits(cell=10))
    assert told.value.params == {"row": 2, "column": "B", "limit": 10}


@pytest.mark.parametrize("write", FILES)
def test_a_file_that_is_too_large_is_refused_unread(write: Writer) -> None:
    data = write([["a"], ["1"]])
    with pytest.raises(TooLargeError):
        read(data, Limits(size=len(data) - 1))


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n \r\n"[:2], b"".join(xlsx_bytes([]))])
def test_an_empty_file_has_no_rows_and_no_header(data: bytes) -> None:
    assert read(data) == []
    with pytest.raises(NoHeaderError), open_table(data, [Column("sku")]):
        pass


@pytest.mark.parametrize(
    "data",
    [
        COMPOUND,
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"\xef\xbb\xbf\n<!DOCTYPE html>",
        b'<?xml version="1.0"?><Workbook/>',
    ],
)
def test_a_spreadsheet_of_another_format_is_told(data: bytes) -> None:
    with pytest.raises(OtherFormatError):
        read(data)


def test_a_file_behind_a_password_is_told() -> None:
    with pytest.raises(EncryptedError):
        read(COMPOUND + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04 torn"])
def test_what_is_no_table_is_told(data: bytes) -> None:
    with pytest.raises(SheetError) as told:
        read(data)
    assert told.value.code == "sheets.bad_file"


def test_a_text_that_begins_like_an_archive_is_a_text() -> None:
    assert read(b"PK,b\n1,2\n") == [["PK", "b"], ["1", "2"]]


@pytest.mark.parametrize("write", FILES)
def test_the_file_is_closed_also_when_reading_is_broken_off(write: Writer, tmp_path: Path) -> None:
    path = tmp_path / "products"
    path.write_bytes(write([["a"], ["1"]]))
    # A file left open is a warning, and warnings are errors here.
    with open_rows(path) as rows:
        next(rows)
    path.unlink()
