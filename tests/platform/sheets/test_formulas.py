"""Texts that a spreadsheet would carry out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.platform.sheets.formulas import bare, guarded

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("text", RISKY)
def test_what_a_spreadsheet_would_carry_out_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "tea", "a=b", "'quoted'", " =1"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert bare(text) == text


@given(st.text(alphabet="'=+-@\t\r\n＝a ") | st.text())
def test_exactly_the_apostrophe_that_was_added_is_taken_away(text: str) -> None:
    assert bare(guarded(text)) == text
