"""The product that the host explains: one at a time, apart from pins."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from kaibo.modules.rooms import facade, frames
from tests.support.house import Shop, at_once


def explain(shop: Shop, product_id: str) -> Any:  # noqa: ANN401 - an answer
    return shop.owner.put(f"/rooms/{shop.show.id}/explaining", {"product_id": product_id})


def stop(shop: Shop) -> int:
    return shop.owner.delete(f"/rooms/{shop.show.id}/explaining").status_code


def present(shop: Shop) -> str | None:
    found = shop.house.anyone.get(f"/shows/{shop.show.id}/public").json()["explaining"]
    return None if found is None else str(found["product_id"])


@pytest.fixture
def cup(shop: Shop) -> str:
    product: str = shop.house.product("Cup").id
    shop.owner.put(f"/shows/{shop.show.id}/products", {"product_ids": [shop.product.id, product]})
    return product


def test_another_explanation_ends_the_first(shop: Shop, cup: str) -> None:
    assert explain(shop, shop.product.id).status_code == 200
    shop.house.pass_time(seconds=30)
    explain(shop, cup)
    assert present(shop) == cup
    shop.house.pass_time(seconds=20)
    assert stop(shop) == 204
    assert stop(shop) == 204
    assert present(shop) is None
    found = shop.house.read(facade.explained_intervals, shop.show.id)
    assert [(one.product_id, (one.to_ms or 0) - one.from_ms) for one in found] == [
        (shop.product.id, 30_000),
        (cup, 20_000),
    ]


def test_explaining_the_same_again_goes_on(shop: Shop) -> None:
    first = explain(shop, shop.product.id).json()
    shop.house.pass_time(seconds=5)
    assert explain(shop, shop.product.id).json() == first
    assert len(shop.house.read(facade.explained_intervals, shop.show.id)) == 1


def test_colleagues_who_explain_at_once_leave_one_explanation(shop: Shop, cup: str) -> None:
    products = [shop.product.id, cup]
    answers = at_once(6, lambda number: explain(shop, products[number % 2]).status_code)
    assert answers == [200] * 6
    found = shop.house.read(facade.explained_intervals, shop.show.id)
    assert [one.product_id for one in found if one.to_ms is None] == [present(shop)]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_meanwhile_leaves_no_explanation_open(
    shop: Shop, cup: str, hours: int
) -> None:
    explain(shop, shop.product.id)
    shop.house.clock.step(timedelta(hours=hours))
    explain(shop, cup)
    stop(shop)
    found = shop.house.read(facade.explained_intervals, shop.show.id)
    lengths = {one.product_id: (one.to_ms or 0) - one.from_ms for one in found}
    assert lengths == {shop.product.id: max(0, hours * 3_600_000), cup: 0}


def test_only_what_the_show_sells_is_explained(shop: Shop) -> None:
    answer = explain(shop, "prd_nothing")
    assert (answer.status_code, answer.json()["code"]) == (409, "rooms.not_in_tray")


def test_what_leaves_the_tray_is_explained_no_more(shop: Shop, cup: str) -> None:
    explain(shop, cup)
    shop.owner.put(f"/shows/{shop.show.id}/products", {"product_ids": [shop.product.id]})
    assert present(shop) is None
    shop.house.work()
    (found,) = shop.house.read(facade.explained_intervals, shop.show.id)
    assert found.to_ms is not None


def test_the_end_of_the_show_ends_the_explanation(shop: Shop) -> None:
    explain(shop, shop.product.id)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    shop.house.work()
    assert present(shop) is None
    answer = explain(shop, shop.product.id)
    assert (answer.status_code, answer.json()["code"]) == (409, "shows.closed")


def test_the_room_is_told_what_is_explained(shop: Shop) -> None:
    hub = shop.house.core.hub
    room = shop.house.await_(hub.load(shop.show.id))
    assert room is not None

    async def explaining() -> frames.Explaining | None:
        await asyncio.sleep(0)
        return room.snapshot().explaining

    explain(shop, shop.product.id)
    shop.house.work()
    found = shop.house.await_(explaining())
    assert found is not None
    assert found.product_id == shop.product.id
    stop(shop)
    shop.house.work()
    assert shop.house.await_(explaining()) is None
