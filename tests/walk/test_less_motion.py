"""Nothing moves for those who asked for less motion: of their device, or of the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.walk.conftest import Shoot
from tests.walk.gallery import FEW_LOOKS, Look, button, faults_of, page_of
from tests.walk.house import House, Json, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

# Whatever takes longer than it can be seen.
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running" &&
  one.effect.getComputedTiming().duration > 1).map((one) => one.effect.target?.className)"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("motion")) as owner:
        yield House(owner, "")


@pytest.fixture(scope="module")
def show(house: House) -> Json:
    """Give a show on air with a deal that runs."""
    show = house.show("Rainy day teas")
    house.go_on_air(show)
    deal: Json = {"price": 9900, "total_limit": 5, "buyer_limit": 1}
    deal |= {"product_id": house.products[0], "countdown_s": 0, "duration_s": 1200}
    house.owner.post(f"/shows/{show['id']}/deals", **deal)
    return show


def likes(page: Page, look: Look) -> None:
    """Come into the room and like it, so that hearts may rise."""
    page.get_by_role("region", name=look.word("shop", "deal.card")).wait_for()
    button(page, look, "shop", "room.like").click()


@pytest.mark.long(seconds=20)
@pytest.mark.parametrize("look", FEW_LOOKS, ids=lambda look: look.name)
def test_nothing_moves_in_room_and_desk_for_those_who_want_less_motion(
    house: House, show: Json, browser: Browser, shoot: Shoot, look: Look
) -> None:
    room = f"{house.owner.origin}{show['viewer_path']}"
    desk = f"{house.owner.origin}/console/shows/{show['id']}"
    with page_of(browser, look) as page:
        page.goto(room)
        likes(page, look)
        assert page.evaluate(MOVING) != [], "else this sees nothing"
        page.context.add_cookies([house.cookie])
        page.goto(desk)
        button(page, look, "console", "desk.end_hold").wait_for()
        assert page.evaluate(MOVING) != [], "else this sees nothing"

        page.emulate_media(reduced_motion="reduce", color_scheme=look.theme)
        page.reload()
        button(page, look, "console", "desk.end_hold").wait_for()
        assert page.evaluate(MOVING) == []
        page.goto(room)
        likes(page, look)
        assert page.evaluate(MOVING) == []

        # The same for one whose device knows of no such wish.
        page.emulate_media(reduced_motion="no-preference", color_scheme=look.theme)
        page.goto(f"{room}?view=more")
        calm = page.get_by_role("switch", name=look.word("shop", "room.calm"))
        calm.click()
        expect(calm).to_be_checked()
        assert faults_of(page, shoot, f"room-calm-{look.name}") == []
        page.goto(room)
        likes(page, look)
        assert page.evaluate(MOVING) == []
