"""A store without a picture in which everything else has happened: orders in every state, goods of
every kind, deals, mail that arrives, and somebody of each role."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.support.mailing import Mailbox, smtp_server
from tests.support.network import free_port, wait_until
from tests.walk.buyer import Buyer, state_of
from tests.walk.evening import Past, make_a_past
from tests.walk.gallery import Cookie
from tests.walk.house import House, Json, Owner
from tests.walk.processes import running

ROLES = ("operator", "floor", "service", "warehouse", "analyst", "compliance")
PASSWORD = "a long password"
PARCEL = {"carrier": "SF Express", "tracking_number": "SF1234567890"}
CODE = re.compile(r"^ *(\d{6}|\d{10})\s*$", re.MULTILINE)
HEAD = "Product ID,Title,Option 1 name,Option 1 value,SKU,Price,Stock"
LAMP = "N1,Rush lamp,,,RL-1,128.00,6"
# The first changes something, and the last finds nothing to be done.
SHEETS = {
    "done": f"{HEAD}\n{LAMP}\n",
    "wrong-rows": f"""\
{HEAD}
{LAMP}
N2,One digit too many,,,OD-1,68.005,3
N3,Without a price,,,NP-1,,3
""",
    "failed": "PK\x03\x04 no table",
    "nothing": f"{HEAD}\n{{scoop}},,,,,42.00,\n",
}


@dataclass(frozen=True)
class Store:
    """What there is to be looked at."""

    house: House
    past: Past
    show: Json
    """On air."""
    orders: Mapping[str, str] = field(default_factory=dict)
    """Ids of the buyer's orders, by how they stand."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """The same orders' numbers."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Addresses of payment pages, by how their payments stand."""
    sold_out: str = ""
    withdrawn: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """Imports, by how they stand."""
    staff: Mapping[str, str] = field(default_factory=dict)
    """Tokens by role."""
    mailbox: Mailbox = field(default_factory=Mailbox)

    @property
    def buyer(self) -> list[Cookie]:
        """What makes a browser the buyer's who has an account."""
        return [self.cookie("kaibo_viewer", self.past.buyer)]

    def cookie(self, name: str, value: str) -> Cookie:
        """Give a cookie of this store."""
        return {"name": name, "value": value, "url": self.house.owner.origin}

    def product(self, product_id: str) -> Json:
        """Give a product as it is now."""
        found: Json = self.house.owner.get(f"/products/{product_id}")
        return found

    def set_stock(self, product_id: str, available: int) -> None:
        """Let there be so many pieces of a product without options to be sold."""
        now = self.product(product_id)
        delta = available - now["stock"]["available"]
        if delta:
            variant = now["variants"][0]["id"]
            path = f"/products/{product_id}/stock-adjustments"
            self.house.owner.post(path, variant_id=variant, delta=delta, reason="Counted")

    def code_for(self, email: str) -> str:
        """Give the sign-in code that was sent there."""
        return code_sent(self.mailbox, email)


def code_sent(mailbox: Mailbox, email: str, since: int = 0) -> str:
    """Give the sign-in code that was last sent to an address, once it is there.

    `since` is how many mails had come before it was asked for.
    """
    got: list[str] = []

    def arrived() -> bool:
        for number, whom in enumerate(mailbox.recipients):
            if email in whom and number >= since:
                got.extend(CODE.findall(mailbox.text(number)))
        return bool(got)

    wait_until(arrived, 20, because="the code never came")
    return got[-1]


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Serve such a store."""
    past = make_a_past(folder / "data")
    mailbox = Mailbox()
    with ExitStack() as stack:
        port = stack.enter_context(smtp_server(mailbox, free_port()))
        post = f"smtp+plain://127.0.0.1:{port}"
        served = running(
            folder,
            "serve",
            smtp_url=post,
            mail_from="tea@example.com",
            # All looks together take longer than orders are usually held for their payment.
            order_expiry_seconds="14400",
        )
        owner = Owner(stack.enter_context(served), past.owner)
        stack.callback(owner.http.close)
        house = House(owner, "", past.products)
        show = house.show("Rainy day teas")
        house.go_on_air(show)
        sold_out, withdrawn = put_out_odd_goods(house, show)
        buyer = Buyer(owner.origin, past.buyer)
        orders, pages = buy(house, buyer, show)
        fill_the_cart(house, buyer, show, sold_out, withdrawn)
        cups = owner.get(f"/products/{house.products[2]}")
        buyer.put_into_the_cart(past.over, cups, 2)
        buyer.http.close()
        set_aside(house, show)
        filters = {"list": "orders", "name": "To ship", "filters": "state=paid"}
        owner.put("/saved-views", **filters)
        yield Store(
            house,
            past,
            show,
            {stand: order["id"] for stand, order in orders.items()},
            {stand: order["number"] for stand, order in orders.items()},
            pages,
            sold_out,
            withdrawn,
            send_sheets(owner, past.products[3]),
            employ(owner),
            mailbox,
        )


def put_out_odd_goods(house: House, show: Json) -> tuple[str, str]:
    """Give one product of which nothing is left, and one that will be sold no more."""
    odd = [("Rain jar, glazed", 3), ("Storm lantern", 4), ("Cracked saucer", 4)]
    made = [house.owner.post("/products", title=t, price=5600, stock=n)["id"] for t, n in odd]
    chosen = [*house.products, *made]
    house.owner.put(f"/shows/{show['id']}/products", product_ids=chosen)
    return made[0], made[1]


def buy(house: House, buyer: Buyer, show: Json) -> tuple[dict[str, Json], dict[str, str]]:
    """Let the buyer's orders be in every state; give them, and payment pages."""
    owner = house.owner
    _, oolong, cups, _ = (owner.get(f"/products/{each}") for each in house.products)
    stands = ("unpaid", "declined", "cancelled", "paid", "shipped", "delivered", "completed")
    orders = {stand: buyer.order(show, cups, 1) for stand in stands}
    orders |= {stand: buyer.order(show, oolong, 2) for stand in ("part", "whole")}
    pages = {stand: buyer.open_page(orders[stand]) for stand in ("unpaid", "declined", "paid")}
    buyer.post(f"/sandbox/api/checkouts/{pages['declined'].rpartition('/')[2]}/decline")
    buyer.post(f"/api/v1/orders/{orders['cancelled']['id']}/cancel")
    paid = ("paid", "shipped", "delivered", "completed", "part", "whole")
    for stand in paid:
        buyer.approve(orders[stand])
    for stand in paid:
        wait_until(lambda o=orders[stand]: state_of(house, o) == "paid", 20, because="unpaid")  # type: ignore[misc]
    for stand in ("shipped", "delivered", "completed"):
        owner.post(f"/orders/{orders[stand]['id']}/parcels", **PARCEL)
    owner.post(f"/orders/{orders['delivered']['id']}/delivered")
    buyer.post(f"/api/v1/orders/{orders['completed']['id']}/confirm")
    half = orders["part"]["total"]["amount"] // 2
    owner.post(f"/orders/{orders['part']['id']}/refunds", reason="A lid is chipped", amount=half)
    owner.post(f"/orders/{orders['whole']['id']}/refunds", reason="It never arrived")
    wait_until(lambda: state_of(house, orders["whole"]) == "refunded", 20, because="not refunded")
    return orders, pages


def fill_the_cart(house: House, buyer: Buyer, show: Json, sold_out: str, withdrawn: str) -> None:
    """Put things aside, and let something happen to most of them."""
    owner = house.owner
    shown = owner.get(f"/shows/{show['id']}")["product_ids"]
    saucer = shown[-1]
    _, oolong, cups, _ = house.products
    for product_id in (sold_out, withdrawn, saucer, oolong, cups):
        product = owner.get(f"/products/{product_id}")
        buyer.put_into_the_cart(show, product, 3 if product_id == saucer else 1)
    for product_id, pieces in ((sold_out, 3), (saucer, 2)):
        variant = owner.get(f"/products/{product_id}")["variants"][0]["id"]
        path = f"/products/{product_id}/stock-adjustments"
        owner.post(path, variant_id=variant, delta=-pieces, reason="Broken")
    owner.patch(f"/products/{oolong}", price=11800)
    owner.put(f"/products/{withdrawn}/archived", archived=True)


def set_aside(house: House, show: Json) -> None:
    """Keep some of the oolong for the show."""
    (variant,) = house.owner.get(f"/products/{house.products[1]}")["variants"]
    house.owner.put(f"/shows/{show['id']}/allocations/{variant['id']}", units=6)


def send_sheets(owner: Owner, scoop: str) -> dict[str, str]:
    """Have sheets looked through, and the first one's row brought in; give the imports."""
    sent = {}
    for stand, sheet in SHEETS.items():
        name = f"{stand}.{'xlsx' if stand == 'failed' else 'csv'}"
        sent[stand] = _send(
            owner, name, sheet.format(scoop=scoop), "failed" if stand == "failed" else "ready"
        )
        if stand == "done":
            owner.post(f"/products/imports/{sent[stand]}/start")
            _await(owner, sent[stand], "done")
    return sent


def _send(owner: Owner, name: str, sheet: str, becomes: str) -> str:
    kind = {"content-type": "application/octet-stream"}
    answer = owner.http.post(f"/products/imports?name={name}", content=sheet.encode(), headers=kind)
    assert answer.is_success, answer.text
    made = str(answer.json()["id"])
    _await(owner, made, becomes)
    return made


def _await(owner: Owner, sheet: str, state: str) -> None:
    wait_until(
        lambda: owner.get(f"/products/imports/{sheet}")["state"] == state,
        20,
        because=f"the sheet never became {state}",
    )


def employ(owner: Owner) -> dict[str, str]:
    """Let somebody of each role work there; give their tokens."""
    tokens = {}
    for role in ROLES:
        account = {"email": f"{role}@example.com", "password": PASSWORD}
        owner.post("/staff", name=role.title(), role=role, **account)
        answer = httpx.post(f"{owner.origin}/api/v1/staff/sessions", json=account, timeout=30)
        assert answer.is_success, answer.text
        tokens[role] = json.loads(answer.content)["token"]
    return tokens
