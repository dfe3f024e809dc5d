"""Struck-through prices without a stated basis: what was really paid before the price began."""

from datetime import timedelta

import httpx
import pytest

from kaibo.modules.catalog import facade as catalog
from tests.support.house import Shop

LOWEST = {"compare_kind": "lowest_paid"}


@pytest.fixture
def priced(shop: Shop) -> Shop:
    """A shop whose product was put at 6800 within the last hour; a new hour begins."""
    now = shop.house.clock.now()
    shop.house.clock.advance(timedelta(hours=1) - timedelta(minutes=now.minute, seconds=now.second))
    shop.owner.patch(path(shop), LOWEST)
    return shop


def path(shop: Shop) -> str:
    return f"/products/{shop.product.id}"


def pay(shop: Shop, *prices: int) -> None:
    """Have the product paid for at these prices, now."""
    for price in prices:
        shop.house.run(catalog.note_paid, [(shop.variant.id, price)])


def struck(shop: Shop, price: int) -> int | None:
    """Set a price; give what is struck through beside it."""
    answer = shop.owner.patch(path(shop), {"price": price})
    assert answer.status_code == 200, answer.text
    return beside(answer)


def beside(answer: httpx.Response) -> int | None:
    """Give what a product's answer strikes through, in minor units."""
    money = answer.json()["compare_at"]
    return None if money is None else int(money["amount"])


def test_the_lowest_price_paid_within_seven_days_is_struck_through(priced: Shop) -> None:
    pay(priced, 5500)
    priced.house.pass_time(days=1)
    pay(priced, 6800, 6400)
    priced.house.pass_time(days=3)
    pay(priced, 6600)
    priced.house.pass_time(days=3, hours=2)
    assert struck(priced, 5000) == 6400


def test_what_was_paid_in_the_first_hour_of_the_seven_days_counts(priced: Shop) -> None:
    priced.house.pass_time(minutes=50)
    pay(priced, 6000)
    priced.house.pass_time(days=6, hours=23, minutes=50)
    pay(priced, 6800)
    assert struck(priced, 5000) == 6000


def test_with_nothing_paid_within_seven_days_it_is_the_last_one_paid(priced: Shop) -> None:
    pay(priced, 5500)
    priced.house.pass_time(days=1)
    pay(priced, 6800, 6700)
    priced.house.pass_time(days=8)
    assert struck(priced, 5000) == 6700


def test_with_nothing_paid_at_all_nothing_is_struck_through(priced: Shop) -> None:
    assert struck(priced, 5000) is None


def test_a_price_that_is_not_below_what_was_paid_has_nothing_beside_it(priced: Shop) -> None:
    pay(priced, 6000)
    priced.house.pass_time(days=1)
    assert struck(priced, 6000) is None


def test_what_is_paid_in_the_hour_in_which_the_price_began_came_after_it(priced: Shop) -> None:
    pay(priced, 6800)
    priced.house.pass_time(days=1, minutes=10)
    assert struck(priced, 5000) == 6800
    priced.house.pass_time(minutes=20)
    pay(priced, 5000, 4500)
    # The same price, looked at again: it has not begun anew.
    priced.owner.patch(path(priced), {"compare_kind": "stated", "compare_at": None})
    assert beside(priced.owner.patch(path(priced), LOWEST)) == 6800


def test_what_was_paid_in_that_hour_before_the_price_began_counts(priced: Shop) -> None:
    pay(priced, 6800)
    priced.house.pass_time(days=1, minutes=10)
    pay(priced, 6000)
    priced.house.pass_time(minutes=20)
    assert struck(priced, 5000) == 6000


def test_a_price_that_was_paid_counts_for_the_next_one_within_the_hour(priced: Shop) -> None:
    pay(priced, 6800)
    priced.house.pass_time(minutes=10)
    assert struck(priced, 5000) == 6800
    priced.house.pass_time(minutes=10)
    pay(priced, 5000)
    priced.house.pass_time(minutes=10)
    assert struck(priced, 4000) == 5000


def test_a_deal_is_compared_with_the_lowest_price_paid_before_it(priced: Shop) -> None:
    pay(priced, 6800)
    priced.house.pass_time(days=1, minutes=20)
    pay(priced, 6500)
    new = {"product_id": priced.product.id, "price": 3000, "total_limit": 3, "duration_s": 60}

    deal = priced.owner.post(f"/shows/{priced.show.id}/deals", new | {"countdown_s": 0})

    assert deal.status_code == 201, deal.text
    assert deal.json()["compare_at"] == {priced.variant.id: 6500}
