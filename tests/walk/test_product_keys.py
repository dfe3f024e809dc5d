"""Products without a mouse: variants, a price, stock set aside, and a flash deal on the desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.network import wait_until
from tests.walk.conftest import Open
from tests.walk.house import Json, Owner, owning
from tests.walk.test_keys import reach

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    with owning(tmp_path_factory.mktemp("shop")) as owner:
        yield owner


@pytest.fixture
def page(owner: Owner, opened: Open) -> Page:
    page = opened().new_page()
    page.context.add_cookies([{"name": "kaibo_staff", "value": owner.token, "url": owner.origin}])
    return page


def fill(page: Page, field: Locator, text: str) -> None:
    """Walk to a field and write."""
    reach(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, button: Locator) -> None:
    """Walk to a button and press it."""
    reach(page, button)
    page.keyboard.press("Enter")


def prices_of(product: Json) -> dict[str, int]:
    return {"/".join(each["values"]): each["price"]["amount"] for each in product["variants"]}


@pytest.mark.long(seconds=40)
def test_a_product_of_two_options_is_made_and_priced_by_keys_alone(
    owner: Owner, page: Page
) -> None:
    # A product whose two options span four variants, of which one is not sold.
    page.goto(f"{owner.origin}/console/products")
    page.get_by_role("button", name="New product").first.wait_for()
    page.keyboard.press("n")
    page.get_by_role("textbox", name="Title").wait_for()
    fill(page, page.get_by_role("textbox", name="Title"), "Linen shirt")
    fill(page, page.get_by_role("textbox", name="Price", exact=True), "128")
    fill(page, page.get_by_role("textbox", name="In stock"), "9")
    press(page, page.get_by_role("button", name="Add options, such as colour"))
    page.keyboard.type("Colour")
    page.keyboard.press("Tab")
    page.keyboard.type("Indigo,Clay,")
    press(page, page.get_by_role("button", name="Add a second option"))
    page.keyboard.type("Size")
    page.keyboard.press("Tab")
    page.keyboard.type("S,M,")
    fill(page, page.get_by_role("textbox", name="Stock · Indigo · S"), "9")
    page.keyboard.press("Control+d")
    press(page, page.get_by_role("button", name="Do not sell Clay · M"))
    press(page, page.get_by_role("button", name="Create product"))
    page.get_by_role("complementary", name="Product").wait_for()
    made = owner.get("/products")["items"][0]
    assert prices_of(made) == {"Indigo/S": 12800, "Indigo/M": 12800, "Clay/S": 12800}
    assert [each["stock"]["on_hand"] for each in made["variants"]] == [9, 9, 9]

    # Another price for one of them; what is there of it stays.
    page.keyboard.press("e")
    page.get_by_role("textbox", name="Price · Indigo · M", exact=True).wait_for()
    fill(page, page.get_by_role("textbox", name="Price · Indigo · S", exact=True), "128")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("98")
    page.keyboard.press("Control+Enter")
    page.get_by_role("complementary", name="Product").wait_for()
    changed = owner.get(f"/products/{made['id']}")
    assert prices_of(changed) == {"Indigo/S": 12800, "Indigo/M": 9800, "Clay/S": 12800}
    assert [each["id"] for each in changed["variants"]] == [each["id"] for each in made["variants"]]
    assert changed["stock"]["on_hand"] == 27


@pytest.mark.long(seconds=40)
def test_stock_is_set_aside_and_a_deal_announced_and_stopped_by_keys_alone(
    owner: Owner, page: Page
) -> None:
    sizes = [{"values": [size], "price": 9800, "stock": 14} for size in ("S", "M")]
    made = owner.post("/products", title="Linen scarf", options=["Size"], variants=sizes)
    show = owner.post("/shows", title="By keys", product_ids=[made["id"]])
    page.goto(f"{owner.origin}/console/shows/{show['id']}")
    page.get_by_role("button", name="Pin Linen scarf").wait_for()
    page.keyboard.press("e")
    reach(page, page.get_by_role("dialog").get_by_role("radio", name="Products"))
    page.keyboard.press("ArrowRight")
    fill(page, page.get_by_role("textbox", name="Set aside of Linen scarf · S"), "20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No more than 14")
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.get_by_role("img", name="Kept").wait_for()
    assert [held["units"] for held in owner.get(f"/shows/{show['id']}/allocations")] == [4]
    page.keyboard.press("Escape")

    # A deal: one row's key, a price that is too high, then Enter; ended by holding Enter.
    page.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.press("d")
    page.keyboard.press("1")
    dialog = page.get_by_role("dialog", name="Flash deal")
    dialog.wait_for()
    price = dialog.get_by_role("textbox", name="Deal price")
    expect(price).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("98")
    expect(dialog.get_by_text("Must be below")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("78")
    page.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    running_deal = page.get_by_role("group", name="Flash deal")
    running_deal.wait_for()
    # Of S the show sells what was set aside, and nothing else.
    expect(running_deal).to_contain_text("0 of 18 given")
    (deal,) = owner.get(f"/shows/{show['id']}/deals")["items"]
    assert (deal["price"]["amount"], deal["buyer_limit"], deal["total_limit"]) == (7800, 1, 18)
    reach(page, running_deal.get_by_role("button"))
    page.keyboard.down("Enter")
    wait_until(lambda: owner.get(f"/shows/{show['id']}/deals")["items"][0]["stopped_at"], 10)
    page.keyboard.up("Enter")
    running_deal.wait_for(state="detached")
