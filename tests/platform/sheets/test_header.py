"""Which column is which."""

import pytest

from kaibo.platform.sheets import Column, Row, match_header
from kaibo.platform.sheets.errors import (
    DuplicateColumnError,
    MissingColumnError,
    NoHeaderError,
)

COLUMNS = (
    Column("sku", ("商品編號", "商品编号"), required=True),
    Column("compare_at", ("劃線價", "划线价")),
    Column("price", ("售價", "售价")),
)


def test_columns_are_found_in_any_order_by_key_or_other_name() -> None:
    header = match_header(Row(1, ["劃線價", "note", "SKU", "", "售价"]), COLUMNS)
    assert header.places == {"compare_at": 0, "sku": 2, "price": 4}
    assert header.unknown == ["note"]
    assert header.letter("price") == "E"


@pytest.mark.parametrize(
    "name", ["compare_at", "Compare at", "COMPARE-AT", "ｃompare＿at", "compare at (CNY)",
             " compare_at * ", "劃線價（元）", "划线价："],
)  # fmt: skip
def test_case_width_and_what_people_add_do_not_matter(name: str) -> None:
    assert match_header(Row(1, ["sku", name]), COLUMNS).places["compare_at"] == 1


def test_a_row_is_given_by_keys_and_short_rows_are_filled() -> None:
    header = match_header(Row(1, ["price", "sku"]), COLUMNS)
    assert header.values(Row(2, ["68"])) == {"price": "68", "sku": ""}
    assert header.letter("compare_at") is None


@pytest.mark.parametrize("row", [None, Row(1, ["a", "b"])])
def test_a_file_without_a_header_is_told(row: Row | None) -> None:
    with pytest.raises(NoHeaderError):
        match_header(row, COLUMNS)


def test_a_column_that_is_needed_and_not_there_is_told() -> None:
    with pytest.raises(MissingColumnError) as told:
        match_header(Row(1, ["price"]), COLUMNS)
    assert told.value.params == {"columns": "sku"}


def test_two_columns_for_one_are_told_by_their_letters() -> None:
    with pytest.raises(DuplicateColumnError) as told:
        match_header(Row(1, ["sku", "售价", "价格", "Price"]), COLUMNS)
    assert told.value.params == {"column": "price", "first": "B", "second": "D"}


def test_a_name_cannot_stand_for_two_columns() -> None:
    with pytest.raises(ValueError, match="two columns"):
        match_header(Row(1, ["a"]), (Column("a", ("b",)), Column("B")))
