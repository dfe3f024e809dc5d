"""What a viewer does to buy: variants, a flash deal, the cart, and finding an order again."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.walk.conftest import Shoot
from tests.walk.processes import Demo

TITLE = "Ash glaze cup"
PRICE, DEAL_PRICE = 3200, 1900
PHONE = "+1 415 555 0199"


def put_on_the_shelf(operator: Page, demo: Demo) -> dict[str, Any]:
    """Add a product of two options to the running show; one combination is sold out."""
    made = _ask(
        operator,
        demo,
        "POST",
        "/products",
        title=TITLE,
        description="Thrown by hand, fired with wood ash.",
        options=["Glaze", "Size"],
        variants=[
            {"values": ["Ash", "Small"], "price": PRICE, "stock": 6},
            {"values": ["Ash", "Large"], "price": PRICE + 600, "stock": 0},
            {"values": ["Iron", "Small"], "price": PRICE, "stock": 4},
        ],
        specifications=[{"name": "Volume", "value": "120 ml"}],
        certificates=[{"name": "Food contact", "number": "FC-2031", "issuer": "Sample Lab"}],
        return_class="conditional",
        limit_per_buyer=5,
    )
    show = _ask(operator, demo, "GET", "/shows/tea")
    ids = [made["id"], *show["product_ids"]]
    _ask(operator, demo, "PUT", "/shows/tea/products", product_ids=ids)
    return dict(made)


def choose_a_variant(viewer: Page, shoot: Shoot) -> None:
    """Find the sold-out combination explained, then choose one that is there."""
    viewer.get_by_role("button", name=re.compile("^Products")).click()
    tray = viewer.get_by_role("dialog", name="Products")
    tray.get_by_role("button", name=f"Look at {TITLE}").click()
    sheet = viewer.get_by_role("dialog", name="Product")
    expect(sheet.get_by_text("120 ml")).to_be_visible()
    expect(sheet.get_by_text("Returns under conditions.")).to_be_visible()
    sheet.get_by_role("button", name="Buy", exact=True).click()
    expect(sheet.get_by_text("Please choose: Glaze")).to_be_visible()
    _pick(sheet, "Ash")
    _pick(sheet, "Large")
    expect(sheet.get_by_text("Ash / Large is sold out.")).to_be_visible()
    expect(sheet.get_by_text(re.compile("Still to be had: .*Small"))).to_be_visible()
    shoot(viewer, "buy-sold-out")
    _pick(sheet, "Small")
    expect(sheet.get_by_text("Only 6 left")).to_be_visible()
    shoot(viewer, "buy-variant")
    viewer.keyboard.press("Escape")


def announce(operator: Page, demo: Demo, product: dict[str, Any], *, countdown_s: int = 4) -> None:
    """Announce a deal on the first variant."""
    _ask(
        operator,
        demo,
        "POST",
        "/shows/tea/deals",
        product_id=product["id"],
        variant_id=product["variants"][0]["id"],
        price=DEAL_PRICE,
        total_limit=3,
        buyer_limit=2,
        countdown_s=countdown_s,
        duration_s=120,
    )


def buy_at_the_deals_price(viewer: Page, shoot: Shoot) -> str:
    """Take the deal as soon as it gives; give the number of the paid order."""
    card = viewer.get_by_role("region", name="Flash deal")
    expect(card.get_by_text("3 of 3 left")).to_be_visible()
    shoot(viewer, "buy-deal-counting")
    card.get_by_role("button", name="Buy", exact=True).click()
    sheet = viewer.get_by_role("dialog", name="Checkout")
    expect(sheet.get_by_text("$19").first).to_be_visible()
    _fill_in(viewer)
    sheet.get_by_role("button", name="Place order and pay").click()
    expect(sheet.get_by_text("Please confirm this before you order.")).to_be_visible()
    shoot(viewer, "buy-deal-consent")
    sheet.get_by_role("checkbox", name=re.compile("^I know")).check()
    sheet.get_by_role("button", name="Place order and pay").click()
    _pay(viewer)
    expect(viewer.get_by_text("Ash / Small")).to_be_visible()
    expect(viewer.get_by_text("$19 × 1")).to_be_visible()
    viewer.get_by_role("button", name="As it was when you ordered").click()
    kept = viewer.get_by_role("dialog", name="As it was when you ordered")
    expect(kept.get_by_text("FC-2031")).to_be_visible()
    shoot(viewer, "buy-kept-page")
    viewer.keyboard.press("Escape")
    number = viewer.get_by_text(re.compile(r"Order \d{6}-")).inner_text()
    return re.sub(r"^Order (\S+).*", r"\1", number.strip(), flags=re.DOTALL)


def fill_a_cart_and_order_both(viewer: Page, demo: Demo, shoot: Shoot) -> None:
    """Put two things aside, take one out and back, and order both at once."""
    viewer.goto(demo.viewer_url)
    viewer.get_by_role("button", name=re.compile("^Products")).click()
    tray = viewer.get_by_role("dialog", name="Products")
    tray.get_by_role("button", name=f"Look at {TITLE}").click()
    sheet = viewer.get_by_role("dialog", name="Product")
    _pick(sheet, "Iron")
    _pick(sheet, "Small")
    sheet.get_by_role("button", name="Add to cart").click()
    expect(sheet.get_by_role("button", name="Cart: 1")).to_be_visible()
    sheet.get_by_role("button", name="Back").click()
    tray.get_by_role("button", name=re.compile("^Look at .*gaiwan")).click()
    sheet.get_by_role("button", name="Add to cart").click()
    sheet.get_by_role("button", name="Cart: 2").click()
    cart = viewer.get_by_role("dialog", name="Cart")
    expect(cart.get_by_role("listitem")).to_have_count(2)
    cart.get_by_role("group", name=f"Quantity: {TITLE}").get_by_role("button", name="More").click()
    cart.get_by_role("button", name=f"Take out: {TITLE}").click()
    expect(cart.get_by_role("listitem")).to_have_count(1)
    viewer.get_by_role("button", name="Undo").click()
    expect(cart.get_by_role("listitem")).to_have_count(2)
    shoot(viewer, "buy-cart")
    cart.get_by_role("button", name="Check out").click()
    checkout = viewer.get_by_role("dialog", name="Checkout")
    expect(checkout.get_by_role("listitem")).to_have_count(2)
    # Remembered on this device, but agreed to anew for each order.
    expect(checkout.get_by_label("Phone")).to_have_value(PHONE)
    checkout.get_by_role("checkbox", name=re.compile("^I know")).check()
    shoot(viewer, "buy-cart-checkout")
    checkout.get_by_role("button", name="Place order and pay").click()
    _pay(viewer)
    expect(viewer.get_by_text("Iron / Small")).to_be_visible()
    shoot(viewer, "buy-two-lines")


def buy_from_the_tray(viewer: Page) -> None:
    """Buy the first product that the room's page offers, from the page as it is opened."""
    viewer.get_by_role("button", name=re.compile("^Products")).click()
    tray = viewer.get_by_role("dialog", name="Products")
    tray.get_by_role("button", name=re.compile("^Buy")).first.click()
    _fill_in(viewer)
    viewer.get_by_role("button", name="Place order and pay").click()
    _pay(viewer)


def find_by_number(stranger: Page, demo: Demo, number: str, shoot: Shoot) -> None:
    """Find an order in a browser that has never been here; nothing of the buyer is told in full."""
    stranger.goto(f"{demo.origin}/orders/find")
    stranger.get_by_label("Order number").fill(number.lower())
    stranger.get_by_label("Phone").fill("000000")
    stranger.get_by_role("button", name="Find it").click()
    expect(stranger.get_by_role("alert")).to_contain_text("No order has this number")
    stranger.get_by_label("Phone").fill("550199")
    stranger.get_by_role("button", name="Find it").click()
    expect(stranger.get_by_role("heading", name="Paid")).to_be_visible()
    expect(stranger.get_by_text("C** · *** 199")).to_be_visible()
    expect(stranger.get_by_text("Pottery Lane")).to_have_count(0)
    shoot(stranger, "buy-found")


def _pick(sheet: Any, value: str) -> None:  # noqa: ANN401 - a locator
    sheet.locator("label").filter(has_text=re.compile(rf"^\s*{value}")).click()


def _fill_in(viewer: Page) -> None:
    viewer.get_by_label("Country or region").select_option("US")
    viewer.get_by_label("Name", exact=True).fill("C. Carter")
    viewer.get_by_label("Phone").fill(PHONE)
    viewer.get_by_label("Street and number").fill("4 Pottery Lane")
    viewer.get_by_label("City", exact=True).fill("Portland")
    viewer.get_by_label("Postal code").fill("97201")


def _pay(viewer: Page) -> None:
    viewer.wait_for_url(re.compile(r"/sandbox/pay/"))
    viewer.get_by_role("button", name="Approve payment").click()
    viewer.wait_for_url(re.compile(r"/orders/"))
    expect(viewer.get_by_role("heading", name="Paid")).to_be_visible()


def _ask(operator: Page, demo: Demo, method: str, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
    answer = operator.context.request.fetch(
        f"{demo.origin}/api/v1{path}",
        method=method,
        headers={"X-Kaibo-Client": "web"},
        data=body or None,
    )
    assert answer.ok, answer.text()
    return answer.json()
