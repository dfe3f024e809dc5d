"""What buyers see outside the room: orders, finding one, the account, the payment page."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page

from tests.walk.gallery import LOOKS, PICTURES_COME, Look, View, button
from tests.walk.store import Store

# What the buyer's orders say of themselves.
STANDS = {
    "declined": "shop:order.stand_declined",
    "delivered": "shop:order.stand_delivered",
    "completed": "shop:order.stand_completed",
    "part": "shop:order.back_part",
    "whole": "shop:order.back_whole",
    "cancelled": "shop:order.stand_cancelled",
}
PHONE = "+886 912 345 678"
KNOWN = {"kaibo.visited": True}


def asks_for(page: Page, look: Look, number: str) -> None:
    """Fill in the form by which an order is found, and send it."""
    page.get_by_label(look.word("shop", "find.number")).fill(number)
    page.get_by_label(look.word("shop", "checkout.phone")).fill(PHONE)
    button(page, look, "shop", "find.find").click()


def finds_none(page: Page, look: Look) -> None:
    # Each look asks for numbers of its own, since few questions are allowed about one.
    asks_for(page, look, f"260101-NOBODY{LOOKS.index(look):02}")
    page.get_by_role("alert").get_by_text(look.word("shop", "find.look_again")).wait_for()


def finds(store: Store, *stands: str) -> Callable[[Page, Look], None]:
    """Find one of these orders, by turns."""

    def find(page: Page, look: Look) -> None:
        number = store.numbers[stands[LOOKS.index(look) % len(stands)]]
        asks_for(page, look, number)
        page.get_by_role("group", name=look.word("shop", "order.number", number=number)).wait_for()

    return find


def needs_both(page: Page, look: Look) -> None:
    """Send the form empty."""
    button(page, look, "shop", "find.find").click()
    page.get_by_text(look.word("shop", "find.need_number")).wait_for()


def comes_back_from_the_gateway(order_id: str) -> Callable[[Page, Look], None]:
    """Stand as after the payment page, before the gateway's word is there."""
    mark = "(id) => sessionStorage.setItem(`kaibo.paying.${id}`, String(Date.now()))"

    def come(page: Page, look: Look) -> None:
        page.evaluate(mark, order_id)
        page.goto(page.url)
        page.get_by_role("heading", name=look.word("shop", "order.stand_confirming")).wait_for()

    return come


def asks_to_erase(page: Page, look: Look) -> None:
    button(page, look, "shop", "account.erase").click()
    button(page, look, "shop", "account.erase_hold").scroll_into_view_if_needed()


def asks_to_cancel(page: Page, look: Look) -> None:
    button(page, look, "shop", "order.cancel").click()
    page.get_by_role("group", name=look.word("shop", "order.cancel_question")).wait_for()


def asks_to_confirm(page: Page, look: Look) -> None:
    button(page, look, "shop", "order.confirm").click()


def asks_to_remove_the_picture(page: Page, look: Look) -> None:
    button(page, look, "shop", "account.picture_remove").click()


def looks_at_what_was_promised(page: Page, look: Look) -> None:
    """Open the product's page as it was when it was ordered."""
    button(page, look, "shop", "order.as_it_was").first.click()


def loses_the_network(page: Page, look: Look) -> None:
    page.evaluate(PICTURES_COME)
    page.context.set_offline(True)
    page.get_by_text(look.word("shop", "offline.text")).wait_for()


def signs_in(store: Store) -> Callable[[Page, Look], None]:
    """Give the code of a mail that really came."""

    def enter(page: Page, look: Look) -> None:
        email = f"{look.name}@example.com"
        page.get_by_label(look.word("shop", "account.email")).fill(email)
        button(page, look, "shop", "account.send").click()
        code = page.get_by_label(look.word("shop", "account.code"), exact=True)
        code.fill(store.code_for(email))
        button(page, look, "shop", "account.enter").click()
        page.get_by_text(look.word("shop", "account.sessions")).wait_for()

    return enter


def gives_a_wrong_code(page: Page, look: Look) -> None:
    page.get_by_label(look.word("shop", "account.email")).fill(f"wrong-{look.name}@example.com")
    button(page, look, "shop", "account.send").click()
    page.get_by_label(look.word("shop", "account.code"), exact=True).fill("000000")
    button(page, look, "shop", "account.enter").click()
    page.locator("[aria-invalid=true]").wait_for()


def finds_the_gateway_down(store: Store) -> Callable[[Page, Look], None]:
    """Open the page while the gateway is down; nobody else finds it so."""

    def find(page: Page, _look: Look) -> None:
        controls = f"{store.house.owner.origin}/sandbox/api/controls"
        store.house.owner.http.put(controls, json={"is_down": True}).raise_for_status()
        try:
            page.reload()
            page.get_by_role("alert").wait_for()
        finally:
            store.house.owner.http.put(controls, json={}).raise_for_status()

    return find


def shop_views(store: Store) -> list[View]:
    """Give them; those of the buyer come last, since the cookie stays."""
    orders, pages = store.orders, store.pages
    guests = [
        View("find", "/orders/find", "shop:find.text"),
        View("find-empty", "/orders/find", prepare=needs_both),
        View("find-none", "/orders/find", prepare=finds_none),
        View("find-found", "/orders/find", prepare=finds(store, "delivered", "part", "shipped")),
        View("missing", "/no/such/page", "shop:lobby.no_page"),
        View("offline", "/", "shop:offline.text", prepare=loses_the_network),
        View("show-unknown", "/s/no-such-show", "shop:room.missing"),
        View("order-unknown", "/orders/ord_nobodys", "shop:order.missing"),
        View("account-guest", "/account", "shop:account.why"),
        View("account-wrong-code", "/account", prepare=gives_a_wrong_code),
        View("account-entered", "/account", prepare=signs_in(store)),
    ]
    mine = [
        *(
            View(f"order-{stand}", f"/orders/{orders[stand]}", says)
            for stand, says in STANDS.items()
        ),
        View(
            "order-confirming",
            f"/orders/{orders['unpaid']}",
            prepare=comes_back_from_the_gateway(orders["unpaid"]),
        ),
        View(
            "order-cancel",
            f"/orders/{orders['declined']}",
            opens="shop:order.cancel_question",
            prepare=asks_to_cancel,
        ),
        View(
            "order-confirm",
            f"/orders/{orders['shipped']}",
            opens="shop:order.confirm_question",
            prepare=asks_to_confirm,
        ),
        View(
            "order-as-it-was",
            f"/orders/{orders['shipped']}",
            "shop:order.as_it_was_text",
            opens="shop:order.as_it_was",
            prepare=looks_at_what_was_promised,
        ),
        View(
            "account-remove-picture",
            "/account",
            opens="shop:account.picture_remove_question",
            prepare=asks_to_remove_the_picture,
        ),
        View("account-erase", "/account", prepare=asks_to_erase),
        View("pay", pages["unpaid"], "sandbox:sandbox.explain"),
        View("pay-approved", pages["paid"], "sandbox:sandbox.state_approved"),
        View("pay-declined", pages["declined"], "sandbox:sandbox.state_declined"),
        View("pay-unknown", "/sandbox/pay/chk_none", "sandbox:sandbox.missing"),
        View("pay-down", pages["unpaid"], prepare=finds_the_gateway_down(store)),
    ]
    return [*guests, *(replace(view, stored=KNOWN, cookies=store.buyer) for view in mine)]
