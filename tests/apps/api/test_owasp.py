"""The OWASP API Security Top 10 (2023), item by item, at the doors that this API has."""

import io
import re
import socket
from typing import Any

import pytest

from kaibo.modules.identity.contracts import Role
from tests.apps.api.test_permissions import DECISIONS, VIEWERS
from tests.flows.test_pay_order import decide, open_page, send, state_of, webhook
from tests.support.doors import OUTSIDE, doors
from tests.support.house import SETUP_TOKEN, Caller, House, Shop, shared_app

PASSWORD = "crimson kettle 42"


def by_cookie(house: House, caller: Caller, **headers: str) -> Caller:
    token = caller.headers["authorization"].removeprefix("Bearer ")
    return Caller(house, {"cookie": f"kaibo_staff={token}", **headers})


# API1: broken object level authorization


def test_api1_an_order_does_not_exist_for_another_buyer(sqlite_shop: Shop) -> None:
    order = sqlite_shop.place(sqlite_shop.house.viewer())
    other = sqlite_shop.house.viewer("小華")
    path = f"/orders/{order['id']}"
    assert other.get(path).status_code == 404
    for act in ("cancel", "payment-sessions", "confirm"):
        assert other.post(f"{path}/{act}", {}).status_code in {404, 422}, act
    assert other.get("/orders/mine").json()["items"] == []


def test_api1_a_basket_belongs_to_whoever_filled_it(sqlite_shop: Shop) -> None:
    mine, other = sqlite_shop.house.viewer(), sqlite_shop.house.viewer("小華")
    path = f"/shows/{sqlite_shop.show.id}/cart"
    bag = {"quantity": 2, "unit_price": sqlite_shop.product.price.amount}
    assert mine.put(f"{path}/{sqlite_shop.variant.id}", bag).is_success
    assert other.get(path).json() == []
    assert len(mine.get(path).json()) == 1


# API2: broken authentication


def test_api2_guessing_is_slowed_by_network(sqlite_shop: Shop) -> None:
    """By account: tests/modules/identity/test_sign_in.py."""

    link = {"token": "ksl_wrong"}
    knocks = [
        sqlite_shop.house.anyone.post("/staff/sessions/one-time", link).status_code
        for _ in range(60)
    ]
    assert set(knocks) == {401}
    body = {"email": "untried@tea.test", "password": "wrong"}
    told = sqlite_shop.house.anyone.post("/staff/sessions", body).json()
    assert (told["status"], told["code"]) == (429, "identity.too_many_from_network")
    assert "network" in told["detail"]
    assert "account" not in told["detail"], "it is of no account that nobody has tried"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("qwertyuiop", "common"),
        ("Password123!", "common"),
        ("aaaaaaaaaaaa", "monotonous"),
        ("abcdefghijkl", "monotonous"),
        ("mei@tea.test", "personal"),
    ],
)
def test_api2_passwords_that_guessers_try_first_are_refused(
    sqlite_house: House, password: str, why: str
) -> None:
    answer = sqlite_house.anyone.post(
        "/setup",
        {
            "token": SETUP_TOKEN,
            "store": {"name": "Tea"},
            "owner": {"name": "Mei", "email": "mei@tea.test", "password": password},
        },
    )
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "identity.weak_password")
    assert (told["field"], told["why"]) == ("owner.password", why)


# API3: broken object property level authorization


def test_api3_fields_that_are_not_the_callers_to_set_are_not_set(sqlite_shop: Shop) -> None:
    owner = sqlite_shop.owner
    owner.patch("/store", {"name": "Tea", "currency": "USD"})
    refused = owner.patch("/store", {"mode": "live"})
    assert (refused.status_code, refused.json()["code"]) == (409, "identity.stays_test")
    store = owner.get("/store").json()
    assert (store["mode"], store["currency"]) == ("test", "CNY")

    order = sqlite_shop.order()
    order |= {"state": "paid", "total": {"amount": 1, "currency": "CNY"}, "viewer_id": "vwr_x"}
    placed = sqlite_shop.house.viewer().post("/orders", order).json()
    assert placed["state"] == "created"
    assert placed["total"]["amount"] == sqlite_shop.product.price.amount


def test_api3_no_answer_tells_a_hash_or_a_secret(sqlite_shop: Shop) -> None:
    told = "".join(
        sqlite_shop.owner.get(path).text for path in ("/staff", "/staff/me", "/store", "/setup")
    )
    for word in ("password", "hash", "secret"):
        assert word not in told
    public = sqlite_shop.house.anyone.get(f"/shows/{sqlite_shop.show.slug}/public").text
    for word in ("email", "phone", "stream_key", "cost"):
        assert word not in public


# API4: unrestricted resource consumption


def test_api4_what_one_request_may_send_and_get_has_a_bound(sqlite_shop: Shop) -> None:
    large = b'{"title": "' + b"x" * (1 << 20) + b'"}'
    owner = sqlite_shop.owner
    sent = owner.request("POST", "/api/v1/shows", large, content_type="application/json")
    assert sent.status_code == 413


def test_api4_no_list_is_given_longer_than_a_hundred(sqlite_shop: Shop) -> None:
    owner, viewer = sqlite_shop.owner, sqlite_shop.house.viewer()
    things = {"show": sqlite_shop.show.id, "product_id": sqlite_shop.product.id}
    paths = shared_app().openapi()["paths"]
    lists = [
        path
        for path, operations in paths.items()
        for asked in operations.get("get", {}).get("parameters", ())
        if asked["name"] == "limit"
    ]
    assert len(lists) > 10
    for path in lists:
        named = re.sub(r"\{(\w+)\}", lambda one: things.get(one[1], "nothing"), path)
        caller = viewer if DECISIONS[f"GET {path}"] == VIEWERS else owner
        for limit, is_refused in ((100, False), (101, True), (100_000, True), (0, True)):
            told = caller.request("GET", f"{named}?limit={limit}").json()
            faults = told.get("errors") or () if isinstance(told, dict) else ()
            assert any("limit" in one["field"] for one in faults) == is_refused, (path, limit)


def test_api4_a_picture_that_unfolds_into_gigabytes_is_refused(sqlite_shop: Shop) -> None:
    image = pytest.importorskip("PIL.Image")
    bomb = io.BytesIO()
    image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    answer = sqlite_shop.owner.request(
        "PUT",
        f"/api/v1/products/{sqlite_shop.product.id}/picture",
        bomb.getvalue(),
        content_type="image/png",
    )
    assert answer.status_code in {413, 422}


# API5: broken function level authorization (each route: tests/apps/api/test_permissions.py)


def test_api5_a_lower_role_does_nothing_of_an_owners_whatever_method_it_names(
    sqlite_shop: Shop,
) -> None:
    packer = sqlite_shop.house.staff(Role.WAREHOUSE)
    new = {"name": "x", "email": "x@tea.test", "password": PASSWORD, "role": "owner"}
    assert packer.post("/staff", new).status_code == 403
    overridden = packer.request(
        "GET", "/api/v1/staff", x_http_method_override="POST", x_original_url="/api/v1/store"
    )
    assert overridden.status_code == 403
    assert packer.patch("/store", {"name": "Mine"}).status_code == 403


# API6: unrestricted access to sensitive business flows


def test_api6_stock_cannot_be_bought_below_its_price_nor_twice_by_one_press(
    sqlite_shop: Shop,
) -> None:
    viewer = sqlite_shop.house.viewer()
    cheap: dict[str, Any] = sqlite_shop.order()
    cheap["lines"][0]["unit_price"] = 1
    assert viewer.post("/orders", cheap).status_code == 409
    key = "one-press"
    ids = {
        viewer.post("/orders", sqlite_shop.order(), idempotency_key=key).json()["id"]
        for _ in range(3)
    }
    assert len(ids) == 1
    assert sqlite_shop.stock.reserved == 1


def test_api6_orders_cannot_be_found_by_trying_numbers(sqlite_shop: Shop) -> None:
    """Of one order's digits: tests/flows/test_order_lookup.py."""
    order = sqlite_shop.place(sqlite_shop.house.viewer())
    anyone = sqlite_shop.house.anyone

    def look_up(number: str) -> int:
        asked = {"number": number, "phone": "912345678"}
        return anyone.post("/orders/lookup", asked).status_code

    assert look_up(order["number"]) == 200
    statuses = [look_up(f"{order['number'][:7]}{guess:08}") for guess in range(30)]
    assert set(statuses) <= {404, 429}
    assert statuses[-1] == 429
    assert look_up(order["number"]) == 429, "not even the right one, after so many"


# API7: server side request forgery


def test_api7_no_field_of_the_api_makes_the_server_fetch_an_address() -> None:
    """Addresses that Kaibo calls stand in its settings and its operator's files alone.

    One body has a field for an address. Viewers' players are given it, and the server leaves it
    alone: see the test that follows. Another must be looked at as closely before it comes here.
    """
    app = shared_app().openapi()
    named: set[str] = set()
    bodies = 0
    for path, operations in app["paths"].items():
        for method, operation in operations.items():
            for body in operation.get("requestBody", {}).get("content", {}).values():
                bodies += 1
                named |= {
                    f"{method} {path}: {field}"
                    for field in fields_of(body.get("schema", {}), app["components"]["schemas"])
                    if re.search(r"url|uri|href|link|webhook|callback|host$", field)
                }
    assert bodies > 50
    assert named == {"put /api/v1/shows/{show}/picture/source: url"}


def fields_of(
    schema: dict[str, Any], schemas: dict[str, Any], seen: tuple[str, ...] = ()
) -> set[str]:
    """Give the names of all fields that may hold words, however deep they lie."""
    if reference := schema.get("$ref", "").rpartition("/")[2]:
        if reference in seen:
            return set()
        return fields_of(schemas[reference], schemas, (*seen, reference))
    found = {
        name
        for name, within in schema.get("properties", {}).items()
        if within.get("type") not in {"integer", "number", "boolean"}
    }
    within = [
        *schema.get("properties", {}).values(),
        *(part for kind in ("anyOf", "oneOf", "allOf") for part in schema.get(kind, ())),
        *(
            part
            for part in (schema.get("items"), schema.get("additionalProperties"))
            if isinstance(part, dict)
        ),
    ]
    return found.union(*(fields_of(part, schemas, seen) for part in within))


def test_api7_the_address_of_an_outside_picture_is_never_fetched(sqlite_shop: Shop) -> None:
    house, owner, path = sqlite_shop.house, sqlite_shop.owner, f"/shows/{sqlite_shop.show.id}"
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.setblocking(False)
        port = inside.getsockname()[1]
        url = f"http://127.0.0.1:{port}/secret.m3u8"
        answer = owner.put(f"{path}/picture/source", {"kind": "outside", "url": url})
        assert answer.is_success, answer.text
        assert owner.get(f"{path}/picture").json()["outside_url"] == url
        house.viewer().get(f"{path}/public")
        for asked in ("picture", "chain", "summary", "replay"):
            owner.get(f"{path}/{asked}")
        house.work()
        owner.post(f"{path}/end", {})
        house.pass_time(minutes=10)
        house.work()
        with pytest.raises(BlockingIOError):
            inside.accept()
        # Had anybody called, it would have been heard.
        with socket.create_connection(("127.0.0.1", port)):
            inside.accept()[0].close()


# API8: security misconfiguration


def test_api8_another_sites_page_changes_nothing_whichever_way_it_asks(sqlite_shop: Shop) -> None:
    house = sqlite_shop.house
    forged: tuple[dict[str, str], ...] = (
        {"sec_fetch_site": "cross-site", "x_kaibo_client": "web"},
        {"sec_fetch_site": "same-site", "x_kaibo_client": "web"},
        {"origin": "https://evil.test", "x_kaibo_client": "web"},
        {"origin": "null", "x_kaibo_client": "web"},
        {},
    )
    for headers in forged:
        answer = by_cookie(house, sqlite_shop.owner).patch("/store", {"name": "Evil"}, **headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "forged_request"), headers
    ours = ({"sec_fetch_site": "same-origin"}, {"origin": "http://shop.test:8000"})
    for headers in ours:
        answer = by_cookie(house, sqlite_shop.owner).patch(
            "/store", {"name": "Tea"}, x_kaibo_client="web", **headers
        )
        assert answer.is_success, headers


def test_api8_another_sites_page_cannot_sign_a_visitor_in(sqlite_shop: Shop) -> None:
    body = {"email": "mei@tea.test", "password": PASSWORD}
    answer = sqlite_shop.house.anyone.post("/staff/sessions", body, sec_fetch_site="cross-site")
    assert answer.json()["code"] == "forged_request"


def test_api8_no_origin_is_invited_to_read_and_no_error_tells_of_the_inside(
    sqlite_shop: Shop,
) -> None:
    anyone = sqlite_shop.house.anyone
    answer = anyone.get("/store", origin="https://evil.test")
    assert "access-control-allow-origin" not in answer.headers
    broken = anyone.request("POST", "/api/v1/viewers", b"{", content_type="application/json")
    for word in ("Traceback", "site-packages", "sqlalchemy"):
        assert word not in broken.text
    assert "server" not in broken.headers


# API9: improper inventory management


def test_api9_there_is_one_version_and_every_route_is_in_its_contract() -> None:
    paths = shared_app().openapi()["paths"]
    assert {path.split("/")[1] for path in paths} <= {"api", "sandbox"}
    assert {path.split("/")[2] for path in paths if path.startswith("/api/")} == {"v1"}
    told = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    answered = {call for call, _ in doors()}
    assert answered - told == OUTSIDE
    assert told <= answered


def test_api9_no_page_for_developers_is_served(sqlite_house: House) -> None:
    for path in ("/docs", "/redoc", "/debug", "/admin", "/.env", "/.git/config"):
        assert sqlite_house.anyone.request("GET", path).status_code == 404


# API10: unsafe consumption of APIs


def test_api10_a_gateways_word_counts_only_when_signed(sqlite_shop: Shop) -> None:
    """Its money only when it fits, and other forgeries: tests/flows/test_pay_order.py."""
    house, viewer = sqlite_shop.house, sqlite_shop.house.viewer()
    order = sqlite_shop.place(viewer)
    page = open_page(viewer, order)
    decide(house, page, "approve")  # its own webhook finds nobody who listens
    body, signed = webhook(house, "evt_1", page)
    forged = signed | {"webhook-signature": "v1,bm90IGEgc2lnbmF0dXJl"}

    assert send(house, body, forged) == 401
    house.work()
    assert state_of(sqlite_shop, order) == ("created", "pending")
    assert send(house, body, signed) == 204
    house.work()
    assert state_of(sqlite_shop, order) == ("paid", "captured")


def test_api10_a_media_server_that_does_not_know_the_secret_is_not_believed(
    sqlite_shop: Shop,
) -> None:
    for path in ("publish", "heartbeat", "unpublish"):
        caller = sqlite_shop.house.bearer("guessed")
        assert caller.post(f"/media/{path}", {}).status_code == 401
