"""What the crew sees around its work: the gates, the shell, lists that find nothing, settings."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, Route

from tests.walk.gallery import Look, View, button, named, settled
from tests.walk.store import ROLES, Store

# Where somebody of that role is not let in; the settings of others an operator is led past.
REFUSED = {
    "operator": "/console/settings/staff",
    "floor": "/console/orders",
    "service": "/console/products/new",
    "warehouse": "/console/shows",
    "analyst": "/console/orders",
    "compliance": "/console/products/import",
}


# Where the console opens for those who do not run shows.
BEGINS = {
    "warehouse": "**/console/orders",
    "analyst": "**/console/shows/*/summary",
    "compliance": "**/console/shows/*/summary",
}


def gets_to(address: str) -> Callable[[Page, Look], None]:
    """Wait until the page has gone on to where it leads."""

    def go(page: Page, _look: Look) -> None:
        page.wait_for_url(address)
        settled(page)

    return go


def gets_to_the_pins(page: Page, look: Look) -> None:
    """Come to a desk where products can be held up."""
    gets_to("**/console/shows/*")(page, look)
    pin = page.get_by_role("button", name=look.word("console", "desk.pin"))
    pin.first.wait_for(state="attached")


def is_closed(page: Page, look: Look) -> None:
    page.get_by_role("heading", name=look.word("console", "nav.closed")).wait_for()


def gives_a_wrong_password(page: Page, look: Look) -> None:
    # Each look guesses at an account of its own, since few guesses are allowed at one.
    page.get_by_label(look.word("console", "gate.email")).fill(f"{look.name}@example.com")
    page.get_by_label(look.word("console", "gate.password")).fill("not the password")
    button(page, look, "console", "gate.sign_in").click()
    page.locator("form .note, form [role=alert], form [role=status]").first.wait_for()


def gives_nothing(page: Page, look: Look) -> None:
    button(page, look, "console", "gate.sign_in").click()
    page.get_by_text(look.word("console", "form.bad_email")).wait_for()


def finds_no_server(page: Page, look: Look) -> None:
    """Open a page while nothing answers, and wait where one is sent."""

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/api/**", refuse)
    page.goto(page.url.partition("/console")[0] + "/console/orders")
    page.get_by_role("heading", name=look.word("console", "gate.away")).wait_for()


def opens_the_help(page: Page, look: Look) -> None:
    page.keyboard.press("?")
    page.get_by_role("dialog", name=look.word("console", "palette.shortcuts")).wait_for()


def opens_the_account(page: Page, look: Look) -> None:
    page.locator("header .face").click()
    button(page, look, "console", "nav.sign_out").wait_for()


def opens_the_shows(page: Page, look: Look) -> None:
    page.locator("header button").first.click()
    page.get_by_role("link", name=look.word("console", "shows.all")).wait_for()


def names_a_view(page: Page, look: Look) -> None:
    button(page, look, "console", "views.save").click()
    page.get_by_label(look.word("console", "views.name_it")).fill("To the post office")


def searches(key: str, text: str) -> Callable[[Page, Look], None]:
    """Look for what is not there."""

    def search(page: Page, look: Look) -> None:
        page.get_by_role("textbox", name=look.word("console", key)).fill(text)
        page.get_by_text(text).last.wait_for()

    return search


def invites(page: Page, look: Look) -> None:
    button(page, look, "console", "people.invite").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label(look.word("console", "staff.name")).fill("Bao Li")
    email = f"bao-{look.name}@example.com"
    sheet.get_by_label(look.word("console", "gate.email")).fill(email)


def gives_the_link(page: Page, look: Look) -> None:
    invites(page, look)
    button(page, look, "console", "people.make_invitation").click()
    title = look.word("console", "staff.link_for", name="Bao Li")
    page.get_by_role("dialog", name=title).wait_for()


def _store(page: Page, look: Look, **wanted: str) -> None:
    for field, text in wanted.items():
        page.get_by_label(look.word("console", f"store.{field}")).fill(text)


def saves_the_store(page: Page, look: Look) -> None:
    _store(page, look, contact="help@example.com")
    button(page, look, "console", "form.save").click()
    page.get_by_text(look.word("console", "store.saved"), exact=True).wait_for()


def gives_the_store_no_name(page: Page, look: Look) -> None:
    _store(page, look, name="")
    button(page, look, "console", "form.save").click()
    page.get_by_text(look.word("console", "form.required")).wait_for()


def comes_back_to_a_store_half_changed(page: Page, look: Look) -> None:
    _store(page, look, name="Tea of the mountains", legal_name="Mountain Tea Ltd.")
    page.wait_for_function("() => JSON.stringify(localStorage).includes('Mountain Tea Ltd.')")
    page.reload()
    page.get_by_text(look.word("console", "form.draft")).wait_for()


def is_through_the_guide(page: Page, look: Look) -> None:
    page.get_by_role("heading", name=look.word("console", "guide.finished")).wait_for()


def shows_removals(page: Page, look: Look) -> None:
    page.get_by_text(look.word("console", "retention.removed")).first.scroll_into_view_if_needed()


def gates(store: Store) -> list[View]:
    """Give what is seen before somebody is in."""
    return [
        # First, since what is typed is kept.
        View("sign-in-empty", "/console/sign-in", prepare=gives_nothing),
        View("sign-in-failed", "/console/sign-in", prepare=gives_a_wrong_password),
        View("sign-in-lost", "/console/sign-in?lost=1&next=/orders", "console:gate.session_over"),
        View("link-used", "/console/enter?token=used", "console:gate.link_used"),
        View("set-up-done", "/console/setup?token=any", "console:gate.setup_done"),
        View("away", "/console/away", "console:gate.away", prepare=finds_no_server),
    ]


def console_views(store: Store) -> list[View]:
    """Give them."""
    pages = [
        View("home", "/console/", prepare=gets_to("**/console/shows/*")),
        View("console-missing", "/console/no/such/page", "console:nav.missing"),
        View("desk-unknown", "/console/shows/no-such-show", "console:desk.no_show"),
        View("help", "/console/orders", opens="console:palette.shortcuts", prepare=opens_the_help),
        View(
            "account-menu",
            "/console/orders",
            opens="console:nav.account",
            prepare=opens_the_account,
        ),
        # Where nothing is to be pressed below it: what a menu half covers, axe takes for too small.
        View(
            "show-switcher",
            "/console/no/such/page",
            opens="console:shows.all",
            prepare=opens_the_shows,
        ),
        View("saved-views", "/console/orders?state=paid", named("button", "console:views.forget")),
        View(
            "save-view",
            "/console/orders?state=shipped",
            opens="console:views.name_it",
            prepare=names_a_view,
        ),
        View("orders-nothing", "/console/orders?q=nobody", "console:orders.none_here"),
        View("products-nothing", "/console/products?q=nothing", "console:list.nothing_found"),
        View("guide-behind", "/console/guide", prepare=is_through_the_guide),
        View("show-new", "/console/shows?show=new", opens="console:shows.new"),
        View("settings-saved", "/console/settings", prepare=saves_the_store),
        View("settings-refused", "/console/settings", prepare=gives_the_store_no_name),
        View("settings-kept", "/console/settings", prepare=comes_back_to_a_store_half_changed),
        View("settings-payments", "/console/settings/payments", "console:sandbox.text"),
        View("settings-device", "/console/settings/device", "console:settings.device_text"),
        View(
            "staff-invite",
            "/console/settings/staff",
            opens="console:people.invite",
            prepare=invites,
        ),
        View(
            "staff-link",
            "/console/settings/staff",
            opens="console:staff.link_for",
            prepare=gives_the_link,
        ),
        View("retention-removed", "/console/settings/retention", prepare=shows_removals),
    ]
    return [*gates(store), *(replace(page, staff=True) for page in pages)]


def role_views(store: Store) -> list[View]:
    """Give what each role but the owner's begins with, and what it finds closed."""
    views = []
    for role in ROLES:
        begins = gets_to(BEGINS.get(role, "**/console/shows/*"))
        if role in {"operator", "floor"}:
            begins = gets_to_the_pins
        refuses = gets_to("**/console/settings/*") if role == "operator" else is_closed
        me = [store.cookie("kaibo_staff", store.staff[role])]
        views += [
            View(f"home-{role}", "/console/", cookies=me, prepare=begins),
            View(f"closed-{role}", REFUSED[role], cookies=me, prepare=refuses),
        ]
    return views
