"""A viewer who buys by the API, and can open a browser of their own beside it."""

from typing import Any

import httpx
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import BrowserContext

from tests.support.network import wait_until
from tests.walk.house import House, Json


class Buyer:
    """A buyer: whoever has `token`, or somebody new."""

    def __init__(self, origin: str, token: str = "") -> None:
        self.http = httpx.Client(base_url=origin, timeout=30, trust_env=False)
        self.http.headers["x-kaibo-client"] = "walk"
        if token:
            self.http.headers["authorization"] = f"Bearer {token}"
        else:
            self.post("/api/v1/viewers", display_name="Lin Mei")

    def post(self, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        """Send something."""
        answer = self.http.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def order(
        self,
        show: Json,
        product: Json,
        quantity: int,
        name: str = "Lin Mei",
        phone: str = "+886 912 345 678",
        street: str = "信義路五段7號",
        **contact: str,
    ) -> Json:
        """Order pieces of a product."""
        line = {"variant_id": product["variants"][0]["id"], **_pieces(product, quantity)}
        placed: Json = self.post(
            "/api/v1/orders",
            show=show["slug"],
            lines=[line],
            contact={"name": name, "phone": phone, **contact},
            address={"country": "TW", "city": "台北市", "line1": street},
        )
        return placed

    def put_into_the_cart(self, show: Json, product: Json, quantity: int) -> None:
        """Mean to buy pieces of a product."""
        path = f"/api/v1/shows/{show['slug']}/cart/{product['variants'][0]['id']}"
        answer = self.http.put(path, json=_pieces(product, quantity))
        assert answer.is_success, answer.text

    def open_page(self, order: Json) -> str:
        """Open the payment page of an order; give its address."""
        return str(self.post(f"/api/v1/orders/{order['id']}/payment-sessions")["redirect_url"])

    def approve(self, order: Json) -> None:
        """Pay an order, as far as the gateway knows."""
        page = self.open_page(order).rpartition("/")[2]
        self.post(f"/sandbox/api/checkouts/{page}/approve")

    def pay(self, house: House, order: Json) -> None:
        """Pay an order, until the store knows."""
        self.approve(order)
        wait_until(lambda: state_of(house, order) == "paid", 20, because="it was never paid")

    def comes_by(self, context: BrowserContext) -> None:
        """Let a browser be this buyer's."""
        cookie: SetCookieParam = {
            "name": "kaibo_viewer",
            "value": self.http.cookies["kaibo_viewer"],
            "url": str(self.http.base_url),
        }
        context.add_cookies([cookie])
        # Else the page takes the browser for a newcomer's, and makes a viewer of its own.
        context.add_init_script("localStorage.setItem('kaibo.visited', 'true')")


def _pieces(product: Json, quantity: int) -> Json:
    price = product["variants"][0]["price"]
    unit_price = price["amount"] if isinstance(price, dict) else price
    return {"quantity": quantity, "unit_price": unit_price}


def state_of(house: House, order: Json) -> str:
    """Give the state in which staff see an order."""
    return str(house.owner.get(f"/orders/{order['id']}")["state"])
