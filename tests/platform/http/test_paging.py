"""Every list by cursor takes the cursors that it gave, and no others."""

from collections.abc import Callable

import pytest

from kaibo.modules.mail import facade as mail
from kaibo.modules.mail.contracts import MailKind, NewMail
from tests.support.house import Caller, Shop, shared_app
from tests.support.imports import sheet, upload
from tests.support.mailing import connect
from tests.support.network import free_port


def moved(shop: Shop) -> str:
    for delta in (1, 2):
        body = {"delta": delta, "reason": "found"}
        assert shop.owner.post(f"/products/{shop.product.id}/stock-adjustments", body).is_success
    return f"/products/{shop.product.id}/stock-movements"


def made(shop: Shop) -> str:
    shop.house.product("Oolong")
    return "/products"


def planned(shop: Shop) -> str:
    shop.house.show(on_air=False)
    return "/shows"


def ordered(shop: Shop) -> str:
    for _ in range(2):
        shop.place(shop.house.viewer())
    return "/orders"


def done(shop: Shop) -> str:
    moved(shop)
    return "/audit"


def written(shop: Shop) -> str:
    connect(shop.house, free_port())
    for _ in range(2):
        shop.house.run(mail.queue, NewMail(MailKind.TEST, "lin@buyer.test", "en"))
    return "/mail"


def imported(shop: Shop) -> str:
    for sku in ("A", "B"):
        upload(shop.owner, sheet([("T", "Tea", "", "", sku, "1", "1")]))
    return "/products/imports"


def found_wrong(shop: Shop) -> str:
    wrong = [(sku, "Tea", "", "", sku, "free", "1") for sku in ("A", "B")]
    return f"/products/imports/{upload(shop.owner, sheet(wrong))['id']}/errors"


LISTS: dict[str, Callable[[Shop], str]] = {
    "/products": made,
    "/products/{product_id}/stock-movements": moved,
    "/products/imports": imported,
    "/products/imports/{import_id}/errors": found_wrong,
    "/shows": planned,
    "/orders": ordered,
    "/audit": done,
    "/mail": written,
}


ELSEWHERE = {"/orders/mine", "/shows/{show}/timeline", "/shows/{show}/signals"}
"""Whose pages have tests of their own."""

CURSORS = [
    path.removeprefix("/api/v1")
    for path, operations in shared_app().openapi()["paths"].items()
    if "cursor" in {each["name"] for each in operations.get("get", {}).get("parameters", [])}
]


def test_every_list_by_cursor_is_gone_through() -> None:
    assert set(CURSORS) == set(LISTS) | ELSEWHERE


@pytest.mark.parametrize("path", LISTS)
def test_a_list_goes_on_from_the_cursor_that_it_gave(shop: Shop, path: str) -> None:
    asked = f"{LISTS[path](shop)}?limit=1"
    first = shop.owner.get(asked).json()
    answer = shop.owner.get(f"{asked}&cursor={first['next_cursor']}")
    assert answer.status_code == 200, answer.text
    (one,), (other,) = first["items"], answer.json()["items"]
    assert one != other


@pytest.mark.parametrize("path", CURSORS)
@pytest.mark.parametrize(
    "cursor", ["garbage", "%00", "9" * 20, "-1", f"zzz_{'0' * 26}", "prd_0", "shw_0", "ord_0"]
)
def test_a_list_refuses_a_cursor_that_it_never_gives(
    sqlite_shop: Shop, path: str, cursor: str
) -> None:
    caller: Caller = sqlite_shop.owner
    if path == "/orders/mine":
        caller = sqlite_shop.house.viewer()
    places = {
        "product_id": sqlite_shop.product.id,
        "import_id": "imp_any",
        "show": sqlite_shop.show.id,
    }
    answer = caller.get(f"{path.format(**places)}?cursor={cursor}")
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    assert error["field"] == "cursor"
