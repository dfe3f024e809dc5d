"""Announcing a flash deal: which prices it may have."""

import httpx
import pytest

from tests.support.house import Shop

# Of the shop's product, in minor units.
USUAL = 6800


def announce(shop: Shop, price: int) -> httpx.Response:
    deal = {"product_id": shop.product.id, "price": price, "total_limit": 3}
    return shop.owner.post(f"/shows/{shop.show.id}/deals", deal)


@pytest.mark.parametrize("price", [1, USUAL - 1])
def test_a_deal_asks_at_least_one_minor_unit_and_less_than_usual(shop: Shop, price: int) -> None:
    announced = announce(shop, price)
    assert announced.status_code == 201, announced.text
    assert announced.json()["price"]["amount"] == price


@pytest.mark.parametrize("price", [-1, 0, USUAL])
def test_a_deal_for_nothing_or_for_the_usual_price_is_refused(shop: Shop, price: int) -> None:
    refused = announce(shop, price)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["price"]
    assert shop.owner.get(f"/shows/{shop.show.id}/deals").json()["items"] == []
