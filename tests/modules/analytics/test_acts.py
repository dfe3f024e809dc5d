"""What viewers do is counted: by people, by times, within bounds, and nothing else of them."""

import asyncio
from typing import Any

import pytest

from kaibo.modules.analytics import facade
from kaibo.modules.analytics.contracts import Act, ActKind, ActPeople
from kaibo.modules.analytics.facade import ActKeeper
from kaibo.modules.analytics.keeper import BURST
from tests.support.house import Caller, Shop


def tell(shop: Shop, who: Caller, *kinds: str, product: str | None = None) -> int:
    product_id = shop.product.id if product is None else product
    acts = [{"kind": kind, "product_id": product_id} for kind in kinds]
    return who.post(f"/shows/{shop.show.slug}/acts", {"acts": acts}).status_code


def counted(shop: Shop) -> list[ActPeople]:
    shop.house.await_(shop.house.context.port(ActKeeper).flush())
    return shop.house.read(facade.people, shop.show.id)


def test_people_are_counted_once_and_times_each(shop: Shop) -> None:
    one, other = shop.house.viewer(), shop.house.viewer()
    for _ in range(2):
        assert tell(shop, one, "opened", "opened") == 204
        counted(shop)
    tell(shop, other, "shown", "opened")
    found = {(act.kind, act.product_id): (act.people, act.times) for act in counted(shop)}
    assert found == {
        ("opened", shop.product.id): (2, 5),
        ("shown", shop.product.id): (1, 1),
        ("opened", ""): (2, 5),
        ("shown", ""): (1, 1),
    }
    (minute, *_) = shop.house.read(facade.minutes, shop.show.id)
    assert minute.at_ms % 60_000 == 0


def test_nobody_and_unknown_things_are_not_counted(shop: Shop) -> None:
    viewer = shop.house.viewer()
    assert tell(shop, shop.house.anyone, "opened") == 204
    assert tell(shop, viewer, "opened", product="prd_nothing") == 204
    assert viewer.post("/shows/nothing/acts", {"acts": [{"kind": "shared"}]}).status_code == 204
    assert counted(shop) == []


@pytest.mark.parametrize(
    "body",
    [{"acts": [{"kind": "stolen"}]}, {"acts": [{"kind": "opened"}] * 51}, {"acts": "all"}, []],
)
def test_bad_input_is_refused(shop: Shop, body: Any) -> None:  # noqa: ANN401 - JSON
    assert shop.house.viewer().post(f"/shows/{shop.show.slug}/acts", body).status_code == 422


def test_what_no_database_takes_keeps_no_act_of_others_from_being_counted(shop: Shop) -> None:
    viewer = shop.house.viewer()
    answer = viewer.post("/shows/tea%00/acts", {"acts": [{"kind": "shared"}]})
    assert answer.status_code == 422
    tell(shop, viewer, "opened")
    assert [act.times for act in counted(shop)] == [1, 1]


def test_a_flood_of_one_viewer_is_cut_and_others_are_counted(shop: Shop) -> None:
    flood, other = shop.house.viewer(), shop.house.viewer()
    for _ in range(4):
        assert tell(shop, flood, *["opened"] * 50) == 204
    tell(shop, other, "opened")
    (in_all,) = [act for act in counted(shop) if not act.product_id]
    assert (in_all.people, in_all.times) == (2, BURST + 1)


def test_acts_wait_for_a_database_that_does_not_answer() -> None:
    kept: list[Act] = []
    fails = True

    async def store(acts: list[Act]) -> None:
        if fails:
            raise OSError("no database")
        kept.extend(acts)

    async def scenario() -> None:
        nonlocal fails
        keeper = ActKeeper(store, steady=lambda: 0.0)
        act = Act("tea", ActKind.OPENED, "prd_1", "vwr_1", 0)
        assert keeper.take([act]) == 1
        with pytest.raises(OSError, match="no database"):
            await keeper.flush()
        fails = False
        await keeper.flush()
        assert kept == [act]

    asyncio.run(scenario())
