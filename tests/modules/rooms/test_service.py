"""Pins, snapshots, tickets: the room's records and its doors."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.audience import facade
from kaibo.modules.identity.contracts import Role
from kaibo.modules.rooms.service import PIN_LIMIT, mask
from kaibo.platform.realtime import TicketSigner
from tests.support.house import Caller, Shop, at_once


def pin(shop: Shop, product_id: str, show: str = "") -> Any:  # noqa: ANN401 - JSON
    return shop.owner.post(f"/rooms/{show or shop.show.id}/pins", {"product_id": product_id})


def pins(shop: Shop, show: str = "") -> list[str]:
    public = shop.house.anyone.get(f"/shows/{show or shop.show.id}/public").json()
    return [found["product_id"] for found in public["pins"]]


def show_of(shop: Shop, count: int) -> tuple[str, list[str]]:
    ids = [shop.house.product(f"Tea {number}").id for number in range(count)]
    return shop.house.show(*ids).id, ids


def test_the_newest_pin_comes_first_and_three_is_all(shop: Shop) -> None:
    show, ids = show_of(shop, 4)
    for product_id in ids[:3]:
        assert pin(shop, product_id, show).status_code == 201
        shop.house.pass_time(seconds=1)

    fourth = pin(shop, ids[3], show)

    assert (fourth.status_code, fourth.json()["code"]) == (409, "rooms.too_many_pins")
    assert fourth.json()["limit"] == PIN_LIMIT
    assert pins(shop, show) == ids[2::-1]
    assert shop.owner.delete(f"/rooms/{show}/pins/{ids[1]}").status_code == 204
    assert pin(shop, ids[3], show).status_code == 201
    assert pins(shop, show) == [ids[3], ids[2], ids[0]]


def test_pinning_twice_is_pinning_once(shop: Shop) -> None:
    first = pin(shop, shop.product.id).json()
    shop.house.pass_time(seconds=5)
    assert pin(shop, shop.product.id).json() == first


def test_colleagues_who_pin_at_once_pin_once(shop: Shop) -> None:
    answers = at_once(4, lambda _: pin(shop, shop.product.id).status_code)
    assert answers == [201] * 4
    assert pins(shop) == [shop.product.id]


def test_only_what_the_show_sells_is_pinned(shop: Shop) -> None:
    other = shop.house.product("Other")
    for product_id in (other.id, "prd_nothing"):
        answer = pin(shop, product_id)
        assert (answer.status_code, answer.json()["code"]) == (409, "rooms.not_in_tray")


def test_unpinning_what_is_not_pinned_changes_nothing(shop: Shop) -> None:
    assert shop.owner.delete(f"/rooms/{shop.show.id}/pins/{shop.product.id}").status_code == 204


def test_a_product_that_left_the_tray_is_no_longer_pinned(shop: Shop) -> None:
    pin(shop, shop.product.id)
    shop.owner.put(f"/shows/{shop.show.id}/products", {"product_ids": []})
    assert pins(shop) == []


def test_what_left_the_tray_takes_no_place_and_does_not_come_back_pinned(shop: Shop) -> None:
    show, ids = show_of(shop, 4)
    for product_id in ids[:3]:
        pin(shop, product_id, show)
    shop.owner.put(f"/shows/{show}/products", {"product_ids": [ids[3]]})
    assert pin(shop, ids[3], show).status_code == 201

    shop.house.work()
    shop.owner.put(f"/shows/{show}/products", {"product_ids": ids})
    assert pins(shop, show) == [ids[3]]


def test_the_public_page_names_seller_products_and_pins_and_no_secret(shop: Shop) -> None:
    pin(shop, shop.product.id)
    told = shop.house.anyone.get(f"/shows/{shop.show.slug}/public")
    public = told.json()
    assert public["store"]["name"] == "Tea House"
    assert public["products"][0]["available"] == 5
    assert public["pins"][0]["product_id"] == shop.product.id
    key = shop.owner.get(f"/shows/{shop.show.id}/stream-keys").json()["main"]["stream_key"]
    assert key not in told.text


def test_a_snapshot_is_what_a_newcomer_sees(shop: Shop) -> None:
    pin(shop, shop.product.id)
    told = shop.house.anyone.get(f"/rooms/{shop.show.slug}/snapshot").json()
    assert told["show"]["state"] == "on_air"
    assert told["pins"][0]["product_id"] == shop.product.id
    assert told["products"][0]["stock_version"] == 1
    assert shop.house.anyone.get("/rooms/nothing/snapshot").status_code == 404


# Tickets


def ticket(shop: Shop, caller: Any, role: str | None = None) -> Any:  # noqa: ANN401 - JSON
    body = None if role is None else {"role": role}
    return caller.post(f"/rooms/{shop.show.slug}/tickets", body, accept_language="zh-HK")


def claims(shop: Shop, answer: Any) -> Any:  # noqa: ANN401 - JSON
    assert answer.status_code == 201, answer.text
    signer = shop.house.context.port(TicketSigner)
    return signer.verify(answer.json()["ticket"], now=0)


def test_a_ticket_says_who_comes_where_and_in_which_language(shop: Shop) -> None:
    viewer = shop.house.viewer("小明")
    answer = ticket(shop, viewer)
    said = claims(shop, answer)
    assert (said.room, said.sub, said.name) == (shop.show.id, viewer.id, "小明")
    assert (said.role, said.lang) == ("viewer", "zh-TW")
    assert answer.json()["path"].startswith(f"/ws/rooms/{shop.show.slug}?ticket=")
    assert answer.headers["cache-control"] == "no-store"
    at = shop.house.clock.now() + timedelta(seconds=90)
    assert said.exp == round(at.timestamp() * 1000)


def test_one_browser_may_hold_both_and_says_as_whom_it_comes(shop: Shop) -> None:
    viewer = shop.house.viewer()
    staff = shop.owner.headers["authorization"].removeprefix("Bearer ")
    cookies = f"kaibo_staff={staff}; kaibo_viewer={viewer.token}"
    both = Caller(shop.house, {"cookie": cookies, "x-kaibo-client": "web"})
    assert claims(shop, ticket(shop, both)).role == "viewer"
    assert claims(shop, ticket(shop, both, "viewer")).role == "viewer"
    assert claims(shop, ticket(shop, both, "staff")).role == "staff"


def test_a_wish_that_does_not_fit_is_refused(shop: Shop) -> None:
    assert ticket(shop, shop.house.viewer(), "staff").status_code == 401
    assert ticket(shop, shop.owner, "viewer").status_code == 401
    assert ticket(shop, shop.house.anyone).status_code == 401
    assert ticket(shop, shop.owner, "host").status_code == 422


@pytest.mark.parametrize("role", Role)
def test_staff_who_may_talk_enter_as_staff(shop: Shop, role: Role) -> None:
    answer = ticket(shop, shop.house.staff(role))
    if role in {Role.WAREHOUSE, Role.ANALYST, Role.COMPLIANCE}:
        assert (answer.status_code, answer.json()["scope"]) == (403, "rooms:talk")
    else:
        assert claims(shop, answer).role == "staff"


def test_a_viewer_who_is_gone_gets_no_ticket(shop: Shop) -> None:
    token = facade.sign_token(shop.house.context.secret, "vwr_gone")
    assert ticket(shop, shop.house.bearer(token)).status_code == 404


@given(st.text(max_size=24))
def test_a_masked_name_shows_one_character(name: str) -> None:
    assert mask(name) == name[:1] + "**"


def test_colleagues_who_pin_different_products_at_once_pin_three(shop: Shop) -> None:
    show, ids = show_of(shop, 6)
    answers = at_once(6, lambda number: pin(shop, ids[number], show).status_code)
    assert sorted(answers) == [201] * 3 + [409] * 3
    assert len(pins(shop, show)) == 3
