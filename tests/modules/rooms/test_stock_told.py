"""Stock that runs low or out is told on the timelines of the shows on air that sell it."""

from typing import Any

import pytest

from kaibo.modules.catalog import facade as catalog
from tests.support.house import Shop

Told = tuple[str, bool, int]


@pytest.fixture
def marked(shop: Shop) -> Shop:
    """A shop with five pieces, whose stock counts as low at two."""
    change: dict[str, Any] = {"id": shop.variant.id, "values": [], "price": 6800, "low_at": 2}
    path = f"/products/{shop.product.id}"
    assert shop.owner.patch(path, {"variants": [change]}).status_code == 200
    return shop


def told(shop: Shop, show_id: str | None = None) -> list[Told]:
    """Give what a show was told of its stock, oldest first."""
    shop.house.work()
    path = f"/shows/{show_id or shop.show.id}/timeline?kind=stock_low&kind=sold_out"
    entries = shop.owner.get(path).json()["items"]
    assert {entry["subject"] for entry in entries} <= {shop.variant.id}
    return [(entry["kind"], entry["data"]["own"], entry["data"]["available"]) for entry in entries]


def reserve(shop: Shop, pieces: int, show_id: str | None = None) -> None:
    wanted = {shop.variant.id: pieces}
    shop.house.run(catalog.reserve, wanted, show_id=show_id, reference="ord_1")


def add(shop: Shop, pieces: int) -> None:
    path = f"/products/{shop.product.id}/stock-adjustments"
    assert shop.owner.post(path, {"delta": pieces, "reason": "came"}).status_code == 201


def test_stock_is_told_once_when_it_falls_to_its_mark_and_once_when_it_is_gone(
    marked: Shop,
) -> None:
    reserve(marked, 2)
    assert told(marked) == []
    reserve(marked, 1)
    low = ("stock_low", False, 2)
    assert told(marked) == [low]
    reserve(marked, 1)
    assert told(marked) == [low]
    reserve(marked, 1)
    assert told(marked) == [low, ("sold_out", False, 0)]


def test_after_new_stock_it_is_told_again(marked: Shop) -> None:
    reserve(marked, 4)
    marked.house.pass_time(seconds=1)
    add(marked, 4)
    reserve(marked, 3)
    assert told(marked) == [("stock_low", False, 1), ("stock_low", False, 2)]


def test_a_shows_own_part_is_told_to_that_show_and_the_rest_to_the_others(marked: Shop) -> None:
    other = marked.house.show(marked.product.id)
    planned = marked.house.show(marked.product.id, on_air=False)
    elsewhere = marked.house.show(marked.house.product().id)
    path = f"/shows/{marked.show.id}/allocations/{marked.variant.id}"
    add(marked, 3)
    assert marked.owner.put(path, {"units": 4}).status_code == 200
    reserve(marked, 2, marked.show.id)
    marked.house.pass_time(seconds=1)
    reserve(marked, 2, marked.show.id)
    reserve(marked, 2)

    assert told(marked) == [("stock_low", True, 2), ("sold_out", True, 0)]
    assert told(marked, other.id) == [("stock_low", False, 2)]
    assert told(marked, planned.id) == told(marked, elsewhere.id) == []


def test_what_a_show_gives_back_is_not_told_as_sold_out(marked: Shop) -> None:
    path = f"/shows/{marked.show.id}/allocations/{marked.variant.id}"
    marked.owner.put(path, {"units": 1})
    marked.house.run(catalog.free, marked.show.id)
    assert told(marked) == []
    marked.owner.put(path, {"units": 2})
    assert marked.owner.put(path, {"units": 0}).status_code == 200
    assert told(marked) == []


def test_a_show_that_sells_a_bundle_of_it_is_told_as_well(marked: Shop) -> None:
    bundle = {
        "title": "Gift",
        "variants": [
            {
                "values": [],
                "price": 9000,
                "components": [{"variant_id": marked.variant.id, "units": 2}],
            }
        ],
    }
    made = marked.owner.post("/products", bundle)
    assert made.status_code == 201, made.text
    show = marked.house.show(made.json()["id"])
    reserve(marked, 5)
    assert told(marked, show.id) == [("sold_out", False, 0)]
