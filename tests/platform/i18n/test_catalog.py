"""Which language a reader wants, and the sentences in it."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.payments.contracts import PaymentState, RefundState
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.i18n import LANGUAGES, Language, choose_language, translate
from kaibo.platform.i18n.catalog import match_language


@given(st.text(max_size=80))
def test_any_header_chooses_a_language(header: str) -> None:
    assert choose_language(header) in LANGUAGES


def test_a_header_without_end_is_cut() -> None:
    assert choose_language("fr," * 100_000 + "zh-TW") == "en"


def test_not_a_number_is_not_a_wish() -> None:
    assert choose_language("zh;q=nan, en;q=0.1") == "en"


def test_tags_are_matched_by_script_then_region() -> None:
    expected = {"zh": "zh-CN", "zh-SG": "zh-CN", "zh_TW": "zh-TW", "ZH-hk": "zh-TW", "EN-gb": "en"}
    assert {tag: match_language(tag) for tag in expected} == expected
    assert match_language("ja") is None


def test_what_has_no_value_is_left_standing() -> None:
    assert "{available}" in translate("orders.sold_out", "en")
    assert translate("no.such.code", "zh-TW") == "no.such.code"
    assert "3" in translate("orders.sold_out", "zh-TW", available=3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "states"),
    [
        ("order", OrderState),
        ("payment", PaymentState),
        ("refund", RefundState),
        ("show", ShowState),
    ],
)
def test_every_state_has_a_name_in_every_language(
    language: Language, kind: str, states: type[StrEnum]
) -> None:
    for state in states:
        key = f"{kind}s.state.{state.value}"
        assert translate(key, language) != key
