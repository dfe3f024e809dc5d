"""What a show has sold, as each of the crew reads it at the desk."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.network import wait_until
from tests.walk.buyer import Buyer, state_of
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, page_of
from tests.walk.house import House, Json, owning
from tests.walk.store import PARCEL, employ

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("figures")) as owner:
        yield House(owner, ffmpeg="")


def sell(house: House, show: Json) -> None:
    """Sell twice, and give the money of one order back; a third is never paid."""
    teapot = house.owner.get(f"/products/{house.products[0]}")
    buyer = Buyer(house.owner.origin)
    kept, returned, _ = (buyer.order(show, teapot, 1) for _ in range(3))
    for order in (kept, returned):
        buyer.pay(house, order)
    house.owner.post(f"/orders/{returned['id']}/refunds", reason="Never left")
    wait_until(lambda: state_of(house, returned) == "refunded", 20, because="not refunded")
    buyer.http.close()


def figures_of(summary: Json) -> dict[str, float]:
    return {each["name"]: each["value"] for each in summary["values"]}


@pytest.mark.long(seconds=40)
def test_the_desk_tells_every_role_the_paid_orders_that_the_summary_tells(
    house: House, browser: Browser, shoot: Shoot
) -> None:
    look, at = Look("desktop", "en", "light"), house.owner.origin
    show = house.show("Two were sold")
    house.go_on_air(show)
    sell(house, show)
    told = figures_of(house.owner.get(f"/shows/{show['id']}/summary"))
    assert (told["orders_paid"], told["net"]) == (2, 26800)
    orders, money = (look.word("console", f"desk.{key}") for key in ("orders_paid", "paid"))
    sold = re.compile(rf"{orders}\s*2(?!\d).*{money}\s*¥268(?!\d)")

    def reads(page: Page, place: str, name: str) -> None:
        expect(page.get_by_label(look.word("console", place))).to_contain_text(sold)
        shoot(page, name)

    staff = {"owner": house.cookie["value"], "floor": employ(house.owner)["floor"]}
    for role, token in staff.items():
        with page_of(browser, look) as page:
            page.context.add_cookies([{**house.cookie, "value": token}])
            page.goto(f"{at}/console/shows/{show['id']}")
            reads(page, "desk.numbers", f"desk-figures-{role}")
    house.owner.post(f"/shows/{show['id']}/end")
    for role, token in staff.items():
        with page_of(browser, look) as page:
            page.context.add_cookies([{**house.cookie, "value": token}])
            page.goto(f"{at}/console/shows/{show['id']}")
            reads(page, "desk.show_over", f"desk-over-{role}")
            # Who may not see orders is not sent to ship them.
            ship = page.get_by_role("button", name=look.said("console:desk.ship_orders"))
            if role == "floor":
                expect(ship).to_have_count(0)
                continue
            expect(ship).to_have_text("Ship 1 order")
            ships(house, page, look, shoot)


def ships(house: House, page: Page, look: Look, shoot: Shoot) -> None:
    """Go where the order waits, and have it shipped: nothing is left to do, here and there."""
    desk = page.url
    page.get_by_role("button", name=look.said("console:desk.ship_orders")).click()
    expect(page.get_by_role("row")).to_have_count(2)
    (waiting,) = house.owner.get("/orders?state=paid")["items"]
    house.owner.post(f"/orders/{waiting['id']}/parcels", **PARCEL)
    page.reload()
    expect(page.get_by_text(look.word("console", "orders.none_to_ship"))).to_be_visible()
    shoot(page, "orders-none-to-ship")
    page.goto(desk)
    summary = page.get_by_label(look.word("console", "desk.show_over")).get_by_role(
        "button", name=look.word("console", "summary.open")
    )
    # The way to the summary takes the place of what was to be shipped, once that is known.
    expect(summary).to_have_class(re.compile(r"\bprimary\b"))
    expect(page.get_by_role("button", name=look.said("console:desk.ship_orders"))).to_have_count(0)
    shoot(page, "desk-over-shipped")
