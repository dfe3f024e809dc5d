"""XLSX files as other programs write them, and as nobody should."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, TypeAlias

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from kaibo.platform.sheets import Limits, Row, open_rows, xlsx_bytes
from kaibo.platform.sheets.errors import (
    EncryptedError,
    NotComputedError,
    OtherFormatError,
    SheetError,
    TooLargeError,
    TooManyColumnsError,
)

# The library that writes these files has no types.
Book: TypeAlias = Any
Page: TypeAlias = Any

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def read(data: bytes, limits: Limits | None = None) -> list[Row]:
    with open_rows(data, limits) as rows:
        return list(rows)


def workbook(fill: Callable[[Book, Page], object], **options: object) -> bytes:
    """Let XlsxWriter write a file whose first sheet is filled by ``fill(book, sheet)``."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    fill(book, book.add_worksheet())
    book.close()
    return file.getvalue()


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """Give a file with some parts replaced or, by ``None``, left out."""
    file = io.BytesIO()
    named = {"sheet": SHEET, "strings": STRINGS, "book": "xl/workbook.xml"}
    wanted = {named.get(key, key): content for key, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in dict.fromkeys([*old.namelist(), *wanted]):
            content = wanted.get(name, old.read(name) if name in old.namelist() else None)
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


def sheet(cells: str) -> bytes:
    """Give a file with this XML in its sheet."""
    xml = f'<worksheet><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    return changed(b"".join(xlsx_bytes([])), sheet=xml.encode())


def only_cells(cells: str) -> list[str]:
    return read(sheet(cells))[0].cells


def test_values_are_read_as_a_person_sees_them() -> None:
    def fill(book: Book, sheet: Page) -> None:
        day = book.add_format({"num_format": "yyyy/m/d"})
        moment = book.add_format({"num_format": "d/m/yy hh:mm"})
        sheet.write_row(0, 0, ["名稱", 68, 68.1, True, False])
        sheet.write_datetime(1, 0, date(2026, 11, 26), day)
        half_past = datetime(2026, 11, 26, 8, 30)  # noqa: DTZ001 - sheets know no zones
        sheet.write_datetime(1, 1, half_past, moment)
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write_formula(1, 3, '=""', None, "")
        sheet.write_formula(1, 4, "=A1", None, "名稱")
        sheet.write_rich_string(3, 1, "plain ", book.add_format({"bold": True}), "bold")
        sheet.write_string(3, 2, "a\nb")

    assert read(workbook(fill)) == [
        Row(1, ["名稱", "68", "68.1", "TRUE", "FALSE"]),
        Row(2, ["2026-11-26", "2026-11-26T08:30:00", "2", "", "名稱"]),
        Row(4, ["", "plain bold", "a\nb"]),
    ]


def test_days_counted_from_1904_are_the_same_days() -> None:
    def fill(book: Book, sheet: Page) -> None:
        day = book.add_format({"num_format": 14})
        sheet.write_datetime(0, 0, date(2026, 11, 26), day)

    assert read(workbook(fill, date_1904=True))[0].cells == ["2026-11-26"]


def test_the_first_sheet_that_a_person_sees_is_read() -> None:
    def fill(book: Book, first: Page) -> None:
        first.write(0, 0, "hidden")
        second = book.add_worksheet()
        second.write(0, 0, "seen")
        second.activate()
        book.add_worksheet().write(0, 0, "behind")
        first.hide()

    assert read(workbook(fill))[0].cells == ["seen"]


def test_a_chart_on_a_sheet_of_its_own_is_passed_over() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    chart_sheet, data = book.add_chartsheet(), book.add_worksheet("Data")
    data.write(0, 0, 1)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$A$1:$A$1"})
    chart_sheet.set_chart(chart)
    book.close()
    assert read(file.getvalue())[0].cells == ["1"]


def test_readings_of_characters_are_not_part_of_the_text() -> None:
    def fill(_: Book, sheet: Page) -> None:
        sheet.write(0, 0, "東京")

    strings = "<sst><si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si></sst>".encode()
    assert read(changed(workbook(fill), strings=strings))[0].cells == ["東京"]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("<c t='inlineStr'><is><r><t>a</t></r><r><t> b</t></r></is></c>", ["a b"]),
        ("<c t='inlineStr'><is><t>a</t><rPh><t>b</t></rPh></is></c>", ["a"]),
        ("<c t='str'><f>A1</f><v>x_x000D_y</v></c>", ["x\ry"]),
        ("<c t='str'><v>_x005F_x0041_ _xD83D__xDE00_</v></c>", ["_x0041_ 😀"]),
        ("<c t='e'><v>#N/A</v></c>", ["#N/A"]),
        ("<c t='d'><v>2026-11-26T00:00:00</v></c>", ["2026-11-26"]),
        ("<c r='C1'><v>1</v></c><c><v>2</v></c>", ["", "", "1", "2"]),
        ("<c t='b'><v>1</v></c><c s='99'><v>2.0</v></c>", ["TRUE", "2"]),
    ],
)
def test_what_other_programs_write(cells: str, shown: list[str]) -> None:
    assert only_cells(cells) == shown


def test_names_with_a_prefix_are_understood() -> None:
    xml = b"<x:worksheet xmlns:x='m'><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row>"
    data = changed(b"".join(xlsx_bytes([])), sheet=xml + b"</x:sheetData></x:worksheet>")
    assert read(data) == [Row(1, ["7"])]


def test_a_formula_that_was_never_computed_is_told_by_its_cell() -> None:
    with pytest.raises(NotComputedError) as told:
        only_cells("<c r='B1'><f>1+1</f></c>")
    assert told.value.params == {"row": 1, "column": "B"}


@pytest.mark.parametrize(
    "cells",
    [
        "<c r='A1' t='s'><v>99</v></c>",
        "<c r='A1' t='s'><v>-1</v></c>",
        "<c r='1'><v>1</v></c>",
        "<c r='ABCD1'><v>1</v></c>",
        "<c s='-1'><v>1</v></c>",
        "<c></row><row r='1'>",
        "</row><row r='0'><c><v>1</v></c>",
        "</row><row r='x'><c><v>1</v></c>",
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(cells: str) -> None:
    with pytest.raises(SheetError):
        read(sheet(cells))


@pytest.mark.parametrize("name", ["xl/workbook.bin", "content.xml", "Index/Document.iwa"])
def test_archives_of_other_programs_are_told(name: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, b"")
    with pytest.raises(OtherFormatError):
        read(file.getvalue())


def test_an_archive_of_something_else_is_no_table() -> None:
    with pytest.raises(SheetError) as told:
        read(changed(b"".join(xlsx_bytes([])), book=None))
    assert told.value.code == "sheets.bad_file"


def in_directory(offset: int, bits: int) -> bytes:
    """Give a file with these bits set in each entry of its central directory."""
    data = bytearray(b"".join(xlsx_bytes([["a"]])))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + offset] |= bits
    return bytes(data)


@pytest.mark.parametrize("flag", [0x01, 0x40], ids=["by a password", "strongly"])
def test_a_locked_part_is_told(flag: int) -> None:
    with pytest.raises(EncryptedError):
        read(in_directory(8, flag))


@pytest.mark.parametrize(("offset", "bits"), [(6, 0x40), (8, 0x20)], ids=["version", "patches"])
def test_an_archive_newer_than_the_library_unpacks_is_refused(offset: int, bits: int) -> None:
    with pytest.raises(SheetError) as told:
        read(in_directory(offset, bits))
    assert isinstance(told.value.__cause__, NotImplementedError)
    assert told.value.code == "sheets.bad_file"


def test_a_method_that_spreadsheets_do_not_use_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(SheetError):
        read(file.getvalue())


def test_a_document_type_is_refused_before_anything_is_expanded() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><worksheet>&b;</worksheet>"
    with pytest.raises(SheetError):
        read(changed(b"".join(xlsx_bytes([])), sheet=bomb))


@pytest.mark.parametrize("part", ["sheet", "strings", "book"])
def test_what_unpacks_to_too_much_is_refused_while_it_is_unpacked(part: str) -> None:
    def fill(_: Book, sheet: Page) -> None:
        sheet.write(0, 0, "a")

    bomb = b"<x>" + b" " * (8 << 20) + b"</x>"
    data = changed(workbook(fill), **{part: bomb})
    assert len(data) < 1 << 16
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError) as told:
            read(data, Limits(expanded=1 << 20))
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
    assert told.value.params == {"limit_mb": 1}


def test_many_empty_cells_are_refused_also_when_they_are_short() -> None:
    with pytest.raises(TooLargeError):
        read(sheet("<c/>" * 1001), Limits(rows=10, columns=100))


def test_many_empty_texts_are_refused() -> None:
    def fill(_: Book, sheet: Page) -> None:
        sheet.write(0, 0, "a")

    strings = b"<sst>" + b"<si/>" * 1001 + b"</sst>"
    with pytest.raises(TooLargeError):
        read(changed(workbook(fill), strings=strings), Limits(rows=10, columns=100))


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    cells = "<c r='A1'><v>1</v></c></row><row r='1048576'><c r='{}1048576'><v>2</v></c>"
    assert read(sheet(cells.format("C")))[1] == Row(1_048_576, ["", "", "2"])
    with pytest.raises(TooManyColumnsError):
        read(sheet(cells.format("XFD")))


VALID = b"".join(xlsx_bytes([["sku", "price"], ["a", 1], ["b", 2]]))


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_ends_in_rows_or_in_an_error_that_can_be_told(data: st.DataObject) -> None:
    damaged = bytearray(VALID[: data.draw(st.integers(4, len(VALID)))])
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(4, len(damaged) - 1)) if len(damaged) > 4 else 0
        damaged[at] = data.draw(st.integers(0, 255))
    with suppress(SheetError):
        read(bytes(damaged))


@settings(max_examples=200)
@given(st.data())
def test_damaged_markup_ends_likewise(data: st.DataObject) -> None:
    xml = bytearray(
        b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'>"
        b"<is><t>x</t></is></c><c s='1'><f>A1</f><v>1.5</v></c></row></sheetData></worksheet>"
    )
    for _ in range(data.draw(st.integers(1, 4))):
        xml[data.draw(st.integers(0, len(xml) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SheetError):
        read(changed(VALID, sheet=bytes(xml)))
