"""The walk of the README, with a real encoder, a real browser and real processes."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.walk.buying import (
    announce,
    buy_at_the_deals_price,
    choose_a_variant,
    fill_a_cart_and_order_both,
    find_by_number,
    put_on_the_shelf,
)
from tests.walk.conftest import Open, Shoot
from tests.walk.processes import Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(360)]

PICTURE_MOVES = """([selector, since]) => {
    const video = document.querySelector(selector);
    return video && !video.paused && video.videoWidth > 0 && video.currentTime > since;
}"""


def picture_moves(page: Page, since: float = 0.0, timeout: float = 20_000) -> float:
    """Wait until the picture is past `since` seconds of its own time; give where it is."""
    page.wait_for_function(PICTURE_MOVES, arg=["video", since], timeout=timeout)
    return float(page.evaluate("document.querySelector('video').currentTime"))


def test_a_viewer_watches_talks_and_buys_while_the_operator_pins_ships_and_ends(
    demo: Demo, opened: Open, shoot: Shoot
) -> None:
    operator = opened().new_page()
    enter_desk(operator, demo)
    shoot(operator, "walk-desk")
    viewer = opened(phone=True).new_page()
    watch(viewer, demo)
    shoot(viewer, "walk-room")

    talk(viewer, operator)
    pin_another(viewer, operator)
    shoot(viewer, "walk-pinned")
    turn_by_finger_to_another(viewer, operator)
    explain(viewer, operator)
    order_what_is_pinned(viewer)
    shoot(viewer, "walk-sandbox")
    pay_at_the_second_try(viewer)
    shoot(viewer, "walk-paid")

    ship(operator, demo)
    shoot(operator, "walk-shipping")
    # The buyer's page looks again every fifteen seconds.
    expect(viewer.get_by_text("SF1234567890")).to_be_visible(timeout=45_000)
    expect(viewer.get_by_role("heading", name="On its way")).to_be_visible()
    shoot(viewer, "walk-shipped")

    buy_in_every_way(opened, operator, demo, shoot)

    late_comer = opened(phone=True).new_page()
    late_comer.goto(demo.viewer_url)
    end(operator, demo, late_comer)
    shoot(late_comer, "walk-over")
    shoot(operator, "walk-ended")


def buy_in_every_way(opened: Open, operator: Page, demo: Demo, shoot: Shoot) -> None:
    """Choose a variant, take a deal, order a cart of two lines; then find the order elsewhere."""
    product = put_on_the_shelf(operator, demo)
    buyer = opened(phone=True).new_page()
    watch(buyer, demo)
    choose_a_variant(buyer, shoot)
    announce(operator, demo, product)
    number = buy_at_the_deals_price(buyer, shoot)
    fill_a_cart_and_order_both(buyer, demo, shoot)
    find_by_number(opened(phone=True).new_page(), demo, number, shoot)


def enter_desk(operator: Page, demo: Demo) -> None:
    """Sign in by the one-time link and open the desk of the show on air."""
    operator.goto(demo.console_url)
    operator.wait_for_url(re.compile(r"/console/(?!enter)"))
    operator.goto(f"{demo.origin}/console/shows")
    operator.get_by_role("link", name="A slow tea evening").first.click()
    picture_moves(operator)


def watch(viewer: Page, demo: Demo) -> None:
    """Open the viewer's page; the picture comes and moves on, and the test store says it is one."""
    viewer.goto(demo.viewer_url)
    first = picture_moves(viewer)
    assert picture_moves(viewer, first + 1.0) > first + 1.0
    expect(viewer.get_by_text("TEST STORE")).to_be_visible()


def talk(viewer: Page, operator: Page) -> None:
    """Say something and like; the desk shows both."""
    message = viewer.get_by_role("textbox", name="Message")
    message.fill("Is the handle really cool?")
    message.press("Enter")
    expect(operator.get_by_role("log", name="Talk")).to_contain_text("Is the handle really cool?")
    # The keyboard closes, and the bar has room for the heart again.
    message.blur()
    viewer.get_by_role("button", name="Like").click()
    expect(operator.get_by_label("Figures of this show")).to_contain_text(re.compile(r"Likes\s*1"))


def pin_another(viewer: Page, operator: Page) -> None:
    """Unpin the teapot and pin the caddy; the viewer's card goes and comes."""
    card = viewer.get_by_role("region", name="On show now")
    operator.get_by_role("button", name="Pinned Mist celadon teapot").click()
    # It goes, too, when the viewer's picture is there.
    expect(card).to_be_hidden(timeout=30_000)
    operator.get_by_role("button", name="Pin Kiln-changed tea caddy").click()
    # It comes when the viewer's picture is there, or once that has lost its way.
    expect(card).to_contain_text("Kiln-changed tea caddy", timeout=30_000)
    expect(card).to_contain_text("Only 5 left")


def swipe_left(page: Page, card: Locator) -> None:
    """Draw a finger over a third of the card, once it has come to rest."""
    card.get_by_role("button", name=re.compile("^Buy")).click(trial=True)
    box = card.bounding_box()
    assert box is not None
    at, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    finger.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": at, "y": y}]}
    )
    for part in range(1, 7):
        points = [{"x": at - part * box["width"] / 18, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def turn_by_finger_to_another(viewer: Page, operator: Page) -> None:
    """Pin a second: it comes to the front, a swipe turns to the first, and there it stays."""
    card = viewer.get_by_role("region", name="On show now")
    operator.get_by_role("button", name="Pin Moon-white gaiwan").click()
    expect(card).to_contain_text("Moon-white gaiwan", timeout=30_000)
    expect(card).to_contain_text("1/2")
    swipe_left(viewer, card)
    expect(card).to_contain_text("Kiln-changed tea caddy")
    expect(card).to_contain_text("2/2")
    expect(viewer.get_by_role("dialog")).to_be_hidden()
    operator.get_by_role("button", name="Pinned Moon-white gaiwan").click()
    expect(card.get_by_text("2/2")).to_be_hidden(timeout=30_000)
    expect(card).to_contain_text("Kiln-changed tea caddy")


def explain(viewer: Page, operator: Page) -> None:
    """Say that the host explains the gaiwan; the viewer's tray marks it, until that is over."""
    operator.get_by_role("button", name="Now explaining Moon-white gaiwan").click()
    viewer.keyboard.press("b")
    tray = viewer.get_by_role("dialog")
    marked = tray.get_by_role("heading", name="Being explained Moon-white gaiwan")
    expect(marked).to_be_visible()
    operator.get_by_role("button", name="Stop explaining Moon-white gaiwan").click()
    expect(marked).to_be_hidden()
    viewer.keyboard.press("Escape")
    expect(tray).to_be_hidden()


def order_what_is_pinned(viewer: Page) -> None:
    """Buy one, as far as the simulated gateway's page."""
    card = viewer.get_by_role("region", name="On show now")
    card.get_by_role("button", name=re.compile("^Buy")).click()
    viewer.get_by_label("Country or region").select_option("US")
    viewer.get_by_label("Name", exact=True).fill("A. Buyer")
    viewer.get_by_label("Phone").fill("+1 415 555 0100")
    viewer.get_by_label("Street and number").fill("1 Main Street")
    viewer.get_by_label("City", exact=True).fill("Springfield")
    viewer.get_by_label("State or province").fill("Oregon")
    viewer.get_by_label("Postal code").fill("97477")
    viewer.get_by_role("button", name="Place order and pay").click()
    viewer.wait_for_url(re.compile(r"/sandbox/pay/"))
    expect(viewer.get_by_text("no real money moves")).to_be_visible()


def pay_at_the_second_try(viewer: Page) -> None:
    """Decline, see that nothing is lost, then approve and see the order paid."""
    viewer.get_by_role("button", name="Decline payment").click()
    viewer.wait_for_url(re.compile(r"/orders/"))
    expect(viewer.get_by_text("Payment declined")).to_be_visible()
    viewer.get_by_role("button", name="Pay again").click()
    viewer.wait_for_url(re.compile(r"/sandbox/pay/"))
    viewer.get_by_role("button", name="Approve payment").click()
    viewer.wait_for_url(re.compile(r"/orders/"))
    expect(viewer.get_by_role("heading", name="Paid")).to_be_visible()


def ship(operator: Page, demo: Demo) -> None:
    """Find the order and mark it shipped with carrier and number."""
    operator.goto(f"{demo.origin}/console/orders")
    operator.get_by_text("A. Buyer").first.click()
    operator.get_by_role("textbox", name="Tracking number").fill("SF1234567890")
    operator.get_by_role("button", name="Mark as shipped").click()
    expect(operator.get_by_text("SF1234567890").first).to_be_visible()


def end(operator: Page, demo: Demo, late_comer: Page) -> None:
    """Hold the key until the show is over for everyone."""
    operator.goto(f"{demo.origin}/console/shows/tea")
    # A desk without a mouse: hold Enter instead of the pointer.
    operator.get_by_role("button", name="Hold to end").focus()
    operator.keyboard.down("Enter")
    expect(late_comer.get_by_text("The show is over").first).to_be_visible()
    operator.keyboard.up("Enter")
