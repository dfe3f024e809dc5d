"""What the crew sees at work: orders shipped, refunded and cancelled, the sheets of the desk."""

import re
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page

from tests.walk.gallery import Look, View, button
from tests.walk.store import Store

Prepare = Callable[[Page, Look], None]


def refunds_by(way: str) -> Prepare:
    """Open the sheet of a refund, and choose how much."""

    def refund(page: Page, look: Look) -> None:
        button(page, look, "console", "orders.refund").click()
        sheet = page.get_by_role("dialog").last
        sheet.get_by_text(look.word("console", f"orders.refund_{way}"), exact=True).click()

    return refund


def ships(page: Page, look: Look) -> None:
    tracking = page.get_by_label(look.word("console", "orders.tracking"), exact=True)
    tracking.fill("SF1234567890")
    tracking.scroll_into_view_if_needed()


def opens_the_kept_page(page: Page, look: Look) -> None:
    page.get_by_title(look.word("console", "orders.kept_page"), exact=True).first.click()
    sheet = page.get_by_role("dialog", name=look.word("console", "orders.kept_page"))
    sheet.locator("h3").wait_for()


def corrects_the_parcel(page: Page, look: Look) -> None:
    page.get_by_role("button", name=look.said("console:orders.correct_of")).click()
    form = page.get_by_role("form", name=look.word("console", "orders.correct_parcel"))
    form.scroll_into_view_if_needed()


def looks_for_a_product(page: Page, look: Look) -> None:
    page.get_by_title(look.word("console", "orders.of_product"), exact=True).click()
    page.locator(".pop > .panel li").first.wait_for()


def scrolls_to(key: str) -> Prepare:
    """Bring a button into view."""

    def scroll(page: Page, look: Look) -> None:
        button(page, look, "console", key).scroll_into_view_if_needed()

    return scroll


def shows_refunds(page: Page, look: Look) -> None:
    page.get_by_role("heading", name=look.word("console", "orders.refunds")).wait_for()
    page.get_by_role("heading", name=look.word("console", "orders.refunds")).hover()


def chooses(store: Store, *stands: str) -> Prepare:
    """Choose some orders."""

    def choose(page: Page, look: Look) -> None:
        for stand in stands:
            name = look.word("console", "orders.choose", number=store.numbers[stand])
            page.get_by_role("checkbox", name=name).check()

    return choose


def does(store: Store, act: str, *stands: str) -> Prepare:
    """Choose some orders, and open what can be done with them at once."""

    def do(page: Page, look: Look) -> None:
        chooses(store, *stands)(page, look)
        button(page, look, "console", f"orders.bulk_{act}_pick", count=len(stands)).click()
        page.get_by_role("dialog", name=look.word("console", f"orders.bulk_{act}")).wait_for()

    return do


def presses(*keys: str) -> Prepare:
    """Press the desk's keys; each of these opens a sheet."""

    def press(page: Page, look: Look) -> None:
        # The desk knows its products by then, which have keys of their own.
        before, after = look.word("console", "deal.announce_named", title="|").split("|")
        flash = re.compile(f"^{re.escape(before)}.+{re.escape(after)}$")
        page.get_by_role("button", name=flash).first.wait_for(state="attached")
        for key in keys:
            page.keyboard.press(key)
        page.get_by_role("dialog").wait_for()

    return press


def order_views(store: Store) -> list[View]:
    """Give them."""

    def order(name: str, stand: str, prepare: Prepare, opens: str = "order") -> View:
        path = f"/console/orders?order={store.orders[stand]}"
        return View(name, path, opens=f"console:orders.{opens}", prepare=prepare)

    def at_once(act: str, *stands: str) -> View:
        opens = f"console:orders.bulk_{act}"
        return View(f"orders-{act}", listed, opens=opens, prepare=does(store, act, *stands))

    listed, desk = f"/console/orders?show={store.show['id']}", f"/console/shows/{store.show['id']}"
    pages = [
        order("order-ship", "paid", ships),
        order("order-refund", "paid", refunds_by("pieces"), "refund_of"),
        order("order-refund-amount", "part", refunds_by("amount"), "refund_of"),
        order("order-part-refunded", "part", shows_refunds),
        order("order-whole-refunded", "whole", shows_refunds),
        order("order-to-cancel", "declined", scrolls_to("orders.cancel_hold")),
        order("order-kept-page", "paid", opens_the_kept_page, "kept_page"),
        order("order-correct-parcel", "shipped", corrects_the_parcel),
        View(
            "orders-of-a-product",
            listed,
            opens="console:orders.find_product",
            prepare=looks_for_a_product,
        ),
        View("orders-picked", listed, prepare=chooses(store, "unpaid", "paid", "part")),
        at_once("ship", "paid", "part"),
        at_once("deliver", "shipped"),
        at_once("cancel", "unpaid", "declined"),
        View("desk-deal", desk, opens="console:deal.title", prepare=presses("d", "2")),
        View("desk-tray", desk, opens="console:desk.edit_tray", prepare=presses("e")),
        View("desk-stream-key", desk, opens="console:desk.stream_key", prepare=presses("s")),
    ]
    return [replace(page, staff=True) for page in pages]
