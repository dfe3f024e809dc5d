"""Staff at work with orders: a refund of pieces, and a gateway that is down and comes back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.network import wait_until
from tests.walk.conftest import Open, Shoot
from tests.walk.house import House, Json
from tests.walk.house import Owner as StoreOwner
from tests.walk.processes import Running, running

HOLD_MS = 1500


class Buyer:
    """A viewer who buys by the API."""

    def __init__(self, origin: str) -> None:
        self.http = httpx.Client(base_url=origin, timeout=30, trust_env=False)
        self.http.headers["x-kaibo-client"] = "walk"
        self.post("/api/v1/viewers", name="Lin Mei", language="en")

    def post(self, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        """Send something."""
        answer = self.http.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def order(self, show: Json, product: Json, quantity: int) -> Json:
        """Order pieces of a product."""
        variant = product["variants"][0]
        price = variant["price"]
        line = {
            "variant_id": variant["id"],
            "quantity": quantity,
            "unit_price": price["amount"] if isinstance(price, dict) else price,
        }
        placed: Json = self.post(
            "/api/v1/orders",
            show=show["slug"],
            lines=[line],
            contact={"name": "Lin Mei", "phone": "+886 912 345 678"},
            address={"country": "TW", "city": "台北市", "line1": "信義路五段7號"},
        )
        return placed

    def open_page(self, order: Json) -> str:
        """Open the payment page of an order; give its address."""
        return str(self.post(f"/api/v1/orders/{order['id']}/payment-sessions")["redirect_url"])


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("orders-desk")
    with running(folder, "serve") as started:
        yield started


@pytest.fixture(scope="module")
def house(installation: Running) -> Iterator[House]:
    owner = StoreOwner(installation)
    yield House(owner, ffmpeg="")
    owner.http.close()


@pytest.fixture
def buyer(house: House) -> Iterator[Buyer]:
    somebody = Buyer(house.owner.origin)
    yield somebody
    somebody.http.close()


@pytest.fixture
def console(house: House, opened: Open) -> Page:
    context: BrowserContext = opened()
    context.add_cookies([house.cookie])
    return context.new_page()


def state_of(house: House, order: Json) -> str:
    return str(house.owner.get(f"/orders/{order['id']}")["state"])


@pytest.mark.long(seconds=40)
def test_one_of_two_pieces_is_refunded_and_put_back_and_the_history_says_who_did_it(
    house: House, buyer: Buyer, console: Page, shoot: Shoot
) -> None:
    owner, origin = house.owner, house.owner.origin
    show = house.show("Spring tea")
    house.go_on_air(show)
    product = owner.get(f"/products/{house.products[0]}")
    order = buyer.order(show, product, 2)
    page = buyer.open_page(order).rpartition("/")[2]
    buyer.post(f"/sandbox/api/checkouts/{page}/approve")
    wait_until(lambda: state_of(house, order) == "paid", 20, because="it was never paid")

    console.goto(f"{origin}/console/orders?order={order['id']}")
    console.get_by_role("button", name="Refund…").click()
    sheet = console.get_by_role("dialog", name=f"Refund of {order['number']}")
    sheet.get_by_role("button", name="More").click()
    sheet.get_by_label("Put the pieces back on the shelf").check()
    sheet.get_by_label("Reason").fill("One lid is chipped")
    shoot(console, "orders-refund")
    sheet.get_by_role("button", name="Hold to refund").click(delay=HOLD_MS)

    expect(sheet).to_be_hidden()
    history = console.locator("ol.history")
    expect(history.get_by_text("Money given back")).to_be_visible()
    expect(history).to_contain_text("One lid is chipped")
    expect(history).to_contain_text("Wen")
    shoot(console, "orders-refunded")

    told = owner.get(f"/orders/{order['id']}")
    assert (told["state"], told["refund_standing"]) == ("paid", "part")
    assert told["refunded"]["amount"] * 2 == told["total"]["amount"]
    left = owner.get(f"/products/{house.products[0]}")["stock"]
    assert left["on_hand"] == 7, "of eight two were sold, and one came back"


@pytest.mark.long(seconds=40)
def test_a_gateway_that_is_down_is_seen_by_the_buyer_who_pays_once_it_is_up(
    house: House, buyer: Buyer, console: Page, opened: Open, shoot: Shoot
) -> None:
    owner, origin = house.owner, house.owner.origin
    show = house.show("Autumn tea")
    house.go_on_air(show)
    order = buyer.order(show, owner.get(f"/products/{house.products[1]}"), 1)
    address = buyer.open_page(order)

    console.goto(f"{origin}/console/settings/payments")
    down = console.get_by_role("switch", name="Down")
    down.click()
    expect(console.get_by_text("The gateway misbehaves as set below")).to_be_visible()

    phone = opened(phone=True).new_page()
    phone.goto(f"{origin}{address}")
    expect(phone.get_by_role("alert")).to_contain_text("set to be down")
    shoot(phone, "sandbox-down")
    assert state_of(house, order) == "created"

    console.get_by_role("button", name="Behave well again").click()
    expect(console.get_by_text("The gateway behaves well.")).to_be_visible()
    phone.get_by_role("button", name="Try again").click()
    phone.get_by_role("button", name="Approve payment").click()

    wait_until(lambda: state_of(house, order) == "paid", 20, because="it was never paid")
    expect(console.get_by_text(order["number"])).to_be_visible()
    shoot(console, "settings-sandbox")
