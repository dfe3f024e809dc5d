"""All that can be seen without a picture, in the states that a store comes to in time."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.walk.conftest import Shoot
from tests.walk.gallery import FEW_LOOKS, LOOKS, Look, View, findings_of
from tests.walk.store import Store, open_store
from tests.walk.views_checkout import checkout_views
from tests.walk.views_console import console_views, role_views
from tests.walk.views_goods import goods_views
from tests.walk.views_orders import order_views
from tests.walk.views_product import product_views
from tests.walk.views_room import room_views
from tests.walk.views_shop import shop_views

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

Gallery = Callable[[Store], list[View]]
GALLERIES: dict[str, Gallery] = {
    "shop": shop_views,
    "room": room_views,
    "checkout": checkout_views,
    "product": product_views,
    "goods": goods_views,
    "orders": order_views,
    "console": console_views,
    "roles": role_views,
}
IN_LOOKS = [
    pytest.param(
        name, look, id=f"{name}-{look.name}", marks=() if look in FEW_LOOKS else pytest.mark.spare
    )
    for name in GALLERIES
    for look in LOOKS
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("store")) as opened:
        yield opened


@pytest.mark.long(seconds=60)
@pytest.mark.parametrize(("name", "look"), IN_LOOKS)
def test_a_store_can_be_seen_in_the_states_that_it_comes_to(
    store: Store, browser: Browser, shoot: Shoot, name: str, look: Look
) -> None:
    house = store.house
    views = GALLERIES[name](store)
    assert findings_of(browser, shoot, house.owner.origin, house.cookie, views, [look]) == {}
