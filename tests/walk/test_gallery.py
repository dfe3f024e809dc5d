"""What the galleries find wrong with a page."""

import pytest
from playwright.sync_api import Browser

from tests.walk.conftest import Shoot
from tests.walk.gallery import (
    Look,
    Shown,
    Size,
    View,
    grave_findings,
    named,
    page_of,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(60)]

SMALL = "<button style='all: unset; width: {size}px; height: 24px'>✕</button>"
ORIGIN = "http://pages.example"
SHEET = "<section role='dialog' aria-label='Products (3)'><p>Being explained</p></section>"
ASKED = """
<div role='group' aria-label='Cancel this order? The items go back on the shelf at once, and
  somebody else may take them.'>Cancel?</div>
"""
MENU = """
<div class='pop'><button aria-expanded='{is_open}' style='padding: 9px'>Import and export</button>
  <div class='panel'>Export as XLSX</div></div>
"""
NAMING = """
<div class='pop'><button aria-expanded='true' style='padding: 9px'>Save this view</button>
  <div class='panel'>{label}</div></div>
"""
NARROW = "<meta name='viewport' content='width=device-width'>"
BAR = "<p style='position: fixed; inset: 0 0 auto; height: 30px; background: white'>Bar</p>"


@pytest.mark.long(seconds=10)
@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(SMALL.format(size=16) * 3, ["target-size"], id="too small to be hit"),
        pytest.param(SMALL.format(size=24) * 3, [], id="just large enough"),
        pytest.param(
            f"{BAR}<div style='margin-top: 14px'>{SMALL.format(size=24) * 3}</div>",
            [],
            id="half below a bar",
        ),
    ],
)
def test_what_is_pressed_is_24_pixels_at_least_where_it_can_be_seen_whole(
    browser: Browser, body: str, found: list[str]
) -> None:
    with page_of(browser, Look("desktop", "en", "light")) as page:
        page.set_content(
            f"<html lang='en'><title>T</title><main style='display: flex'>{body}</main></html>"
        )
        assert [finding.split(":")[0] for finding in grave_findings(page)] == found


def seen_in(
    browser: Browser, shoot: Shoot, body: str, shows: str | Shown, opens: str = ""
) -> list[str]:
    """Visit a page that has nothing but this; give what is found wrong."""
    look = Look("phone", "en", "light")
    view = View("nothing-but-this", "/", shows, opens, unmarked=True)
    with page_of(browser, look) as page:
        page.context.set_default_timeout(1000)
        html = f"<html lang='en'>{NARROW}<title>T</title><main id='app'>{body}</main></html>"
        page.context.route(f"{ORIGIN}/", lambda route: route.fulfill(body=html))
        return visit(page, ORIGIN, view, look, shoot)


def test_a_view_that_only_opens_a_page_says_by_what_one_knows_it() -> None:
    with pytest.raises(ValueError, match="nothing tells whether lobby is seen"):
        View("lobby", "/")


@pytest.mark.long(seconds=20)
@pytest.mark.parametrize(
    ("body", "shows", "found"),
    [
        pytest.param("<h1>Products (3)</h1>", "shop:room.bag", [], id="a text with its number"),
        pytest.param("<h1>Products (3), all</h1>", "shop:room.bag", ["is not seen"], id="another"),
        pytest.param(
            "<button aria-label='Look at Oolong'>Oolong</button>",
            named("button", "shop:product.look"),
            [],
            id="what is only called so",
        ),
        pytest.param(
            "<h1>Products (3)</h1><p>Could not load</p>",
            "shop:room.bag",
            ["says shop:room.cannot_load"],
            id="beside what could not be loaded",
        ),
        pytest.param("<h1>Could not load</h1>", "shop:room.cannot_load", [], id="just about that"),
    ],
)
def test_what_a_view_is_about_is_seen_and_nothing_failed_by_the_way(
    browser: Browser, shoot: Shoot, body: str, shows: str | Shown, found: list[str]
) -> None:
    assert seen_in(browser, shoot, body, shows) == found


@pytest.mark.long(seconds=10)
def test_what_is_wider_than_a_phone_is_found(browser: Browser, shoot: Shoot) -> None:
    wide = "<h1>Products (3)</h1><p style='width: 400px'>A line</p>"
    (found,) = seen_in(browser, shoot, wide, "shop:room.bag")
    assert found.startswith("wider than its window by ")


@pytest.mark.long(seconds=10)
@pytest.mark.parametrize(
    ("size", "pointer"),
    [
        pytest.param("phone", "(hover: none) and (pointer: coarse)", id="a finger"),
        pytest.param("desktop", "(hover: hover) and (pointer: fine)", id="a mouse"),
    ],
)
def test_a_page_is_looked_at_as_what_is_held_in_the_hand_shows_it(
    browser: Browser, size: Size, pointer: str
) -> None:
    with page_of(browser, Look(size, "en", "light")) as page:
        assert page.evaluate("(query) => matchMedia(query).matches", pointer)


@pytest.mark.long(seconds=30)
@pytest.mark.parametrize(
    ("body", "opens", "shows", "found"),
    [
        pytest.param(SHEET, "shop:room.bag", "shop:product.explained", [], id="a sheet"),
        pytest.param(SHEET, "shop:room.bag", "", [], id="a sheet, whatever it holds"),
        pytest.param(
            "<h1>Products (3)</h1><p>Being explained</p>",
            "shop:room.bag",
            "shop:product.explained",
            ["is not seen"],
            id="a sheet that never opened",
        ),
        pytest.param(SHEET, "shop:cart.title", "", ["is not seen"], id="another sheet"),
        pytest.param(
            f"{SHEET}<p>Sold out</p>",
            "shop:room.bag",
            "shop:product.sold_out",
            ["is not seen"],
            id="what is beside the sheet",
        ),
        pytest.param(ASKED, "shop:order.cancel_question", "", [], id="a question"),
        pytest.param(MENU.format(is_open="true"), "console:transfer.menu", "", [], id="a menu"),
        pytest.param(
            MENU.format(is_open="false"),
            "console:transfer.menu",
            "",
            ["is not seen"],
            id="a menu that never opened",
        ),
        pytest.param(
            NAMING.format(label="<p>Name of the view</p>"),
            "console:views.name_it",
            "",
            [],
            id="a panel by what it holds",
        ),
        pytest.param(
            NAMING.format(label="<p>Name</p>"),
            "console:views.name_it",
            "",
            ["is not seen"],
            id="a panel that holds something else",
        ),
    ],
)
def test_what_a_view_opens_lies_over_the_page_and_holds_what_it_is_about(
    browser: Browser, shoot: Shoot, body: str, opens: str, shows: str, found: list[str]
) -> None:
    assert seen_in(browser, shoot, body, shows, opens) == found
