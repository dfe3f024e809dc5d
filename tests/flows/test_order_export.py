"""Orders as a file for spreadsheets."""

import csv
import io

import pytest

from kaibo.flows.order_desk import export
from tests.support.house import Shop

Rows = list[dict[str, str]]


def exported(shop: Shop, query: str = "") -> Rows:
    answer = shop.owner.get(f"/orders/export.csv?language=en{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_has_a_row_for_each_line_and_its_totals_add_up(shop: Shop) -> None:
    other = shop.house.product("Cup", price=1205)
    show = shop.house.show(shop.product.id, other.id)
    lines = [
        {"variant_id": shop.variant.id, "quantity": 2, "unit_price": 6800},
        {"variant_id": other.variants[0].id, "quantity": 1, "unit_price": 1205},
    ]
    order = shop.place(shop.house.viewer(), show=show.slug, lines=lines)

    tea, cup = exported(shop)

    assert (tea["Order"], tea["Product"], tea["State"]) == (order["number"], "Longjing", "Unpaid")
    assert (tea["Unit price"], tea["Quantity"], tea["Line total"]) == ("68.00", "2", "136.00")
    assert (cup["Product"], cup["Line total"]) == ("Cup", "12.05")
    assert [tea["Order total"], cup["Order total"]] == ["148.05", ""]
    assert tea["Address"] == "信義路五段7號"


def test_what_a_buyer_typed_is_not_carried_out_as_a_formula(shop: Shop) -> None:
    shop.place(shop.house.viewer(), contact={"name": "=HYPERLINK(1)", "phone": "+886 912"})
    (row,) = exported(shop)
    assert row["Name"] == "'=HYPERLINK(1)"
    assert not row["Phone"].startswith("+")


def test_the_file_holds_what_the_list_was_filtered_for_each_order_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PIECE", 2)
    viewer = shop.house.viewer()
    kept = [shop.place(viewer)["number"] for _ in range(4)]
    dropped = shop.place(viewer)
    viewer.post(f"/orders/{dropped['id']}/cancel")

    assert [row["Order"] for row in exported(shop, "&state=created")] == kept[::-1]
    assert [row["Order"] for row in exported(shop, "&state=cancelled")] == [dropped["number"]]
    assert exported(shop, "&q=nobody") == []
    assert shop.owner.get("/orders/export.csv?show=nowhere").status_code == 404


def test_heads_are_in_the_readers_language(shop: Shop) -> None:
    answer = shop.owner.get("/orders/export.csv", accept_language="zh-TW")
    assert answer.content.decode("utf-8-sig").startswith("訂單編號,狀態")
