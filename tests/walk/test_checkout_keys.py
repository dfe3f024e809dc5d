"""From the room to a paid order by keys alone, on a phone with a keyboard and on a desktop."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.walk.buying import TITLE, put_on_the_shelf
from tests.walk.conftest import Shoot
from tests.walk.gallery import Look, button, page_of
from tests.walk.hands import Hands
from tests.walk.processes import Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LOOKS = [
    Look("phone", "en", "light"),
    Look("phone", "zh-TW", "dark"),
    Look("desktop", "zh-CN", "light"),
    Look("desktop", "en", "dark"),
]


class Buyer:
    """A viewer of the demo's show who has no mouse, and reads `look.language`."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.look = look
        self.hands = Hands(page)

    def word(self, key: str, **values: object) -> str:
        return self.look.word("shop", key, **values)

    def sheet(self, key: str) -> Any:  # noqa: ANN401 - a locator
        """Give the sheet of that name, once it stands and has the focus."""
        sheet = self.page.get_by_role("dialog", name=self.word(key))
        sheet.wait_for()
        self.page.wait_for_function("() => document.activeElement.closest('[role=dialog]')")
        self.hands.is_seen()
        return sheet

    def put_a_cup_into_the_cart(self) -> None:
        """Open the shelf, look at the product, choose both options, and put it aside."""
        self.hands.press("b")
        look_at = self.page.get_by_role("button", name=self.word("product.look", title=TITLE))
        self.hands.use(look_at)
        sheet = self.sheet("product.title")
        for value in ("Ash", "Small"):
            self.hands.reach(sheet.get_by_role("radio").first)
            self.hands.reach(sheet.get_by_role("radio", name=value))
            self.hands.press("Space")
        self.hands.use(sheet.get_by_role("button", name=self.word("cart.add")))
        self.hands.use(sheet.get_by_role("button", name=self.word("cart.open", n=1)))

    def change_the_cart(self) -> None:
        """Take two pieces, then one; take the line out, and have it back."""
        cart = self.sheet("cart.title")
        pieces = cart.get_by_role("group", name=self.word("cart.quantity_of", title=TITLE))
        self.hands.use(pieces.get_by_role("button").last)
        expect(pieces.get_by_role("textbox")).to_have_value("2")
        self.hands.use(pieces.get_by_role("button").first)
        expect(pieces.get_by_role("textbox")).to_have_value("1")
        self.hands.is_seen()
        self.hands.use(cart.get_by_role("button", name=self.word("cart.remove", title=TITLE)))
        expect(cart.get_by_role("listitem")).to_have_count(0)
        self.hands.is_seen()
        self.hands.use(button(self.page, self.look, "shop", "cart.undo"))
        expect(cart.get_by_role("listitem")).to_have_count(1)
        self.hands.is_seen()
        self.hands.use(cart.get_by_role("button", name=self.word("cart.checkout")))

    def order(self) -> None:
        """Say who and where, agree to the terms of return, and order."""
        sheet = self.sheet("checkout.title")
        submit = sheet.get_by_role("button", name=self.word("checkout.submit"))
        # Without an address: the page says what is missing and leads there.
        self.hands.use(submit)
        name = sheet.get_by_label(self.word("checkout.name"), exact=True)
        expect(name).to_be_focused()
        self.hands.fill(name, "C. Carter")
        self.hands.fill(sheet.get_by_label(self.word("checkout.phone")), "+1 415 555 0199")
        self.hands.pick(sheet.get_by_label(self.word("checkout.country")), "US")
        for key, text in (
            ("line1", "4 Pottery Lane"),
            ("city", "Portland"),
            ("postal_code", "97201"),
        ):
            self.hands.fill(sheet.get_by_label(self.word(f"checkout.{key}"), exact=True), text)
        consent = sheet.get_by_role("checkbox", name=self.word("checkout.consent_conditional"))
        self.hands.use(consent, "Space")
        expect(consent).to_be_checked()
        self.hands.use(submit)

    def pay(self) -> None:
        """Approve at the simulated gateway, and see the order paid."""
        self.page.wait_for_url(re.compile(r"/sandbox/pay/"))
        self.hands.use(button(self.page, self.look, "sandbox", "sandbox.approve"))
        self.page.wait_for_url(re.compile(r"/orders/"))
        paid = self.page.get_by_role("heading", name=self.word("order.stand_paid"), exact=True)
        expect(paid).to_be_visible()
        expect(self.page.get_by_text("Ash / Small")).to_be_visible()


@pytest.fixture(scope="module")
def shelf(demo: Demo, browser: Browser) -> Iterator[Demo]:
    """Put a product of two options on the demo's shelf."""
    operator = browser.new_page()
    operator.goto(demo.console_url)
    operator.wait_for_url(re.compile(r"/console/(?!enter)"))
    put_on_the_shelf(operator, demo)
    yield demo
    operator.close()


@pytest.mark.long(seconds=70)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_viewer_buys_by_keys_alone_and_always_sees_where_the_keyboard_is(
    shelf: Demo, browser: Browser, shoot: Shoot, look: Look
) -> None:
    with page_of(browser, look) as page:
        page.goto(shelf.viewer_url)
        buyer = Buyer(page, look)
        page.get_by_role("button", name=buyer.word("room.like"), exact=True).wait_for()
        buyer.put_a_cup_into_the_cart()
        buyer.change_the_cart()
        buyer.order()
        buyer.pay()
        shoot(page, f"keys-paid-{look.name}")
