"""Looking an order up without being its buyer's browser."""

from typing import Any

import httpx

from tests.support.house import Shop


def look_up(shop: Shop, number: str, phone: str) -> httpx.Response:
    return shop.house.anyone.post("/orders/lookup", {"number": number, "phone": phone})


def placed(shop: Shop) -> dict[str, Any]:
    return shop.place(
        shop.house.viewer("Night owl"),
        contact={"name": "Lin Mei", "phone": "+886 912 345 678"},
        address={"country": "TW", "city": "Taipei", "line1": "7 Xinyi Road", "line2": "Floor 3"},
        note="ring twice",
    )


def test_an_order_is_found_by_its_number_and_telephone_in_any_notation(shop: Shop) -> None:
    number = placed(shop)["number"]
    for told in ("+886 912 345 678", "912-345-678", "345678"):
        found = look_up(shop, f" {number.lower()} ", told)
        assert found.status_code == 200, found.text
        assert found.json()["number"] == number
        assert found.json()["state"] == "created"
        assert [line["title"] for line in found.json()["lines"]] == [shop.product.title]


def test_what_is_found_leads_to_nobodys_door(shop: Shop) -> None:
    order = placed(shop)

    found = look_up(shop, order["number"], "345678")

    assert found.json()["recipient"] == "L**"
    assert found.json()["phone"] == "*** 678"
    told = found.text
    for secret in ("Lin Mei", "912", "345678", "Xinyi", "Floor", "twice", "Night owl", order["id"]):
        assert secret not in told, secret


def test_a_wrong_number_and_a_wrong_telephone_are_answered_alike(shop: Shop) -> None:
    number = placed(shop)["number"]

    answers = [
        look_up(shop, number, "345679"),
        look_up(shop, number, "678"),  # too few digits to be a secret
        look_up(shop, number, "no digits"),
        look_up(shop, "261126-NOTHING1", "345678"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["code"] for answer in answers} == {"orders.not_found"}


def test_guessing_the_digits_of_one_order_ends_soon(shop: Shop) -> None:
    number = placed(shop)["number"]
    for guess in range(8):
        assert look_up(shop, number, f"{guess:06}").status_code == 404

    refused = look_up(shop, number, "345678")

    assert refused.status_code == 429
    assert refused.json()["code"] == "orders.too_many_lookups"
    assert refused.json()["retry_after"] == 300


def test_an_address_that_tries_many_numbers_has_to_wait(sqlite_shop: Shop) -> None:
    number = placed(sqlite_shop)["number"]
    for guess in range(30):
        assert look_up(sqlite_shop, f"261126-{guess:08}", "345678").status_code == 404

    assert look_up(sqlite_shop, number, "345678").status_code == 429


def test_a_telephone_without_digits_opens_no_order(sqlite_shop: Shop) -> None:
    viewer = sqlite_shop.house.viewer()
    number = sqlite_shop.place(viewer, contact={"name": "Lin", "phone": "(----)"})["number"]
    for told in ("(----)", "none"):
        assert look_up(sqlite_shop, number, told).status_code == 404
