"""The XLSX files that are written here, as others read them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from kaibo.platform.sheets import Cell, Layout, open_rows, xlsx_bytes
from kaibo.platform.sheets.errors import CellTooLongError


def written(*rows: Sequence[Cell], layout: Layout | None = None) -> bytes:
    return b"".join(xlsx_bytes(rows, layout))


def as_others_read(data: bytes) -> list[list[object]]:
    with load_workbook(io.BytesIO(data)) as book:
        return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_another_reader_finds_the_values_with_their_kinds() -> None:
    moment = datetime(2026, 11, 26, 8, 30, 5)  # noqa: DTZ001 - sheets know no zones
    data = written(
        ["名稱", "price", "day", "moment", "ok"],
        ["烏龍茶 <&>", Decimal("68.10"), date(2026, 11, 26), moment, True],
        ["", -5, None, None, False],
    )
    assert as_others_read(data) == [
        ["名稱", "price", "day", "moment", "ok"],
        ["烏龍茶 <&>", 68.1, date(2026, 11, 26), moment, True],
        ["", -5, "", "", False],
    ]


def test_prices_show_their_cents() -> None:
    sheet = part(written(["price"], [Decimal("68.00")]), "xl/worksheets/sheet1.xml")
    assert '<c r="A2" s="5"><v>68.00</v></c>' in sheet


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("00123", "00123"),
        (12345678901234567890, "12345678901234567890"),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (date(1890, 1, 1), "1890-01-01"),
        (datetime(2026, 11, 26, tzinfo=UTC), "2026-11-26T00:00:00+00:00"),
    ],
)
def test_what_a_spreadsheet_would_change_is_written_as_text(value: Cell, text: str) -> None:
    assert as_others_read(written(["a"], [value]))[1] == [text]


def test_texts_that_look_like_formulas_are_guarded() -> None:
    assert as_others_read(written(["a"], ["=1+1"], ["-5"], [-5])) == [
        ["a"],
        ["'=1+1"],
        ["'-5"],
        [-5],
    ]


def test_columns_of_texts_keep_what_a_person_types_into_them() -> None:
    layout = Layout("Products", (20, 30), frozenset({1}))
    sheet = part(written(["a", "b"], layout=layout), "xl/worksheets/sheet1.xml")
    assert '<col min="2" max="2" customWidth="1" width="30" style="1"/>' in sheet


@pytest.mark.parametrize(
    ("name", "shown"),
    [("商品/A:1", "商品A1"), ("x" * 40, "x" * 31), ("'", "Sheet1"), ("a&b", "a&b")],
)
def test_a_sheet_has_a_name_that_spreadsheets_take(name: str, shown: str) -> None:
    with load_workbook(io.BytesIO(written(["a"], layout=Layout(name)))) as book:
        assert book.sheet_names == [shown]


def test_the_same_rows_make_the_same_file() -> None:
    assert written(["a"], [1]) == written(["a"], [1])


def test_it_is_written_piece_by_piece() -> None:
    taken = 0

    def rows() -> Iterator[list[Cell]]:
        nonlocal taken
        for taken in range(1, 100_001):
            yield ["some text of a row", taken]

    pieces = xlsx_bytes(rows())
    next(pieces)
    assert taken < 5_000


def test_a_text_that_no_cell_holds_is_told() -> None:
    with pytest.raises(CellTooLongError) as told:
        written(["a"], ["x", "y" * 32_768])
    assert told.value.params == {"row": 2, "column": "B", "limit": 32_767}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
AWKWARD = st.text(st.sampled_from("'=+-@\t\r\n_x0041 \0\x1f\ufffe<&>"), max_size=12)
NUMBERS = st.integers(-(10**18), 10**18) | st.decimals(
    -(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False
)
TABLES = st.lists(st.lists(TEXTS | AWKWARD | NUMBERS, min_size=1, max_size=5), max_size=6)


@given(TABLES)
def test_what_is_written_is_what_is_read(table: list[list[Cell]]) -> None:
    with open_rows(written(["a", "b"], *table)) as rows:
        found = {row.number: row.cells for row in rows}
    assert found.pop(1) == ["a", "b"]
    for number, cells in enumerate(table, 2):
        read = found.pop(number, [])
        read += [""] * (len(cells) - len(read))
        for value, text in zip(cells, read, strict=True):
            assert (text if isinstance(value, str) else Decimal(text)) == value
    assert found == {}


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5))
def test_another_reader_reads_the_same_texts(table: list[list[str]]) -> None:
    header = ["h"] * 4
    found = as_others_read(written(header, *table))
    for row, cells in zip(found[1:], table, strict=False):
        for there, cell in zip(row, cells, strict=False):
            assert there in {cell, "'" + cell}
