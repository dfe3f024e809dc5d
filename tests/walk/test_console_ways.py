"""Ways about the console by keys and by the palette, and what a summary hands out."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.walk.buyer import Buyer
from tests.walk.conftest import Open, Shoot
from tests.walk.house import House, Json, owning
from tests.walk.store import employ

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NOTE_PRINTING = "window.printed = 0; window.print = () => { window.printed += 1; };"


@dataclass(frozen=True)
class Sold:
    """A show on air, with an order that was paid and one that was not, the newest first."""

    house: House
    show: Json
    later: Json
    orders: list[Json]


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sold]:
    with owning(tmp_path_factory.mktemp("ways")) as owner:
        house = House(owner, ffmpeg="")
        show, later = house.show("Morning tea"), house.show("Evening tea")
        house.go_on_air(show)
        buyer = Buyer(owner.origin)
        teapot, oolong, _ = (owner.get(f"/products/{each}") for each in house.products)
        orders = [buyer.order(show, oolong, 2), buyer.order(show, teapot, 1)]
        buyer.pay(house, orders[0])
        buyer.http.close()
        yield Sold(house, show, later, orders[::-1])


@pytest.fixture
def page(sold: Sold, opened: Open) -> Page:
    page = opened().new_page()
    page.context.add_cookies([sold.house.cookie])
    return page


def at(page: Page, path: str) -> None:
    """Hold that the page of this path is there, whatever it has open."""
    page.wait_for_url(re.compile(rf"/console/{path}(\?|$)"))


@pytest.mark.long(seconds=20)
def test_two_keys_lead_to_every_section(sold: Sold, page: Page) -> None:
    # Between the two a slow machine may take longer than a person would.
    page.clock.set_fixed_time(datetime.now(UTC))
    page.goto(f"{sold.house.owner.origin}/console/guide")
    page.get_by_role("main").get_by_role("heading").first.wait_for()
    for second, path in {
        "s": "shows",
        "a": f"shows/{sold.show['id']}",
        "p": "products",
        "o": "orders",
        ",": "settings",
    }.items():
        page.keyboard.press("g")
        page.keyboard.press(second)
        at(page, path)
    # In a field they are letters.
    page.keyboard.press("g")
    page.keyboard.press("p")
    at(page, "products")
    search = page.get_by_role("textbox", name="Search products")
    search.press_sequentially("go")
    expect(search).to_have_value("go")
    at(page, "products")


@pytest.mark.long(seconds=20)
@pytest.mark.parametrize("path", ["orders", "products", "shows"])
def test_a_list_is_walked_opened_and_closed_by_keys(sold: Sold, page: Page, path: str) -> None:
    page.goto(f"{sold.house.owner.origin}/console/{path}")
    rows = page.locator("tbody tr[data-id]")
    rows.nth(1).wait_for()
    first, second = (rows.nth(place).get_attribute("data-id") for place in (0, 1))

    def stands_at(row: str | None) -> None:
        expect(page.locator("tbody tr.at")).to_have_count(1)
        expect(page.locator("tbody tr.at")).to_have_attribute("data-id", str(row))

    expect(page.locator("tbody tr.at")).to_have_count(0)
    for key, row in (("j", first), ("k", first), ("j", second), ("k", first), ("j", second)):
        page.keyboard.press(key)
        stands_at(row)
    page.keyboard.press("Enter")
    if path == "shows":
        at(page, f"shows/{second}")
        return
    panel = page.get_by_role("complementary")
    # What is open follows the walk.
    for key, row in (("", second), ("k", first), ("j", second)):
        if key:
            page.keyboard.press(key)
        page.wait_for_url(re.compile(rf"={row}$"))
        expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.wait_for_url(re.compile(rf"/console/{path}$"))
    stands_at(second)


def look_for(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to, or do")).to_be_focused()
    page.keyboard.type(text)


@pytest.mark.long(seconds=20)
def test_the_palette_finds_a_setting_an_order_and_a_product(
    sold: Sold, page: Page, shoot: Shoot
) -> None:
    order, product = sold.orders[1], sold.house.products[2]
    page.goto(f"{sold.house.owner.origin}/console/guide")
    page.get_by_role("main").get_by_role("heading").first.wait_for()
    for text, group, name, path in (
        ("this brow", "Settings", "This browser", r"settings/device$"),
        (order["number"], "Orders", order["number"], rf"orders\?order={order['id']}$"),
        ("jingdezhen", "Products", "Jingdezhen", rf"products\?product={product}$"),
    ):
        look_for(page, text)
        found = page.get_by_role("group", name=group).get_by_role("option")
        expect(found).to_have_count(1)
        expect(found).to_contain_text(name)
        expect(found).to_have_attribute("aria-selected", "true")
        # Told to those who do not see it.
        expect(page.get_by_role("status").filter(has_text="1 found")).to_have_count(1)
        shoot(page, f"palette-{group.lower()}")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf"/console/{path}"))


@pytest.mark.long(seconds=20)
def test_the_palette_leads_nobody_to_what_is_closed_to_them(
    sold: Sold, page: Page, shoot: Shoot
) -> None:
    token = employ(sold.house.owner)["floor"]
    page.context.add_cookies([{**sold.house.cookie, "value": token}])
    page.goto(f"{sold.house.owner.origin}/console/guide")
    page.get_by_role("main").get_by_role("heading").first.wait_for()
    number = sold.orders[0]["number"]
    look_for(page, number)
    expect(page.get_by_role("status").filter(has_text=f"Nothing called “{number}”")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("system health")
    expect(page.get_by_text("Nothing called “system health”")).to_be_visible()
    shoot(page, "palette-nothing")


@pytest.mark.long(seconds=20)
def test_a_summary_is_handed_out_as_tables_and_printed_by_button_and_key(
    sold: Sold, page: Page
) -> None:
    page.add_init_script(NOTE_PRINTING)
    path = f"/shows/{sold.show['id']}"
    page.goto(f"{sold.house.owner.origin}/console{path}/summary")
    tables = {}
    for name in ("Figures", "Products", "Minutes", "Products by the minute"):
        with page.expect_download() as download:
            page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename.endswith(".csv")
        text = Path(str(download.value.path())).read_text("utf-8-sig")
        tables[name] = list(csv.DictReader(text.splitlines()))
    told = sold.house.owner.get(f"{path}/summary")
    figures, products, minutes, product_minutes = tables.values()
    assert [each["metric"] for each in figures] == [each["name"] for each in told["values"]]
    (paid,) = (each for each in figures if each["metric"] == "gmv_paid")
    assert (paid["currency"], float(paid["value"])) == ("CNY", 256.0)
    assert [(each["product"], int(each["pieces"])) for each in products] == [
        (each["title"], each["pieces"]) for each in told["products"]
    ]
    # The show goes on: a minute may have begun since.
    assert 0 < len(minutes) <= len(told["minutes"])
    assert sum(int(each["orders"]) for each in minutes) == 2
    assert sum(int(each["orders_paid"]) for each in product_minutes) == 1

    page.get_by_role("button", name="Print").click()
    page.wait_for_function("() => window.printed === 1")
    page.locator("body").press("p")
    page.wait_for_function("() => window.printed === 2")
