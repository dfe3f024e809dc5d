"""Views of lists that staff keep for themselves."""

from typing import Any

import pytest

from kaibo.modules.identity.contracts import Role
from kaibo.modules.workplace.service import MOST_VIEWS
from tests.support.house import Caller, Shop, at_once


def save(who: Caller, name: str, filters: str = "state=paid", list_: str = "orders") -> Any:  # noqa: ANN401 - JSON
    answer = who.put("/saved-views", {"list": list_, "name": name, "filters": filters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(who: Caller) -> list[tuple[str, str]]:
    return [(view["name"], view["filters"]) for view in who.get("/saved-views").json()]


def test_a_view_is_saved_replaced_and_forgotten(shop: Shop) -> None:
    first = save(shop.owner, " To ship ")
    save(shop.owner, "Refunds", "refunded=1")
    again = save(shop.owner, "To ship", "state=paid&q=Lin")

    assert again["id"] == first["id"]
    assert names(shop.owner) == [("To ship", "state=paid&q=Lin"), ("Refunds", "refunded=1")]

    assert shop.owner.delete(f"/saved-views/{first['id']}").status_code == 204
    assert shop.owner.delete(f"/saved-views/{first['id']}").status_code == 404
    assert names(shop.owner) == [("Refunds", "refunded=1")]


def test_a_name_stands_once_for_each_list(shop: Shop) -> None:
    save(shop.owner, "Mine", "q=a")
    save(shop.owner, "Mine", "q=b", "products")
    assert sorted(names(shop.owner)) == [("Mine", "q=a"), ("Mine", "q=b")]


def test_nobody_sees_or_forgets_what_is_anothers(shop: Shop) -> None:
    mine = save(shop.owner, "Mine")
    packer = shop.house.staff(Role.WAREHOUSE)
    save(packer, "Mine", "state=shipped")

    assert names(packer) == [("Mine", "state=shipped")]
    assert packer.delete(f"/saved-views/{mine['id']}").status_code == 404
    assert names(shop.owner) == [("Mine", "state=paid")]


def test_two_tabs_that_save_the_same_name_at_once_keep_one(shop: Shop) -> None:
    answers = at_once(4, lambda number: save(shop.owner, "Mine", f"q={number}"))
    assert len({answer["id"] for answer in answers}) == 1
    assert len(names(shop.owner)) == 1


def test_there_is_an_end_to_them(shop: Shop) -> None:
    for number in range(MOST_VIEWS):
        save(shop.owner, f"{number}")
    refused = shop.owner.put("/saved-views", {"list": "orders", "name": "More", "filters": ""})
    assert (refused.status_code, refused.json()["code"]) == (409, "workplace.too_many_views")
    save(shop.owner, "0", "q=still")
    save(shop.owner, "More", "", "shows")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 41},
        {"list": "secrets"},
        {"filters": "q" * 2001},
        {"filters": "\0"},
    ],
)
def test_what_is_no_view_is_refused(shop: Shop, wrong: dict[str, str]) -> None:
    body = {"list": "orders", "name": "Mine", "filters": "q=a"} | wrong
    answer = shop.owner.put("/saved-views", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == next(iter(wrong))
    assert names(shop.owner) == []
