"""What a cell of a product sheet means."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.kernel.money import major_units
from kaibo.modules.catalog.transfer import cells, showing
from kaibo.modules.catalog.transfer.cells import CellError
from kaibo.modules.catalog.transfer.columns import COLUMNS, KEYS, headings
from kaibo.platform.i18n.catalog import LANGUAGES
from kaibo.platform.sheets import Row, match_header

TAIPEI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("cell", "currency", "minor"),
    [
        ("68.00", "CNY", 6800),
        ("68", "CNY", 6800),
        ("68.1", "CNY", 6810),
        ("0.07", "CNY", 7),
        ("1,234.50", "TWD", 123450),
        ("NT$1,234", "TWD", 123400),
        ("¥ 68.000", "CNY", 6800),
        ("６８．５０", "CNY", 6850),
        ("68元", "CNY", 6800),
        ("USD 12.30", "USD", 1230),
        ("980", "JPY", 980),
        ("980.00", "JPY", 980),
        ("1.234", "KWD", 1234),
        # A float would make it 8.299999999999999.
        ("9007199254.29", "CNY", 900719925429),
    ],
)
def test_an_amount_is_read_exactly_by_its_currency(cell: str, currency: str, minor: int) -> None:
    assert cells.amount(cell, currency) == minor


@pytest.mark.parametrize(
    ("cell", "currency", "code"),
    [
        ("68,5", "CNY", "bad_amount"),
        ("1,23", "CNY", "bad_amount"),
        ("-5", "CNY", "bad_amount"),
        ("1e3", "CNY", "bad_amount"),
        ("free", "CNY", "bad_amount"),
        ("68.005", "CNY", "too_many_decimals"),
        ("980.5", "JPY", "too_many_decimals"),
        ("99999999999999", "CNY", "too_much"),
        ("9" * 400, "CNY", "too_much"),
    ],
)
def test_what_is_no_amount_is_never_guessed(cell: str, currency: str, code: str) -> None:
    with pytest.raises(CellError) as refused:
        cells.amount(cell, currency)
    assert refused.value.code == code


@given(st.integers(0, 10**12), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_every_amount_that_is_written_is_read_back(minor: int, currency: str) -> None:
    assert cells.amount(str(major_units(minor, currency)), currency) == minor


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-26 8:30",
        "2026/11/26 8:30",
        "2026/11/26 08:30:00",
        "2026/11/26 上午 8:30",
        "2026/11/26 8:30:00 AM",
        "2026年11月26日 8:30",
        "2026-11-26T08:30:00",
        "2026-11-26T00:30:00Z",
        "2026-11-26 09:30 +09:00",
    ],
)
def test_moments_are_taken_as_spreadsheets_show_them(cell: str) -> None:
    assert cells.moment(cell, TAIPEI) == datetime(2026, 11, 26, 0, 30, tzinfo=UTC)


def test_noon_and_midnight_are_told_apart() -> None:
    assert cells.moment("2026/11/26 下午 12:00", UTC).hour == 12
    assert cells.moment("2026/11/26 上午 12:00", UTC).hour == 0
    assert cells.moment("2026/11/26", UTC).hour == 0


@pytest.mark.parametrize(
    "cell", ["11/26/2026 8:30", "2026-13-01", "2026-02-30", "tomorrow", "2026-11-26 24:00", "8:30"]
)
def test_what_could_be_two_days_or_none_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="bad_moment"):
        cells.moment(cell, UTC)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.integers(-720, 840),
)
def test_every_moment_that_is_written_is_read_back(at: datetime, minutes: int) -> None:
    written = showing.moment(at, timezone(timedelta(minutes=minutes)))
    assert cells.moment(written, TAIPEI) == at


words = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" ,;、:：[\"'"), min_size=1
).map(str.strip)
short = words.filter(lambda word: 0 < len(word) <= cells.TAG_LIMIT)


@given(st.lists(short, max_size=5, unique=True))
def test_all_tags_that_are_written_are_read_back(tags: list[str]) -> None:
    assert cells.tags(showing.tags(tags)) == tags


@given(st.lists(st.tuples(short, short), max_size=5))
def test_all_specifications_that_are_written_are_read_back(pairs: list[tuple[str, str]]) -> None:
    entries = [{"name": name, "value": value} for name, value in pairs]
    assert cells.specifications(showing.specifications(entries)) == entries


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_every_language_are_understood(language: str) -> None:
    found = match_header(Row(1, headings(language)), COLUMNS)  # type: ignore[arg-type]
    assert list(found.places) == list(KEYS)
