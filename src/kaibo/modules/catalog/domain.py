"""Pure rules of products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from kaibo.modules.catalog.contracts import CompareKind
from kaibo.modules.catalog.errors import (
    BadComparePriceError,
    BadSaleWindowError,
    BadVariantsError,
)

# How far back a struck-through price without another basis looks, before the present one began.
COMPARE_WINDOW = timedelta(days=7)
VARIANT_LIMIT = 100


def check_compare_price(price: int, compare_at: int | None, kind: CompareKind, basis: str) -> None:
    """Raise ``BadComparePriceError`` for a stated price that would mislead.

    A struck-through price whose basis is not stated misleads; several laws forbid it.
    """
    if kind is CompareKind.LOWEST_PAID or compare_at is None:
        return
    if compare_at <= price or not basis.strip():
        raise BadComparePriceError(field="compare_at")


def check_sale_window(begins: datetime | None, ends: datetime | None) -> None:
    """Raise ``BadSaleWindowError`` when the window ends before it begins."""
    if begins and ends and ends <= begins:
        raise BadSaleWindowError(field="sale_until")


def check_values(options: Sequence[str], values: Sequence[Sequence[str]]) -> None:
    """Raise ``BadVariantsError`` unless each variant has one value an option, each set once."""
    if len(set(options)) != len(options) or len(values) > VARIANT_LIMIT or not values:
        raise BadVariantsError(field="variants", limit=VARIANT_LIMIT)
    seen: set[tuple[str, ...]] = set()
    for position, chosen in enumerate(values):
        wanted = tuple(chosen)
        is_whole = len(wanted) == len(options) and all(value.strip() for value in wanted)
        if not is_whole or wanted in seen:
            raise BadVariantsError(field=f"variants.{position}.values", limit=VARIANT_LIMIT)
        seen.add(wanted)


def compared_price(price: int, lowest: int | None, last: int | None) -> int | None:
    """Give the price that may be struck through: the lowest paid lately, else the last one paid.

    Source: the rules on marked prices and price fraud, which take the lowest price of a
    transaction in the seven days before the promotion, else the last one.
    """
    paid = lowest if lowest is not None else last
    return paid if paid is not None and paid > price else None
