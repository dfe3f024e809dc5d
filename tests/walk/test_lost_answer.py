"""An order whose answer is lost on the way: the next press finds it, and makes no second one."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.walk.gallery import Look, page_of
from tests.walk.house import House, Json, owning
from tests.walk.views_room import FORM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LOOK = Look("phone", "en", "light")
PIECES, WANTED = 3, 2


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with owning(tmp_path_factory.mktemp("lost")) as owner:
        yield House(owner, ffmpeg="")


@pytest.fixture
def few(house: House) -> Json:
    """A product of which there are few, and that every show from now on sells."""
    pieces = [{"price": 4200, "stock": PIECES}]
    made: Json = house.owner.post("/products", title="Clay teapot", variants=pieces)
    house.products.append(made["id"])
    return made


def loses_the_answer(route: Route) -> None:
    """Let the server do what it was asked for, and let nobody hear of it."""
    assert route.fetch().status == 201
    route.abort()


@pytest.mark.long(seconds=40)
@pytest.mark.parametrize("pieces", [WANTED, PIECES], ids=["some", "all"])
def test_an_order_whose_answer_was_lost_is_found_by_the_next_press_and_not_made_twice(
    house: House, browser: Browser, few: Json, pieces: int
) -> None:
    show = house.show("Tea, with a bad connection")
    house.go_on_air(show)
    with page_of(browser, LOOK) as page:
        for key, value in FORM.items():
            page.add_init_script(f"localStorage.setItem({key!r}, {json.dumps(json.dumps(value))})")
        at = f"{house.owner.origin}/s/{show['slug']}?view=checkout&p={few['id']}"
        with page.expect_websocket() as opened:
            page.goto(at)
        submit = page.get_by_role("button", name=LOOK.word("shop", "checkout.submit"))
        submit.wait_for()
        number = page.get_by_role("textbox", name=LOOK.word("shop", "checkout.quantity"))
        number.fill(str(pieces))
        number.press("Tab")
        page.route("**/api/v1/orders", loses_the_answer)
        # The room tells that these pieces are gone; nobody knows yet that they are the buyer's own.
        with opened.value.expect_event("framereceived", lambda frame: few["id"] in str(frame)):
            submit.click()
        expect(page.locator("form [role=alert]")).to_be_visible()
        page.unroute("**/api/v1/orders")
        expect(number).to_have_value(str(pieces))
        expect(submit).to_be_enabled()
        submit.click()
        page.wait_for_url("**/sandbox/pay/**")
    ordered = [
        order for order in house.owner.get("/orders")["items"] if order["show_id"] == show["id"]
    ]
    assert [[line["quantity"] for line in order["lines"]] for order in ordered] == [[pieces]]
