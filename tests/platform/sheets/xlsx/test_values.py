"""What a person sees where a file stores a number."""

import pytest

from kaibo.platform.sheets.xlsx.formats import is_date
from kaibo.platform.sheets.xlsx.values import date_text, iso_text, number_text


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("68", "68"),
        ("68.0", "68"),
        ("68.099999999999994", "68.1"),
        ("0.30000000000000004", "0.3"),
        ("1E3", "1000"),
        ("1.5e-3", "0.0015"),
        ("-0", "0"),
        ("-5.50", "-5.5"),
        ("0.5", "0.5"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", "1234567890123460"),
        ("1e300", "1e300"),
        ("NaN", "NaN"),
        ("1e999999999", "1e999999999"),
        ("abc", "abc"),
    ],
)
def test_numbers(stored: str, shown: str) -> None:
    assert number_text(stored) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("46352", "2026-11-26"),
        ("46352.354224537", "2026-11-26T08:30:05"),
        ("46352.99999999", "2026-11-27"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("0.5", "12:00:00"),
        ("2958465", "9999-12-31"),
        ("2958466", "2958466"),
        ("1e300", "1e300"),
        ("-1", "-1"),
        ("nan", "nan"),
        ("x", "x"),
    ],
)
def test_moments(stored: str, shown: str) -> None:
    assert date_text(stored, from_1904=False) == shown


@pytest.mark.parametrize(
    ("stored", "shown"), [("0", "1904-01-01"), ("44890.5", "2026-11-26T12:00:00")]
)
def test_moments_counted_from_1904(stored: str, shown: str) -> None:
    assert date_text(stored, from_1904=True) == shown


def test_a_moment_at_midnight_is_a_day() -> None:
    assert iso_text("2026-11-26T00:00:00Z") == "2026-11-26"
    assert iso_text("2026-11-26T08:00:00") == "2026-11-26T08:00:00"


@pytest.mark.parametrize(
    "code",
    [
        "yyyy-mm-dd",
        "m/d/yy",
        "[$-404]e/m/d;@",
        'yyyy"年"m"月"d"日"',
        "h:mm AM/PM",
        "mmm\\-yy",
        "DD",
    ],
)
def test_formats_of_moments(code: str) -> None:
    assert is_date(code)


@pytest.mark.parametrize(
    "code",
    [
        "General", "0.00", "#,##0.00;[Red]-#,##0.00", '"days" 0', "0%", "0.00E+00", "[h]:mm:ss",
        "[$USD] #,##0", "0\\d", "_-* #,##0_-", "@",
    ],
)  # fmt: skip
def test_formats_of_other_numbers(code: str) -> None:
    assert not is_date(code)
