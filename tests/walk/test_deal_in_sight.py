"""A flash deal at the end of the tray is in sight at the desk, for who is there and who comes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, page_of
from tests.walk.house import House, Json, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LOOK = Look("desktop", "en", "dark")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("sight")) as owner:
        yield House(owner, ffmpeg="")


def long_tray(house: House) -> Json:
    """Have a show on air with more products than its tray shows at once."""
    titles = [f"Dawn-glaze cups of kiln {kiln}" for kiln in range(1, 9)]
    made = [house.owner.post("/products", title=each, price=1990, stock=20) for each in titles]
    show: Json = house.owner.post("/shows", title="Tea", product_ids=[each["id"] for each in made])
    house.go_on_air(show)
    return show


def line_of(page: Page) -> None:
    """Expect the whole deal line to be seen, with the way to end it."""
    line = page.get_by_role("group", name=LOOK.word("console", "deal.name"))
    expect(line).to_be_in_viewport(ratio=0.99)
    expect(line).to_contain_text(LOOK.word("console", "deal.stop"))


@pytest.mark.long(seconds=40)
def test_a_deal_at_the_end_of_a_long_tray_comes_into_sight_and_the_page_stays(
    house: House, browser: Browser, shoot: Shoot
) -> None:
    show = long_tray(house)
    with page_of(browser, LOOK) as desk, page_of(browser, LOOK) as other:
        for page in (desk, other):
            page.context.add_cookies([house.cookie])
        desk.goto(f"{house.owner.origin}/console/shows/{show['id']}")
        rows = desk.get_by_role("region", name=LOOK.word("console", "desk.tray"))
        expect(rows.get_by_role("listitem").first).to_be_in_viewport()
        expect(rows.get_by_role("listitem").last).not_to_be_in_viewport()
        say = desk.get_by_label(LOOK.word("console", "desk.say"))
        say.focus()
        # Who is about to press in another row is not given this one instead.
        rows.get_by_role("listitem").first.hover()
        last = show["product_ids"][-1]
        deal = {"product_id": last, "price": 900, "total_limit": 5, "countdown_s": 300}
        house.owner.post(f"/shows/{show['id']}/deals", **deal, duration_s=600)

        expect(desk.get_by_role("group", name=LOOK.word("console", "deal.name"))).to_be_attached()
        expect(rows.get_by_role("listitem").first).to_be_in_viewport(ratio=0.99)
        desk.mouse.move(1, 1)
        line_of(desk)
        expect(say).to_be_focused()
        assert desk.evaluate("scrollY") == 0
        shoot(desk, "deal-in-sight")

        other.goto(f"{house.owner.origin}/console/shows/{show['id']}")
        line_of(other)
        shoot(other, "deal-in-sight-come")
