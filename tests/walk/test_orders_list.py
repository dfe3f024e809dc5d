"""Finding orders among many: by what is typed and by what is chosen; and taking out just these."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.support.network import wait_until
from tests.walk.buyer import Buyer, state_of
from tests.walk.conftest import Shoot
from tests.walk.gallery import OVERFLOW, Look, faults_of, page_of
from tests.walk.house import House, Json, owning

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Sold:
    """Two shows and what was ordered in them, one order in each state that matters."""

    house: House
    morning: Json
    evening: Json
    unpaid: str
    paid: str
    shipped: str
    refunded: str
    cancelled: str


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sold]:
    with owning(tmp_path_factory.mktemp("list")) as owner:
        house = House(owner, ffmpeg="")
        morning, evening = house.show("Morning tea"), house.show("Evening tea")
        for show in (morning, evening):
            house.go_on_air(show)
        teapot, oolong, cups = (owner.get(f"/products/{each}") for each in house.products)
        buyer = Buyer(owner.origin)
        unpaid = buyer.order(morning, teapot, 1)
        paid = buyer.order(morning, oolong, 1, "陳怡君", "+886 922 000 111")
        shipped = buyer.order(evening, oolong, 2, "Ann O'Brien", "+353 87 123 4567")
        refunded = buyer.order(evening, cups, 1, "Noor", "+31 6 1234 5678")
        cancelled = buyer.order(evening, cups, 3, "=SUM(A1)", "0955-000-000")
        for order in (paid, shipped, refunded):
            buyer.pay(house, order)
        parcel = {"carrier": "SF Express", "tracking_number": "SF1234567890"}
        owner.post(f"/orders/{shipped['id']}/parcels", **parcel)
        owner.post(f"/orders/{refunded['id']}/refunds", reason="Never left")
        wait_until(lambda: state_of(house, refunded) == "refunded", 20, because="not refunded")
        buyer.post(f"/api/v1/orders/{cancelled['id']}/cancel")
        buyer.http.close()
        numbers = [each["number"] for each in (unpaid, paid, shipped, refunded, cancelled)]
        yield Sold(house, morning, evening, *numbers)


class Finder:
    """Somebody of the crew who looks for orders and reads `look.language`."""

    def __init__(self, page: Page, look: Look, house: House) -> None:
        self.page = page
        self.look = look
        page.context.add_cookies([house.cookie])
        page.goto(f"{house.owner.origin}/console/orders")

    def word(self, key: str, **values: object) -> str:
        return self.look.word("console", key, **values)

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.word(key), exact=True)

    def state(self, name: str) -> Locator:
        """Give the switch of a state; that of what is to ship tells how many these are."""
        group = self.page.get_by_role("group", name=self.word("orders.state"), exact=True)
        return group.get_by_role("button", name=self.word(f"orders.tab_{name}"))

    def search(self, text: str) -> None:
        self.page.get_by_role("textbox", name=self.word("orders.search")).fill(text)

    def finds(self, *numbers: str) -> None:
        """Hold which orders are shown, the newest first."""
        if self.look.size == "phone":
            # A list that only contains the text may be longer.
            cards = [re.compile(re.escape(number)) for number in numbers]
            expect(self.page.locator("ul.cards > li")).to_have_text(cards)
        else:
            expect(self.page.locator("tbody button.name")).to_have_text(list(numbers))

    def saved(self) -> list[dict[str, str]]:
        """Take these orders out as a file."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=self.word("orders.export")).click()
        assert download.value.suggested_filename.endswith(".csv")
        text = Path(str(download.value.path())).read_text("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))


@pytest.mark.long(seconds=40)
def test_orders_are_found_by_words_states_shows_products_and_days_and_saved_as_found(
    sold: Sold, browser: Browser, shoot: Shoot
) -> None:
    with page_of(browser, Look("desktop", "en", "dark")) as page:
        staff = Finder(page, Look("desktop", "en", "dark"), sold.house)
        everything = (sold.cancelled, sold.refunded, sold.shipped, sold.paid, sold.unpaid)
        staff.finds(*everything)
        assert faults_of(page, shoot, "orders-all") == []

        # By what somebody on the telephone says.
        for text, number in (
            ("怡君", sold.paid),
            (sold.unpaid[-5:].lower(), sold.unpaid),
            ("o'brien", sold.shipped),
            ("0922000111", sold.paid),
        ):
            staff.search(text)
            staff.finds(number)
        shoot(page, "orders-search")
        staff.search("nobody at all")
        expect(page.get_by_text(staff.word("orders.none_here"))).to_be_visible()
        assert faults_of(page, shoot, "orders-none-found") == []
        staff.button("list.show_all").click()
        staff.finds(*everything)

        # By what they are: each further choice leaves fewer, and the address keeps them.
        staff.state("paid").click()
        staff.state("shipped").click()
        staff.finds(sold.shipped, sold.paid)
        page.reload()
        staff.finds(sold.shipped, sold.paid)
        saved = staff.saved()
        assert [(row["Order"], row["State"]) for row in saved] == [
            (sold.shipped, "Shipped"),
            (sold.paid, "To ship"),
        ]
        page.get_by_label(staff.word("orders.of_show")).select_option(sold.evening["id"])
        staff.finds(sold.shipped)
        staff.state("all").click()
        staff.finds(sold.cancelled, sold.refunded, sold.shipped)
        page.get_by_role("button", name=staff.word("orders.any_product")).click()
        page.get_by_role("textbox", name=staff.word("orders.find_product")).fill("cups")
        page.get_by_role("button", name="Six tasting cups").click()
        staff.finds(sold.cancelled, sold.refunded)
        assert faults_of(page, shoot, "orders-filtered") == []
        staff.button("orders.with_refund").click()
        staff.finds(sold.refunded)
        (row,) = staff.saved()
        assert (row["Order"], row["Order refunded"]) == (sold.refunded, "89.00")

        # By days, in the reader's own time; what a buyer typed is no formula in the file.
        page.goto(f"{sold.house.owner.origin}/console/orders")
        today = datetime.now(UTC).date()
        until = page.get_by_label(staff.word("orders.to_day"))
        until.fill((today - timedelta(days=2)).isoformat())
        expect(page.get_by_text(staff.word("orders.none_here"))).to_be_visible()
        until.fill((today + timedelta(days=1)).isoformat())
        staff.finds(*everything)
        assert staff.saved()[0]["Name"] == "'=SUM(A1)"


@pytest.mark.long(seconds=20)
def test_on_a_phone_an_order_is_found_opened_and_saved(
    sold: Sold, browser: Browser, shoot: Shoot
) -> None:
    look = Look("phone", "zh-CN", "light")
    with page_of(browser, look) as page:
        staff = Finder(page, look, sold.house)
        staff.state("refunded").click()
        staff.finds(sold.refunded)
        assert faults_of(page, shoot, "orders-phone-filtered") == []
        saved = staff.saved()
        assert [row["订单号"] for row in saved] == [sold.refunded]
        staff.state("refunded").click()
        staff.search("怡君")
        staff.finds(sold.paid)
        page.locator("ul.cards button").click()
        order = page.get_by_role("dialog", name=staff.word("orders.order", number=sold.paid))
        expect(order).to_contain_text("陳怡君")
        assert faults_of(page, shoot, "orders-phone-found") == []


# From picture to picture, so that the panel is out again before anybody could see it back in.
PUSH_IN_STEPS = """(field) => {
  const pop = field.closest(".pop");
  let step = 0;
  const push = () => {
    pop.style.left = `${15 * ++step}px`;
    if (step < 4) requestAnimationFrame(push);
    else window.pushed = true;
  };
  requestAnimationFrame(push);
}"""


@pytest.mark.long(seconds=20)
def test_what_comes_late_pushes_no_open_panel_out_of_a_phone(sold: Sold, browser: Browser) -> None:
    filters = {"list": "orders", "name": "To the post office", "filters": "state=paid"}
    view = sold.house.owner.put("/saved-views", **filters)
    look = Look("phone", "en", "light")
    held: list[Route] = []
    try:
        with page_of(browser, look) as page:
            # Playwright puts a mark on what it calls, which a method of a list does not take.
            page.route("**/api/v1/saved-views", lambda route: held.append(route))  # noqa: PLW0108
            staff = Finder(page, look, sold.house)
            staff.state("shipped").click()
            staff.button("views.save").click()
            name = page.get_by_label(staff.word("views.name_it"))
            expect(name).to_be_focused()
            while not held:
                page.wait_for_timeout(20)
            held.pop().continue_()
            expect(page.get_by_role("link", name=filters["name"])).to_be_visible()
            page.wait_for_function(f"{OVERFLOW} === 0")
            expect(name).to_be_in_viewport(ratio=1)
            name.evaluate(PUSH_IN_STEPS)
            page.wait_for_function(f"window.pushed && {OVERFLOW} === 0")
            expect(name).to_be_in_viewport(ratio=1)
    finally:
        sold.house.owner.http.delete(f"/saved-views/{view['id']}")
