"""Money as integer minor units with its currency (ISO 4217)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

# Currencies whose minor unit is not a hundredth; all others have exponent 2 (ISO 4217).
_EXPONENTS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0,
    "PYG": 0, "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip
_CODE = re.compile(r"^[A-Z]{3}$")


@lru_cache(maxsize=256)
def _is_code(currency: str) -> bool:
    return _CODE.fullmatch(currency) is not None


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were combined."""


def currency_exponent(currency: str) -> int:
    """How many decimal digits the currency's minor unit has (CNY 2, JPY 0, KWD 3)."""
    return _EXPONENTS.get(currency, 2)


def major_units(minor: int, currency: str) -> Decimal:
    """Give an amount of minor units in major ones, with all decimals of its currency."""
    return Decimal(minor).scaleb(-currency_exponent(currency))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in integer minor units (fen, cents), never a float.

    ``Money(1990, "CNY")`` is 19.90 yuan. Arithmetic across currencies raises
    ``CurrencyMismatchError``.
    """

    amount: int
    currency: str

    def __post_init__(self) -> None:
        # bool is an int to Python; a flag is not an amount.
        if type(self.amount) is not int:
            msg = f"amount must be an integer of minor units, not {self.amount!r}"
            raise TypeError(msg)
        if not _is_code(self.currency):
            msg = f"currency must be three capital letters, not {self.currency!r}"
            raise ValueError(msg)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: int) -> Money:
        if not isinstance(factor, int) or isinstance(factor, bool):
            return NotImplemented
        return self if factor == 1 else Money(self.amount * factor, self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            msg = f"{self.currency} and {other.currency} do not mix"
            raise CurrencyMismatchError(msg)
