"""Money: integers of minor units."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.kernel.money import CurrencyMismatchError, Money, currency_exponent

amounts = st.integers(-(10**15), 10**15).map(lambda amount: Money(amount, "CNY"))


@given(amounts, amounts, st.integers(-1000, 1000))
def test_sums_and_products_are_those_of_integers(a: Money, b: Money, n: int) -> None:
    assert (a + b).amount == a.amount + b.amount
    assert a + b - b == a
    assert (a * n).amount == a.amount * n


def test_currencies_do_not_mix() -> None:
    for combine in (Money.__add__, Money.__sub__):
        with pytest.raises(CurrencyMismatchError):
            combine(Money(1, "CNY"), Money(1, "TWD"))
    assert Money(1, "CNY") != Money(1, "TWD")


@pytest.mark.parametrize("amount", [1.0, True, "1", None])
def test_an_amount_is_an_integer(amount: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(TypeError):
        Money(amount, "CNY")
    if amount is not None and not isinstance(amount, str):
        with pytest.raises(TypeError):
            Money(1, "CNY") * amount


@pytest.mark.parametrize("currency", ["cny", "CN", "", "CNY\n", "¥"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValueError, match="three capital letters"):
        Money(1, currency)


def test_minor_units_follow_iso_4217() -> None:
    named = {"CNY": 2, "TWD": 2, "USD": 2, "AUD": 2, "CAD": 2, "NZD": 2, "THB": 2}
    named |= {"JPY": 0, "KRW": 0, "KWD": 3}
    assert {code: currency_exponent(code) for code in named} == named
