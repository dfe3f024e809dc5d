"""What a buyer sees in a checkout from which something was taken meanwhile: a deal, or pieces."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from kaibo.modules.promotions.contracts import GRACE
from tests.support.network import wait_until
from tests.walk.gallery import Look, View, button
from tests.walk.store import Store
from tests.walk.views_room import FORM, Deals, is_refused, sees_it_run

Prepare = Callable[[Page, Look], None]


def tells(page: Page, look: Look, key: str, **values: object) -> None:
    """Wait until the checkout says so."""
    told = page.locator("form [role=alert]")
    told.get_by_text(look.word("shop", f"checkout.{key}", **values)).wait_for()


def sees_a_deal_end(deals: Deals) -> Prepare:
    """Stand there with the deal's price when the crew ends it."""

    def see(page: Page, look: Look) -> None:
        deals.announce()
        sees_it_run(page, look)
        deals.stop()
        tells(page, look, "price_now_differs")

    return see


def is_late(deals: Deals) -> Callable[[], None]:
    """End the deal, and let the time go by in which orders still have its price."""

    def stop() -> None:
        deals.stop()
        ended = datetime.now(UTC)
        wait_until(lambda: datetime.now(UTC) > ended + GRACE, 10, because="the grace never went by")

    return stop


def sees_pieces_go(stock: Callable[[int], Callable[[], object]], left: int) -> Prepare:
    """Stand there with more pieces than are left, all at once."""

    def see(page: Page, look: Look) -> None:
        stock(5)()
        page.reload()
        button(page, look, "shop", "checkout.submit").wait_for()
        asks_for(4)(page, look)
        stock(left)()
        tells(page, look, "now_fewer", n=left)
        number = page.get_by_role("textbox", name=look.word("shop", "checkout.quantity"))
        expect(number).to_have_value(str(left))

    return see


def sees_a_line_go(store: Store) -> Prepare:
    """Stand there with the cart when one of its products is put away."""
    _, oolong, *_ = store.past.products
    archived = f"/products/{oolong}/archived"

    def see(page: Page, look: Look) -> None:
        title = store.product(oolong)["title"]
        store.house.owner.put(archived, archived=False)
        page.reload()
        page.locator("form").get_by_text(title).wait_for()
        store.house.owner.put(archived, archived=True)
        tells(page, look, "line_gone", title=title)

    return see


def sees_a_line_come_back(store: Store) -> Prepare:
    """Stand there when it is sold again: nothing is left to be said."""
    _, oolong, *_ = store.past.products

    def see(page: Page, look: Look) -> None:
        sees_a_line_go(store)(page, look)
        store.house.owner.put(f"/products/{oolong}/archived", archived=False)
        page.locator("form").get_by_text(store.product(oolong)["title"]).wait_for()
        expect(page.locator("form [role=alert]")).to_have_count(0)

    return see


def asks_for(pieces: int) -> Prepare:
    """Ask for so many at once."""

    def ask(page: Page, look: Look) -> None:
        number = page.get_by_role("textbox", name=look.word("shop", "checkout.quantity"))
        number.fill(str(pieces))
        number.press("Tab")
        expect(number).to_have_value(str(pieces))

    return ask


def checkout_views(store: Store) -> list[View]:
    """Give them."""
    _, _, cups, scoop = store.past.products
    deals = Deals(store)
    checkout = f"{store.show['viewer_path']}?view=checkout"

    def stock(pieces: int) -> Callable[[], object]:
        return lambda: store.set_stock(scoop, pieces)

    def announce(**of: int) -> Callable[[], object]:
        return lambda: deals.announce(**of)

    late = is_refused(announce(), is_late(deals), sees_it_run)

    def is_too_late(page: Page, look: Look) -> None:
        late(page, look)
        before, _ = look.word("shop", "checkout.refused_deal_over", price="|").split("|")
        page.locator("form [role=alert]").get_by_text(before).wait_for()

    short = is_refused(stock(5), stock(2), asks_for(4))
    # Somebody else takes all but one.
    few = announce(total_limit=5, buyer_limit=4)

    def asks_for_three(page: Page, look: Look) -> None:
        sees_it_run(page, look)
        asks_for(3)(page, look)

    deal_short = is_refused(few, lambda: deals.takes(4), asks_for_three)
    views = [
        View("checkout-deal-ended", f"{checkout}&p={cups}", prepare=sees_a_deal_end(deals)),
        View("checkout-deal-over", f"{checkout}&p={cups}", prepare=is_too_late),
        View("checkout-line-gone", checkout, prepare=sees_a_line_go(store)),
        View("checkout-line-back", checkout, prepare=sees_a_line_come_back(store)),
        View("checkout-fewer", f"{checkout}&p={scoop}", prepare=sees_pieces_go(stock, 2)),
        View("checkout-short", f"{checkout}&p={scoop}", prepare=short),
        View("checkout-deal-short", f"{checkout}&p={cups}", prepare=deal_short),
    ]
    return [replace(view, stored=FORM, cookies=store.buyer) for view in views]
