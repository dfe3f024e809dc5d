"""A buyer and their orders: cancelled while unpaid, confirmed on arrival, found from elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.walk.buyer import Buyer, state_of
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, button, faults_of, page_of
from tests.walk.house import House, Json, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

# More than one page of the list.
MANY = 21


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("buyers")) as owner:
        yield House(owner, ffmpeg="")


@pytest.fixture(scope="module")
def show(house: House) -> Json:
    show = house.show("Cups for every day")
    house.go_on_air(show)
    return show


@contextmanager
def at_home(browser: Browser, look: Look, buyer: Buyer) -> Iterator[Page]:
    """Open a browser that is the buyer's."""
    with page_of(browser, look) as page:
        buyer.comes_by(page.context)
        yield page


def stands(page: Page, look: Look, stand: str) -> None:
    """Hold how the order on the page stands."""
    name = look.word("shop", f"order.stand_{stand}")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


@pytest.mark.long(seconds=30)
def test_a_buyer_cancels_what_is_unpaid_at_the_second_press_and_keeps_what_was_just_paid(
    house: House, show: Json, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, owner = Look("phone", "zh-TW", "light"), house.owner
    product = owner.get(f"/products/{house.products[0]}")
    dropped, paid = buyer.order(show, product, 2), buyer.order(show, product, 1)
    with at_home(browser, look, buyer) as page:
        page.goto(f"{owner.origin}/orders/{dropped['id']}")
        cancel = button(page, look, "shop", "order.cancel")
        cancel.click()
        question = page.get_by_role("group", name=look.word("shop", "order.cancel_question"))
        expect(question).to_be_focused()
        assert faults_of(page, shoot, "buyer-cancel-asked") == []
        button(page, look, "shop", "order.not_now").click()
        assert state_of(house, dropped) == "created"
        cancel.click()
        button(page, look, "shop", "order.cancel_yes").click()
        stands(page, look, "cancelled")
        expect(page.get_by_text(look.word("shop", "order.cancelled_buyer"))).to_be_visible()
        expect(cancel).to_have_count(0)
        assert faults_of(page, shoot, "buyer-cancelled") == []
        assert owner.get(f"/products/{house.products[0]}")["stock"]["available"] == 7

        # Paid in another window while the question stands, which this page does not hear of.
        page.goto(f"{owner.origin}/orders/{paid['id']}")
        cancel.click()
        page.route(f"**/api/v1/orders/{paid['id']}", lambda route: route.abort())
        buyer.pay(house, paid)
        button(page, look, "shop", "order.cancel_yes").click()
        page.unroute(f"**/api/v1/orders/{paid['id']}")
        stands(page, look, "paid")
        expect(page.locator(".toast")).to_be_visible()
        shoot(page, "buyer-cancel-too-late")
        assert state_of(house, paid) == "paid"


@pytest.mark.long(seconds=30)
def test_a_buyer_confirms_what_arrived_and_finds_it_again_from_another_device(
    house: House, show: Json, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, owner = Look("phone", "en", "dark"), house.owner
    product = owner.get(f"/products/{house.products[1]}")
    order = buyer.order(show, product, 1)
    buyer.pay(house, order)
    parcel = {"carrier": "SF Express", "tracking_number": "SF1234567890"}
    with at_home(browser, look, buyer) as page:
        page.goto(f"{owner.origin}/orders/{order['id']}")
        stands(page, look, "paid")
        confirm = button(page, look, "shop", "order.confirm")
        expect(confirm).to_have_count(0)
        owner.post(f"/orders/{order['id']}/parcels", **parcel)
        page.reload()
        stands(page, look, "shipped")
        confirm.click()
        assert faults_of(page, shoot, "buyer-confirm-asked") == []
        button(page, look, "shop", "order.confirm_yes").click()
        stands(page, look, "completed")
        expect(confirm).to_have_count(0)
        assert faults_of(page, shoot, "buyer-completed") == []
        moves = owner.get(f"/orders/{order['id']}/history")["moves"]
        assert (moves[-1]["move"], moves[-1]["actor"]) == ("completed", "buyer")

    # Elsewhere, with the number as it is read out, and the end of the telephone number.
    other = Look("desktop", "zh-CN", "light")
    with page_of(browser, other) as page:
        page.goto(f"{owner.origin}/orders")
        expect(page.get_by_text(other.word("shop", "order.none"), exact=True)).to_be_visible()
        assert faults_of(page, shoot, "buyer-orders-none") == []
        page.get_by_role("link", name=other.word("shop", "find.title")).click()
        page.get_by_label(other.word("shop", "find.number")).fill(order["number"].lower())
        button(page, other, "shop", "find.find").click()
        expect(page.get_by_label(other.word("shop", "checkout.phone"))).to_be_focused()
        assert faults_of(page, shoot, "buyer-find-refused") == []
        page.get_by_label(other.word("shop", "checkout.phone")).fill("345 678")
        button(page, other, "shop", "find.find").click()
        stands(page, other, "completed")
        expect(page.get_by_text("SF1234567890")).to_be_visible()
        expect(page.get_by_text("信義路")).to_have_count(0)
        expect(button(page, other, "shop", "order.confirm")).to_have_count(0)
        assert faults_of(page, shoot, "buyer-found") == []


@pytest.mark.long(seconds=30)
def test_the_list_of_a_buyers_orders_goes_on_at_a_press_and_each_line_leads_to_its_order(
    house: House, show: Json, buyer: Buyer, browser: Browser, shoot: Shoot
) -> None:
    look, owner = Look("phone", "zh-CN", "light"), house.owner
    first = buyer.order(show, owner.get(f"/products/{house.products[1]}"), 1)
    buyer.pay(house, first)
    cups = owner.get(f"/products/{house.products[2]}")
    delivery = {"variant_id": cups["variants"][0]["id"], "delta": MANY, "reason": "Delivery"}
    owner.post(f"/products/{cups['id']}/stock-adjustments", **delivery)
    for _ in range(MANY):
        buyer.order(show, cups, 1)
    with at_home(browser, look, buyer) as page:
        page.goto(owner.origin)
        page.get_by_role("link", name=look.word("shop", "order.mine")).click()
        lines = page.locator("a.order")
        expect(lines.first).to_contain_text("Six tasting cups")
        expect(lines.first).to_contain_text(look.word("shop", "order.stand_unpaid"))
        assert faults_of(page, shoot, "buyer-orders") == []
        button(page, look, "shop", "order.more").click()
        expect(lines).to_have_count(MANY + 1)
        expect(lines.last).to_contain_text(look.word("shop", "order.stand_paid"))
        shoot(page, "buyer-orders-more")
        lines.last.click()
        stands(page, look, "paid")
