"""What the crew sees of goods: stock and its past, bundles, sheets; and of a gateway's moods."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, Route, expect

from tests.walk.gallery import Look, View, button
from tests.walk.house import Json
from tests.walk.store import Store

Prepare = Callable[[Page, Look], None]
ROWS = 4000


def turns_to(part: str, shows: str) -> Prepare:
    """Turn to a part of what there is to know of a product."""

    def turn(page: Page, look: Look) -> None:
        name = look.word("console", f"products.part_{part}")
        page.get_by_role("radio", name=name, exact=True).click()
        page.locator(shows).first.scroll_into_view_if_needed()

    return turn


def corrects(page: Page, look: Look, way: str, units: str, reason: str) -> None:
    """Fill in how many pieces came or went, and send it."""
    page.get_by_role(
        "radio", name=look.word("console", f"products.{way}_stock"), exact=True
    ).check()
    page.get_by_label(look.word("console", "products.units"), exact=True).fill(units)
    why = page.get_by_label(look.word("console", "products.reason"), exact=True)
    why.select_option(reason)
    page.locator("form").get_by_role("button").click()


def corrects_a_size_too_far(page: Page, look: Look) -> None:
    """Take more away than there is, and say no reason."""
    page.get_by_role("button", name=look.said("console:products.adjust_of")).first.click()
    corrects(page, look, "take", "10000", "other")
    page.get_by_text(look.word("console", "form.required")).scroll_into_view_if_needed()
    page.get_by_text(look.said("console:products.stock_too_low")).wait_for()
    # It is not offered to go below nothing.
    adjust = look.word("console", "products.adjust")
    page.locator("form").get_by_role("button", name=adjust, exact=True).wait_for()


def corrects_stock(page: Page, look: Look) -> None:
    corrects(page, look, "add", "1", "delivery")
    page.get_by_text(look.said("console:products.stock_now")).wait_for()


def opens_the_menu(page: Page, look: Look) -> None:
    button(page, look, "console", "transfer.menu").click()


def makes_a_bundle(page: Page, look: Look) -> None:
    """Put two products into it."""
    button(page, look, "console", "editor.bundle_make").click()
    sheet = page.get_by_role("dialog")
    others = sheet.get_by_role("list", name=look.word("console", "tray.others"))
    chosen = sheet.get_by_role("list", name=look.word("console", "editor.bundle"), exact=True)
    for number in (1, 2):
        others.get_by_role("button").first.click()
        expect(chosen.get_by_role("listitem")).to_have_count(number)


def stands(**changes: object) -> Prepare:
    """Have the import stand at a moment that passes by."""

    def stand(page: Page, _look: Look) -> None:
        def hold(route: Route) -> None:
            answer = route.fetch()
            found: Json = answer.json()
            route.fulfill(response=answer, json=found | changes)

        page.route("**/products/imports/imp_*", hold)
        page.reload()
        page.get_by_role("progressbar").wait_for()

    return stand


def has_moods(store: Store) -> Prepare:
    """Find the gateway misbehaving in all ways; it does so no longer than it is looked at."""
    moods = {
        "declines": True,
        "refuses_refunds": True,
        "shuffles_webhooks": True,
        "webhook_copies": 3,
        "webhook_delay_ms": 30_000,
    }
    controls = f"{store.house.owner.origin}/sandbox/api/controls"

    def has(page: Page, look: Look) -> None:
        store.house.owner.http.put(controls, json=moods).raise_for_status()
        try:
            page.reload()
            page.get_by_text(look.word("console", "sandbox.odd")).wait_for()
        finally:
            store.house.owner.http.put(controls, json={}).raise_for_status()

    return has


def goods_views(store: Store) -> list[View]:
    """Give them."""
    teapot, oolong, *_ = store.past.products

    def product(name: str, product_id: str, prepare: Prepare) -> View:
        path = f"/console/products?product={product_id}"
        return View(name, path, opens="console:products.product", prepare=prepare)

    def sheet(stand: str, shows: str, **passing: object) -> View:
        path = f"/console/products/import?import={store.sheets[stand]}"
        if not passing:
            return View(f"import-{stand}", path, shows)
        return View(f"import-{passing['state']}", path, shows, prepare=stands(**passing))

    half = {"rows": ROWS, "rows_done": ROWS // 3}
    pages = [
        product("product-stock-refused", teapot, corrects_a_size_too_far),
        product("product-stock-corrected", oolong, corrects_stock),
        product("product-ledger", oolong, turns_to("ledger", ".ledger li")),
        product("product-prices", oolong, turns_to("prices", "figure svg[role=img]")),
        product("product-set-aside", oolong, turns_to("shows", ".detail li a")),
        product("product-not-set-aside", teapot, turns_to("shows", ".detail p.none")),
        View(
            "products-menu",
            "/console/products",
            opens="console:transfer.menu",
            prepare=opens_the_menu,
        ),
        View("import", "/console/products/import", "console:transfer.earlier"),
        sheet("wrong-rows", "console:transfer.errors"),
        sheet("nothing", "console:transfer.nothing_to_do"),
        sheet("failed", "console:transfer.state_failed"),
        sheet("done", "console:transfer.to_products"),
        sheet("done", "console:transfer.state_checking", state="checking"),
        sheet("done", "console:transfer.stop", state="running", **half),
        sheet("done", "console:transfer.resume", state="stopped", **half),
        View("payments-moods", "/console/settings/payments", prepare=has_moods(store)),
        # Last, since what is typed is kept.
        View(
            "product-bundle",
            "/console/products/new",
            opens="console:editor.bundle_title",
            prepare=makes_a_bundle,
        ),
    ]
    return [replace(page, staff=True) for page in pages]
