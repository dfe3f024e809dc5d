"""CSV, as spreadsheets read and write it."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.platform.sheets import Cell, Limits, Row, csv_bytes, open_rows
from kaibo.platform.sheets.errors import BadQuotesError, CellTooLongError, SheetError


def read(data: bytes) -> list[Row]:
    with open_rows(data) as rows:
        return list(rows)


def written(*rows: Sequence[Cell]) -> bytes:
    return b"".join(csv_bytes(rows))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [["sku", "title", "price"], ["a", '"b,;\tc"', "1"]]
    text = "\n".join(map(delimiter.join, rows))
    assert read(text.encode())[1].cells == ["a", "b,;\tc", "1"]


def test_the_delimiter_that_excel_declares_is_taken_and_the_line_not_counted() -> None:
    assert read(b"sep=;\r\na,b;c\r\n1;2\r\n") == [Row(1, ["a,b", "c"]), Row(2, ["1", "2"])]


def test_a_sheet_of_one_column_is_a_sheet() -> None:
    assert read("名稱\n茶\n".encode()) == [Row(1, ["名稱"]), Row(2, ["茶"])]


def test_a_row_over_several_lines_is_one_row_and_empty_rows_are_counted() -> None:
    rows = read(b'a,b\r\n"1\r\n2",x\r\n\r\n,,\r\n3,y\r\n')
    assert rows == [Row(1, ["a", "b"]), Row(2, ["1\r\n2", "x"]), Row(5, ["3", "y"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_line_end_in_every_encoding(end: str, encoding: str) -> None:
    text = end.join(["名称,价格", "乌龙茶,68", ""])
    assert [row.cells for row in read(text.encode(encoding))] == [
        ["名称", "价格"],
        ["乌龙茶", "68"],
    ]


@pytest.mark.parametrize(
    "text", ['a,b\n1,"open\n2,x\n', 'a,b\n1,"x"y\n', 'a,b\n1,"' + "x" * 200_000]
)
def test_quotation_marks_that_do_not_pair_are_told_with_their_row(text: str) -> None:
    with pytest.raises(BadQuotesError) as told:
        read(text.encode())
    assert told.value.params == {"row": 2}


def test_a_quotation_mark_inside_a_plain_text_is_itself() -> None:
    assert read(b'a,b\n1,5" plate\n')[1].cells == ["1", '5" plate']


@pytest.mark.parametrize("data", [b"a,b\n\0,1\n", "a,b\n1,2\n".encode("utf-16-le")])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SheetError) as told:
        read(data)
    assert told.value.code == "sheets.bad_file"


def test_a_nul_far_down_is_found_too() -> None:
    with pytest.raises(SheetError):
        read(b"a,b\n" + b"1,2\n" * 50_000 + b"\0,1\n")


def test_a_file_is_utf_8_with_its_mark_and_crlf() -> None:
    assert written(["名稱", "價格"], ["茶\n葉", Decimal("68.00")]) == (
        b"\xef\xbb\xbf" + '名稱,價格\r\n"茶\n葉",68.00\r\n'.encode()
    )


def test_numbers_stay_numbers_and_texts_that_look_like_formulas_are_guarded() -> None:
    row: list[Cell] = [-5, Decimal("-1.50"), "-5", "=HYPERLINK(1)", None, True, False]
    assert written(row) == b"\xef\xbb\xbf-5,-1.50,'-5,'=HYPERLINK(1),,TRUE,FALSE\r\n"


def test_moments_are_written_in_iso_8601() -> None:
    zoned = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
    assert written([date(2026, 11, 26), zoned]).endswith(
        b"2026-11-26,2026-11-26T08:30:00+00:00\r\n"
    )


def test_it_is_written_piece_by_piece() -> None:
    taken = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal taken
        for taken in range(1, 100_001):
            yield ["some text of a row", taken]

    pieces = csv_bytes(rows())
    next(pieces)
    assert taken < 5_000


def test_a_text_that_no_cell_holds_is_told() -> None:
    with pytest.raises(CellTooLongError) as told:
        written(["a"], ["x", "y" * 32_768])
    assert told.value.params == {"row": 2, "column": "B", "limit": 32_767}


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
TABLES = st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=6)


@given(TABLES)
def test_what_is_written_is_what_is_read(table: list[list[str]]) -> None:
    header = ["a", "b", "c", "d", "e"]
    with open_rows(written(header, *table), Limits()) as rows:
        found = {row.number: row.cells for row in rows}
    for number, cells in enumerate(table, 2):
        while cells and not cells[-1]:
            cells.pop()
        assert found.pop(number, []) == cells
    assert found == {1: header}


@given(TABLES)
def test_another_reader_reads_the_same(table: list[list[str]]) -> None:
    text = written(*table).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == len(table)
