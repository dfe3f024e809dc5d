import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.rooms.text import clean_line


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("  hello \n\t world  ", "hello world"),
        ("开播　了", "开播 了"),
        ("e\u0301", "é"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\u202eevil", "evil"),
        ("\ufeff\u200b\u2060", ""),
        ("\u200d", ""),
        ("\u0301", ""),
        ("👩\u200d👧 ok", "👩\u200d👧 ok"),
        ("❤️", "❤️"),
        ("", ""),
    ],
)
def test_a_line_is_cleaned(raw: str, line: str) -> None:
    assert clean_line(raw) == line


@given(st.text())
def test_a_clean_line_stays_as_it_is(raw: str) -> None:
    line = clean_line(raw)
    assert clean_line(line) == line
    assert not any(unicodedata.category(char) == "Cc" for char in line)
