"""What a buyer may not send, by name: each is refused, or has no effect."""

from typing import Any

from tests.support.books import disagreements
from tests.support.house import Shop

HUGE = 10**30
LONG = "字" * 5000
NUL = "a\x00b"
SURROGATE = b'"\\ud800"'


def refused(shop: Shop, order: dict[str, Any]) -> None:
    answer = shop.house.viewer().post("/orders", order)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid_request"
    assert shop.stock.reserved == 0


def test_pieces_are_whole_numbers_from_1_to_999(sqlite_shop: Shop) -> None:
    for quantity in (-(10**18), HUGE, 2.0, True, "1", [1], {"$gt": 0}):
        order = sqlite_shop.order()
        order["lines"][0]["quantity"] = quantity
        refused(sqlite_shop, order)


def test_prices_are_whole_minor_units(sqlite_shop: Shop) -> None:
    for price in (-1, HUGE, 68.0, True, "6800"):
        order = sqlite_shop.order()
        order["lines"][0]["unit_price"] = price
        refused(sqlite_shop, order)


UNSTORABLE: list[dict[str, Any]] = [
    {"note": LONG},
    {"show": LONG},
    {"contact": {"name": LONG, "phone": "0912345678"}},
    {"contact": {"name": "小明", "phone": "1" * 31}},
    {"address": {"country": "TW", "line1": LONG}},
    {"address": {"country": "Taiwan", "line1": "1"}},
    {"note": NUL},
    {"contact": {"name": NUL, "phone": "0912345678"}},
    {"address": {"country": "TW", "line1": NUL}},
    {"lines": []},
    {"show": NUL},
    # A batch of orders in which one cannot be asked for would be placed one by one.
    {"lines": [{"variant_id": NUL, "quantity": 1, "unit_price": 1}]},
]


def test_what_no_column_takes_is_refused_before_the_records(sqlite_shop: Shop) -> None:
    for changes in UNSTORABLE:
        refused(sqlite_shop, sqlite_shop.order(**changes))


def test_an_order_has_50_lines_at_most(sqlite_shop: Shop) -> None:
    refused(sqlite_shop, sqlite_shop.order(lines=sqlite_shop.order()["lines"] * 51))


def test_half_a_character_is_refused(sqlite_shop: Shop) -> None:
    """JSON can spell a lone surrogate; no text can hold one."""
    body = b'{"show": %s, "lines": [], "contact": {}, "address": {}}' % SURROGATE
    answer = sqlite_shop.house.viewer().request(
        "POST", "/api/v1/orders", body, content_type="application/json"
    )
    assert answer.status_code == 422, answer.text


def test_what_is_no_order_at_all_is_refused(sqlite_shop: Shop) -> None:
    for body in (b"", b"null", b"[]", b"{", b"9" * 5000, b"\xff\xfe"):
        answer = sqlite_shop.house.viewer().request(
            "POST", "/api/v1/orders", body, content_type="application/json"
        )
        assert answer.status_code in {400, 422}, answer.text


def test_a_nul_in_an_address_finds_nothing(shop: Shop) -> None:
    viewer = shop.house.viewer()
    for answer in (
        viewer.get("/orders/%00"),
        viewer.post("/orders/%00/payment-sessions"),
        viewer.get("/shows/%00/cart"),
    ):
        assert answer.status_code in {404, 422}


def test_a_nul_for_a_variant_finds_nothing(shop: Shop) -> None:
    order = shop.order()
    order["lines"][0]["variant_id"] = NUL
    assert shop.house.viewer().post("/orders", order).status_code in {409, 422}
    cart = f"/shows/{shop.show.slug}/cart/%00"
    for quantity in (0, 1):
        answer = shop.house.viewer().put(cart, {"quantity": quantity, "unit_price": 1})
        assert answer.status_code in {200, 409, 422}
    assert shop.stock.reserved == 0


def test_nobody_sets_a_price_a_total_or_a_state_by_sending_one(shop: Shop) -> None:
    viewer, other = shop.house.viewer(), shop.house.viewer()
    order = shop.order(
        total={"amount": 1, "currency": "CNY"},
        state="paid",
        refunded={"amount": 6800, "currency": "CNY"},
        viewer_id=other.id,
        payment={"state": "captured"},
        expires_at="2099-01-01T00:00:00Z",
        paid_at="2026-01-01T00:00:00Z",
        number="1",
        id="ord_mine",
        from_cart=True,
    )
    order["lines"][0] |= {"price": 1, "list_price": 1, "deal_id": "del_1", "total": 1}

    placed = viewer.post("/orders", order).json()

    assert placed["total"]["amount"] == placed["lines"][0]["list_price"]["amount"] == 6800
    assert (placed["state"], placed["payment"]["state"]) == ("created", "pending")
    assert (placed["paid_at"], placed["refunded"]["amount"]) == (None, 0)
    assert placed["id"] != "ord_mine"
    assert placed["lines"][0]["deal_id"] is None
    assert placed["expires_at"] < "2099"
    assert other.get(f"/orders/{placed['id']}").status_code == 404
    assert disagreements(shop.house.db.write_engine) == []


def test_another_buyers_order_cannot_be_touched(shop: Shop) -> None:
    order = shop.place(shop.house.viewer())
    other = shop.house.viewer()
    for act in ("cancel", "payment-sessions", "confirm"):
        assert other.post(f"/orders/{order['id']}/{act}").status_code == 404, act
    for act in ("refunds", "delivered", "parcels"):
        assert other.post(f"/orders/{order['id']}/{act}", {"reason": "x"}).status_code != 201, act
    page = order["lines"][0]["page_id"]
    assert other.get(f"/orders/{order['id']}/pages/{page}").status_code == 404
    assert other.get(f"/orders/{order['id']}/history").status_code in {401, 403}
    assert shop.owner.get(f"/orders/{order['id']}").json()["state"] == "created"


def test_a_cart_is_its_buyers_own(shop: Shop) -> None:
    cart = f"/shows/{shop.show.slug}/cart"
    mine, other = shop.house.viewer(), shop.house.viewer()
    wanted = {"quantity": 2, "unit_price": 6800, "viewer_id": other.id}

    assert mine.put(f"{cart}/{shop.variant.id}", wanted).status_code == 200

    assert other.get(cart).json() == []
    assert [line["quantity"] for line in mine.get(cart).json()] == [2]
    assert shop.house.anyone.get(cart).status_code == 401


def test_a_cart_tells_what_the_show_no_longer_sells(sqlite_shop: Shop) -> None:
    viewer = sqlite_shop.house.viewer()
    cart = f"/shows/{sqlite_shop.show.slug}/cart"
    viewer.put(f"{cart}/{sqlite_shop.variant.id}", {"quantity": 1, "unit_price": 6800})

    sqlite_shop.owner.put(f"/shows/{sqlite_shop.show.id}/products", {"product_ids": []})

    (line,) = viewer.get(cart).json()
    assert line["product"]["id"] == sqlite_shop.product.id
    assert line["variant"] is None


def test_a_cart_takes_what_an_order_takes(sqlite_shop: Shop) -> None:
    viewer = sqlite_shop.house.viewer()
    path = f"/shows/{sqlite_shop.show.slug}/cart/{sqlite_shop.variant.id}"
    for quantity, price in ((-1, 1), (1000, 1), (True, 1), (1.5, 1), (1, HUGE), (1, -1), (1, True)):
        answer = viewer.put(path, {"quantity": quantity, "unit_price": price})
        assert answer.status_code == 422, (quantity, price)


def test_a_cart_says_what_it_costs_now_and_an_order_of_it_costs_that(shop: Shop) -> None:
    """The price in the cart is the buyer's memory, and never what is charged."""
    viewer = shop.house.viewer()
    path = f"/shows/{shop.show.slug}/cart/{shop.variant.id}"
    viewer.put(path, {"quantity": 1, "unit_price": 1})
    order = shop.order(from_cart=True)
    order["lines"][0]["unit_price"] = 1

    answer = viewer.post("/orders", order)

    assert (answer.status_code, answer.json()["code"]) == (409, "orders.price_changed")
    assert len(viewer.get(f"/shows/{shop.show.slug}/cart").json()) == 1
