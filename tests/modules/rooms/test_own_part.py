"""A room tells of a show's own part of stock: that alone is what its viewers can buy."""

import msgspec
import pytest

from tests.modules.rooms.test_handlers import Seat, leave, next_event, sit
from tests.support.house import Shop
from tests.support.replaying import states


def aside(shop: Shop, units: int) -> None:
    """Have the show hold so many of the shop's five pieces for itself."""
    path = f"/shows/{shop.show.id}/allocations/{shop.variant.id}"
    assert shop.owner.put(path, {"units": units}).status_code == 200


def told(shop: Shop) -> int:
    """Give what a viewer's first look at the show says is there."""
    (card,) = shop.house.anyone.get(f"/shows/{shop.show.id}/public").json()["products"]
    (variant,) = card["variants"]
    assert variant["available"] == card["available"]
    return int(card["available"])


def test_what_a_show_set_aside_is_what_its_viewers_see(shop: Shop) -> None:
    other = shop.house.show(shop.product.id)
    aside(shop, 5)
    assert told(shop) == 5
    shop.place(shop.house.viewer(), 2)
    assert told(shop) == 3
    (elsewhere,) = shop.house.anyone.get(f"/shows/{other.id}/public").json()["products"]
    assert elsewhere["available"] == 0


def test_a_show_sees_no_more_than_it_set_aside(shop: Shop) -> None:
    aside(shop, 2)
    assert told(shop) == 2
    viewer = shop.house.viewer()
    shop.place(viewer, 2)
    assert told(shop) == 0
    refused = viewer.post("/orders", shop.order(1))
    assert (refused.status_code, refused.json()["code"]) == (409, "orders.sold_out")


def test_a_show_that_sets_nothing_aside_any_more_sells_of_all_again(shop: Shop) -> None:
    aside(shop, 2)
    aside(shop, 0)
    assert told(shop) == 5
    shop.place(shop.house.viewer(), 3)
    assert told(shop) == 2


def test_a_bundle_is_told_by_the_part_of_what_it_draws_on(shop: Shop) -> None:
    components = [{"variant_id": shop.variant.id, "units": 2}]
    variant = {"values": [], "price": 9000, "components": components}
    made = shop.owner.post("/products", {"title": "Gift", "variants": [variant]})
    assert made.status_code == 201, made.text
    show = shop.house.show(made.json()["id"])
    path = f"/shows/{show.id}/allocations/{shop.variant.id}"
    assert shop.owner.put(path, {"units": 5}).status_code == 200
    (card,) = shop.house.anyone.get(f"/shows/{show.id}/public").json()["products"]
    assert card["available"] == 2


def test_a_cart_and_a_page_tell_of_the_same_part(shop: Shop) -> None:
    aside(shop, 5)
    viewer = shop.house.viewer()
    body = {"quantity": 1, "unit_price": shop.product.price.amount}
    (line,) = viewer.put(f"/shows/{shop.show.id}/cart/{shop.variant.id}", body).json()
    page = viewer.get(f"/shows/{shop.show.id}/products/{shop.product.id}").json()
    assert line["variant"]["available"] == page["card"]["available"] == 5


@pytest.mark.parametrize("deal", [False, True], ids=["plain", "with a deal above it"])
def test_who_watches_sees_a_part_shrink_as_who_comes_later(
    served_shop: Shop, *, deal: bool
) -> None:
    shop = served_shop
    seat = sit(shop)
    aside(shop, 2)
    assert next_event(seat, "stock")["available"] == 2
    price = {}
    if deal:
        body = {"product_id": shop.product.id, "price": 5000, "total_limit": 100}
        announced = shop.owner.post(f"/shows/{shop.show.id}/deals", {**body, "countdown_s": 0})
        assert announced.status_code == 201, announced.text
        next_event(seat, "deal")
        line = {"variant_id": shop.variant.id, "quantity": 2, "unit_price": 5000}
        price = {"lines": [line]}

    shop.place(shop.house.viewer(), 2, **price)
    assert next_event(seat, "stock")["variants"] == {shop.variant.id: 0}
    if deal:
        assert next_event(seat, "deal")["deal"]["left"] == 98

    late = sit(shop)
    *_, seen = states(payloads(seat))
    *_, fresh = states(payloads(late))
    assert (seen.products, seen.deals) == (fresh.products, fresh.deals)
    assert [card.available for card in fresh.products] == [0]
    leave(seat)
    leave(late)


def payloads(seat: Seat) -> list[bytes]:
    return [msgspec.json.encode(frame) for frame in (seat.hello, *seat.events)]
