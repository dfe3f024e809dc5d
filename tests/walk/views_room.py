"""What buyers see in the room beside the picture: sheets, deals, the cart, refused orders."""

import re
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Locator, Page, Route, WebSocketRoute

from tests.walk.buyer import Buyer
from tests.walk.gallery import Look, View, button
from tests.walk.house import Json
from tests.walk.store import Store

Prepare = Callable[[Page, Look], None]
KNOWN: dict[str, object] = {"kaibo.visited": True}
FORM: dict[str, object] = {
    "kaibo.visited": True,
    "kaibo.checkout": {
        "contact": {"name": "Lin Mei", "phone": "+886 912 345 678"},
        "address": {
            "country": "TW",
            "region": "台北市",
            "city": "信義區",
            "line1": "信義路五段7號",
            "line2": "",
            "postal_code": "110",
        },
    },
}

# Somebody else in the room says something; gives the name that the room has for it.
SAYS = """async ([show, name, text]) => {
  const ask = async (path, body, token) => {
    const headers = {"content-type": "application/json", "x-kaibo-client": "web"};
    if (token) headers.authorization = `Bearer ${token}`;
    const answer = await fetch(`/api/v1${path}`,
      {method: "POST", credentials: "omit", headers, body: JSON.stringify(body)});
    return answer.json();
  };
  const {token} = await ask("/viewers", {display_name: name});
  const {path} = await ask(`/rooms/${show}/tickets`, {role: "viewer"}, token);
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}${path}&v=1`);
  await new Promise((opened) => (socket.onopen = opened));
  const said = new Promise((heard) => (socket.onmessage = ({data}) => {
    const frame = JSON.parse(data);
    if (frame.t === "ack") heard(frame.danmaku_id);
  }));
  socket.send(JSON.stringify({t: "danmaku", id: "c1", text}));
  return said;
}"""


class Deals:
    """Flash deals of one show, for as long as they are looked at."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.at = f"/shows/{store.show['id']}/deals"
        self.product = store.past.products[2]

    def announce(self, **of: int) -> Json:
        """End what there is, and announce another, of a product of which there is enough."""
        owner = self.store.house.owner
        self.stop()
        self.store.set_stock(self.product, 25)
        deal: Json = {"product_id": self.product, "price": 6900, "buyer_limit": 2}
        deal |= {"total_limit": 20, "duration_s": 1200, "countdown_s": 0} | of
        made: Json = owner.post(self.at, **deal)
        return made

    def stop(self) -> None:
        """End every deal."""
        owner = self.store.house.owner
        for deal in owner.get(self.at)["items"]:
            # It may have ended by itself.
            answer = owner.http.post(f"{self.at}/{deal['id']}/stop")
            assert answer.status_code < 500, answer.text

    def takes(self, quantity: int = 1) -> None:
        """Let somebody else have pieces of it."""
        somebody = Buyer(self.store.house.owner.origin)
        product = self.store.product(self.product)
        line = {"variant_id": product["variants"][0]["id"], "quantity": quantity}
        somebody.post(
            "/api/v1/orders",
            show=self.store.show["slug"],
            lines=[{**line, "unit_price": 6900}],
            contact={"name": "Noor", "phone": "+886 912 345 679"},
            address={"country": "TW", "city": "台北市", "line1": "信義路五段7號"},
        )
        somebody.http.close()

    def card(self, page: Page, look: Look, key: str, **values: object) -> None:
        """Wait until the room's card of the deal says so."""
        card = page.get_by_role("region", name=look.word("shop", "deal.card"))
        card.get_by_text(look.word("shop", f"deal.{key}", **values), exact=True).first.wait_for()

    def counts(self, page: Page, look: Look) -> None:
        self.announce(countdown_s=300)
        self.card(page, look, "counting")

    def runs(self, page: Page, look: Look) -> None:
        self.announce()
        self.card(page, look, "running")

    def is_sold_out(self, page: Page, look: Look) -> None:
        self.announce(total_limit=1)
        self.card(page, look, "left", n=1, total=1)
        self.takes()
        self.card(page, look, "sold_out")

    def is_over(self, page: Page, look: Look) -> None:
        self.announce(total_limit=12)
        self.card(page, look, "left", n=12, total=12)
        self.stop()
        self.card(page, look, "over")


def holds_a_line_up(store: Store) -> Prepare:
    """Let somebody say something, which the crew then holds up for all."""
    owner, room = store.house.owner, f"/rooms/{store.show['id']}"

    def hold(page: Page, look: Look) -> None:
        page.get_by_role("textbox", name=look.word("shop", "room.message")).wait_for()
        # One is enough for all looks.
        if not owner.get(f"{room}/snapshot")["announcement"]:
            said = page.evaluate(SAYS, [store.show["id"], "小明", "壺蓋裡面可以再讓我們看一次嗎？"])
            owner.put(f"{room}/announcement", danmaku_id=said)
        page.get_by_label(look.word("shop", "announcement.label")).wait_for()

    return hold


def loses_the_room(page: Page, look: Look) -> None:
    """Stand in the room when its connection is cut and none comes about."""
    sockets: list[WebSocketRoute] = []

    def keep(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    def refuse(route: Route) -> None:
        route.abort()

    page.route_web_socket("**/*", keep)
    page.reload()
    page.get_by_role("textbox", name=look.word("shop", "room.message")).wait_for()
    page.wait_for_function("() => document.querySelector('[data-theme=dark] .foot')")
    # Only who has been in the room can lose it; how many watch is told to them alone.
    page.locator("p.count").filter(has_text=re.compile(r"\d")).wait_for()
    assert sockets
    page.route("**/tickets", refuse)
    for socket in sockets:
        socket.close()
    page.get_by_text(look.word("shop", "room.reconnecting")).first.wait_for()


def submits(page: Page, look: Look) -> None:
    button(page, look, "shop", "checkout.submit").click()


def forgets_to_agree(page: Page, look: Look) -> None:
    submits(page, look)
    page.get_by_text(look.word("shop", "checkout.need_consent")).wait_for()
    page.get_by_text(look.word("shop", "checkout.need_consent")).scroll_into_view_if_needed()


def forgets_the_address(page: Page, look: Look) -> None:
    submits(page, look)
    page.get_by_text(look.word("shop", "checkout.need_name")).wait_for()


def pieces_asked_for(page: Page, _look: Look) -> Locator:
    """Find how many pieces of the cart's first line are ordered."""
    return page.locator("form .pieces")


def sees_it_run(page: Page, look: Look) -> None:
    """Wait until the checkout knows of the deal."""
    running = look.word("shop", "deal.running")
    page.locator("form").get_by_text(running, exact=True).wait_for()


def is_refused(
    before: Callable[[], object], meanwhile: Callable[[], object], first: Prepare | None = None
) -> Prepare:
    """Order, after `first`; while the order is on its way, something happens that the page could
    not know of."""

    def order(page: Page, look: Look) -> None:
        before()

        def hold(route: Route) -> None:
            if route.request.method != "POST":
                route.fallback()
                return
            meanwhile()
            route.continue_()

        # What the page is shown is what it was shown when it opened.
        page.reload()
        button(page, look, "shop", "checkout.submit").wait_for()
        if first:
            first(page, look)
        page.route("**/api/v1/orders", hold)
        submits(page, look)
        page.locator("form [role=alert]").wait_for()

    return order


def room_views(store: Store) -> list[View]:
    """Give them; those of the buyer come last, since the cookie stays."""
    owner, room = store.house.owner, store.show["viewer_path"]
    over = store.past.over["viewer_path"]
    teapot, _, cups, scoop = store.past.products
    deals = Deals(store)

    def price(amount: int) -> Callable[[], object]:
        return lambda: owner.patch(f"/products/{scoop}", price=amount)

    def sells_out() -> None:
        store.set_stock(scoop, 0)

    def sells_as_ever() -> None:
        deals.stop()
        store.set_stock(scoop, 5)
        price(4200)()

    def opened(name: str, view: str, shows: str, opens: str = "") -> View:
        return View(name, f"{room}?view={view}", shows, opens)

    def orders_without_address(page: Page, look: Look) -> None:
        sells_as_ever()
        page.reload()
        forgets_the_address(page, look)

    rises = is_refused(sells_as_ever, price(4600))
    falls = is_refused(sells_as_ever, price(3900))
    gone = is_refused(sells_as_ever, sells_out)
    taken = is_refused(lambda: deals.announce(total_limit=1), deals.takes, sees_it_run)
    guests = [
        opened("room-seller", "seller", "shop:store.legal_name", "shop:store.about"),
        opened("room-name", "name", "shop:room.name_save", "shop:room.name"),
        opened("room-picture", "picture", "shop:picture.quality", "shop:picture.title"),
        opened(
            "product-sold-out",
            f"product&p={store.sold_out}",
            "shop:product.sold_out",
            "shop:product.title",
        ),
        opened("product-withdrawn", f"product&p={store.withdrawn}", "shop:product.withdrawn_text"),
        opened("cart-empty", "cart", "shop:cart.empty", "shop:cart.title"),
        View("room-held-up", room, prepare=holds_a_line_up(store)),
        View("room-reconnecting", room, prepare=loses_the_room),
        View("deal-sold-out", room, prepare=deals.is_sold_out),
        View("deal-counting", room, prepare=deals.counts),
        View("deal-running", room, prepare=deals.runs),
        View("deal-over", room, prepare=deals.is_over),
    ]
    cookies = store.buyer
    checkout = f"{room}?view=checkout"
    mine = [
        opened("cart-changed", "cart", "shop:cart.without", "shop:cart.title"),
        View("checkout-empty", f"{checkout}&p={scoop}", prepare=orders_without_address),
        View("checkout-cart", checkout, pieces_asked_for, "shop:checkout.title"),
        View("cart-over", f"{over}?view=cart", "shop:product.ordering_closed", "shop:cart.title"),
    ]
    filled = [
        View(
            "checkout-consent",
            f"{checkout}&p={teapot}&v={store.past.variant}",
            prepare=forgets_to_agree,
        ),
        View("checkout-price-rose", f"{checkout}&p={scoop}", prepare=rises),
        View("checkout-price-fell", f"{checkout}&p={scoop}", prepare=falls),
        View("checkout-sold-out", f"{checkout}&p={scoop}", prepare=gone),
        View("checkout-deal-gone", f"{checkout}&p={cups}", prepare=taken),
    ]
    return [
        *guests,
        *(replace(view, stored=KNOWN, cookies=cookies) for view in mine),
        *(replace(view, stored=FORM, cookies=cookies) for view in filled),
    ]
