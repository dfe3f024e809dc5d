"""Importing products: looked at first, then carried out bit by bit, each bit once."""

import csv
import io
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.models import StockMovementRow, StockRow, VariantRow
from kaibo.modules.catalog.transfer import jobs, reading, service, writing
from kaibo.modules.identity.contracts import Role
from kaibo.platform.sheets import xlsx_bytes
from tests.support.house import Caller, House, Shop
from tests.support.imports import (
    HEAD,
    carry_out,
    codes,
    counts,
    errors,
    look,
    products,
    sheet,
    upload,
    whole,
)

TEA = [
    ("T1", "Longjing", "Size", "50 g", "T-50", "68.00", "10"),
    ("T1", "", "", "100 g", "T-100", "128.00", "20"),
    ("T2", "Oolong", "", "", "O-1", "50", "5"),
]


def ledger(session: Session) -> dict[str, tuple[int, int]]:
    """Give units on hand and what the ledger adds up to, by SKU."""
    rows = session.execute(
        select(VariantRow.sku, StockRow.on_hand, func.sum(StockMovementRow.on_hand_delta))
        .join(StockRow, StockRow.variant_id == VariantRow.id)
        .join(StockMovementRow, StockMovementRow.variant_id == VariantRow.id)
        .group_by(VariantRow.sku, StockRow.on_hand)
    )
    return {str(row[0]): (row[1], int(row[2])) for row in rows}


@pytest.fixture
def owner(house: House) -> Caller:
    """The owner of an empty shop."""
    return house.set_up()


def test_a_check_says_what_would_happen_and_changes_nothing(owner: Caller) -> None:
    found = upload(owner, sheet([*TEA, ("T3", "", "", "", "X", "free", "-1")]))

    assert (found["state"], found["rows"], counts(found)) == ("ready", 4, (3, 0, 0, 1))
    assert found["sample"][0]["cells"]["sku"] == "T-50"
    assert found["sample"][3]["outcome"] == "wrong"
    assert products(owner) == {}


def test_rows_of_one_reference_become_one_product(owner: Caller) -> None:
    found = carry_out(owner, sheet(TEA))

    assert (found["state"], counts(found)) == ("done", (3, 0, 0, 0))
    made = products(owner)
    assert made["Longjing"]["options"] == ["Size"]
    assert [
        (variant["values"], variant["sku"], variant["price"]["amount"], variant["stock"]["on_hand"])
        for variant in made["Longjing"]["variants"]
    ] == [(["50 g"], "T-50", 6800, 10), (["100 g"], "T-100", 12800, 20)]
    assert made["Oolong"]["price"]["amount"] == 5000


def test_an_imported_product_without_stock_is_listed_as_low(owner: Caller) -> None:
    carry_out(owner, sheet([*TEA, ("T3", "Pu'er", "", "", "P-1", "50", "0")]))
    listed = owner.get("/products?low=true").json()["items"]
    assert [product["title"] for product in listed] == ["Pu'er"]


def test_all_columns_are_taken_under_their_chinese_names(owner: Caller) -> None:
    head = (
        "商品编号", "商品名称", "商品描述", "SKU编码", "售价（元）", "划线价", "划线价说明", "库存",
        "库存预警", "商品分类", "标签", "商品参数", "退货类型", "每人限购", "开售时间", "停售时间",
        "备注",
    )  # fmt: skip
    line = (
        "A", "龙井", "明前", "LJ", "68.00", "88.00", "十月售价", "3", "1", "茶叶/绿茶",
        "新品，春茶", "产地：杭州\n年份: 2026", "不支持退货", "2",
        "2026/11/26 8:30", "2026/11/27 8:30", "?",
    )  # fmt: skip
    found = carry_out(owner, sheet([line], head), "&zone=Asia/Shanghai")

    assert counts(found) == (1, 0, 0, 0), errors(owner, found)
    assert found["unknown_columns"] == ["备注"]
    made = products(owner)["龙井"]
    assert made["category"]["path"] == "茶叶/绿茶"
    assert made["tags"] == ["新品", "春茶"]
    assert made["specifications"][0] == {"name": "产地", "value": "杭州"}
    assert (made["return_class"], made["limit_per_buyer"]) == ("excluded", 2)
    assert (made["compare_at"]["amount"], made["compare_basis"]) == (8800, "十月售价")
    assert made["sale_from"] == "2026-11-26T00:30:00Z"
    assert made["variants"][0]["low_at"] == 1


def test_what_exists_is_known_by_its_sku_and_keeps_what_the_file_leaves_out(owner: Caller) -> None:
    carry_out(owner, sheet(TEA))
    before = products(owner)

    found = carry_out(owner, sheet([("T-50", "70", ""), ("O-1", "50.00", "5")],
                                   ("sku", "price", "stock")))  # fmt: skip

    assert counts(found) == (0, 1, 1, 0)
    after = products(owner)
    assert after["Oolong"] == before["Oolong"]
    longjing = after["Longjing"]["variants"]
    assert [variant["price"]["amount"] for variant in longjing] == [7000, 12800]
    assert [variant["stock"]["on_hand"] for variant in longjing] == [10, 20]


def test_only_stock_that_was_there_before_is_said_to_be_set_anew(owner: Caller) -> None:
    assert upload(owner, sheet(TEA))["counts"]["stock"] == 0, "a first stock replaces nothing"
    carry_out(owner, sheet(TEA))

    counted = [("T-50", "68.00", "11"), ("T-100", "128.00", "20")]
    found = upload(owner, sheet(counted, ("sku", "price", "stock")))

    assert found["counts"]["stock"] == 1


def test_a_variant_is_added_to_the_product_that_the_other_rows_name(owner: Caller) -> None:
    carry_out(owner, sheet(TEA))

    found = carry_out(owner, sheet([TEA[0], ("T1", "", "", "250 g", "T-250", "300", "1")]))

    assert counts(found) == (1, 0, 1, 0)
    values = [variant["values"] for variant in products(owner)["Longjing"]["variants"]]
    assert values == [["50 g"], ["100 g"], ["250 g"]]


def test_a_changed_price_is_a_line_of_the_price_history(owner: Caller) -> None:
    carry_out(owner, sheet(TEA))
    carry_out(owner, sheet([("T-50", "70.50")], ("sku", "price")))

    path = f"/products/{products(owner)['Longjing']['id']}/prices"
    history = [(line["price"]["amount"], line["actor"]) for line in owner.get(path).json()]
    assert history[0] == (7050, "Mei")
    assert sorted(history[1:]) == [(6800, "Mei"), (12800, "Mei")]


def test_stock_is_set_by_a_line_of_the_ledger(owner: Caller) -> None:
    carry_out(owner, sheet(TEA))
    carry_out(owner, sheet([("T-50", "4")], ("sku", "stock")))

    path = f"/products/{products(owner)['Longjing']['id']}/stock-movements"
    lines = owner.get(path).json()["items"]
    assert (lines[0]["on_hand_delta"], lines[0]["reference"]) == (-6, "import")
    assert owner.house.read(ledger)["T-50"] == (4, 4)


def test_stock_that_orders_hold_cannot_be_taken_away(shop: Shop) -> None:
    shop.owner.patch(
        f"/products/{shop.product.id}",
        {"variants": [{"id": shop.variant.id, "sku": "L-1", "price": 6800}]},
    )
    shop.place(shop.house.viewer(), 3)

    found = carry_out(shop.owner, sheet([("L-1", "2")], ("sku", "stock")))

    assert codes(shop.owner, found) == [(2, "stock", "stock_held")]
    assert shop.stock.on_hand == 5
    assert counts(carry_out(shop.owner, sheet([("L-1", "3")], ("sku", "stock"))))[1] == 1
    assert shop.stock.available == 0


def test_products_are_found_by_what_an_import_says_of_them(owner: Caller) -> None:
    def found(text: str) -> list[str]:
        page = owner.request("GET", f"/api/v1/products?q={text}").json()
        return [item["title"] for item in page["items"]]

    carry_out(owner, sheet(TEA))
    assert (found("longj"), found("T-100")) == (["Longjing"], ["Longjing"])
    carry_out(owner, sheet([("O-1", "凍頂烏龍")], ("sku", "title")))
    assert (found("烏龍"), found("oolong")) == (["凍頂烏龍"], [])


def test_a_hyphen_empties_and_an_empty_cell_does_not(owner: Caller) -> None:
    head = ("sku", "title", "price", "tags", "description")
    carry_out(owner, sheet([("A", "Tea", "1", "new, spring", "good")], head))
    carry_out(owner, sheet([("A", "", "", "-", "")], head))

    made = products(owner)["Tea"]
    assert (made["tags"], made["description"]) == ([], "good")


WRONG: list[tuple[list[tuple[str, ...]], list[tuple[int, str, str]]]] = [
    ([("A", "", "", "", "S", "1", "")], [(2, "title", "missing")]),
    ([("A", "Tea", "", "", "S", "", "")], [(2, "price", "missing")]),
    ([("A", "Tea", "", "", "S", "1.005", "")], [(2, "price", "too_many_decimals")]),
    ([("A", "Tea", "", "", "S", "1", "1.5")], [(2, "stock", "bad_number")]),
    ([("A", "x" * 201, "", "", "S", "1", "")], [(2, "title", "too_long")]),
    ([("A", "Tea", "Size", "", "S", "1", "")], [(2, "value1", "bad_variants")]),
    ([("A", "Tea", "", "50 g", "S", "1", "")], [(2, "value1", "bad_variants")]),
    (
        [("A", "Tea", "", "", "S", "1", ""), ("B", "Cup", "", "", "S", "1", "")],
        [(3, "sku", "repeated_sku")],
    ),
    (
        [("A", "Tea", "Size", "1", "", "1", ""), ("A", "Cup", "", "2", "", "1", "")],
        [(3, "title", "contradiction"), (2, "", "see_row")],
    ),
    # A new product is made whole or not at all.
    (
        [("A", "Tea", "Size", "1", "", "1", ""), ("A", "", "", "2", "", "x", "")],
        [(3, "price", "bad_amount"), (2, "", "see_row")],
    ),
]


@pytest.mark.parametrize(("lines", "told"), WRONG)
def test_wrong_rows_are_named_with_their_column_and_left_out(
    owner: Caller, lines: list[tuple[str, ...]], told: list[tuple[int, str, str]]
) -> None:
    right = ("Z", "Right", "", "", "Z-1", "1", "1")
    found = carry_out(owner, sheet([*lines, right]))

    assert codes(owner, found) == told
    # Two rows of one SKU: the first of them is right.
    expected = {"Right", "Tea"} if told[0][2] == "repeated_sku" else {"Right"}
    assert products(owner).keys() == expected
    assert counts(found)[3] == len({row for row, _, _ in told})


def test_a_wrong_row_of_a_product_that_exists_keeps_no_other_row_back(owner: Caller) -> None:
    carry_out(owner, sheet(TEA))
    found = carry_out(
        owner, sheet([("T-50", "?", "Renamed"), ("T-100", "130", "")], ("sku", "price", "title"))
    )
    assert codes(owner, found) == [(2, "price", "bad_amount")]
    variants = products(owner)["Longjing"]["variants"]
    assert [variant["price"]["amount"] for variant in variants] == [6800, 13000]


def test_a_compared_price_needs_its_basis_here_as_well(owner: Caller) -> None:
    head = ("sku", "title", "price", "compare_at", "compare_basis")
    lines = [
        ("A", "A", "68", "88", ""),
        ("B", "B", "68", "60", "October"),
        ("C", "C", "1", "2", "x"),
    ]
    found = carry_out(owner, sheet(lines, head))
    assert [error[:2] for error in codes(owner, found)] == [(2, "compare_at"), (3, "compare_at")]
    assert products(owner).keys() == {"C"}


def test_errors_are_told_in_the_readers_language_and_given_as_a_sheet(owner: Caller) -> None:
    found = upload(owner, sheet([("A", "茶", "", "", "S", "1.005", "")]), accept_language="zh-TW")

    error = errors(owner, found, accept_language="zh-TW")[0]
    assert (error["cell"], error["value"]) == ("F2", "1.005")
    assert error["message"] == "CNY 最多 2 位小數。"
    path = f"/products/imports/{found['id']}/errors/sheet?format=csv"
    rows = list(
        csv.reader(
            io.StringIO(owner.get(path, accept_language="zh-TW").content.decode("utf-8-sig"))
        )
    )
    assert rows[1][:4] == ["2", "售價", "1.005", "CNY 最多 2 位小數。"]


def test_a_file_that_is_no_table_is_refused_with_its_reason(owner: Caller) -> None:
    found = upload(owner, b"%PDF-1.7", accept_language="en")
    assert (found["state"], found["problem"]["code"]) == ("failed", "sheets.bad_file")
    assert owner.post(f"/products/imports/{found['id']}/start").status_code == 409
    empty = upload(owner, sheet([]))
    assert empty["problem"]["code"] == "catalog.import_empty"


def test_an_xlsx_says_the_same_as_a_csv(owner: Caller) -> None:
    content = b"".join(xlsx_bytes([HEAD, *TEA]))
    assert counts(carry_out(owner, content)) == (3, 0, 0, 0)
    assert counts(carry_out(owner, sheet(TEA))) == (0, 0, 3, 0)


def test_examples_of_the_template_are_no_products(owner: Caller) -> None:
    for kind in ("csv", "xlsx"):
        template = owner.get(f"/products/imports/template?format={kind}", accept_language="zh-TW")
        found = upload(owner, template.content)
        assert found["problem"]["code"] == "catalog.import_empty"
        assert found["unknown_columns"] == []


def test_an_upload_is_not_served_to_anybody(owner: Caller) -> None:
    upload(owner, sheet(TEA))
    folder = owner.house.settings.data / "files"
    (file,) = folder.glob("*.table")
    assert owner.request("GET", f"/files/{file.name}").status_code == 404


def test_a_large_upload_is_read_and_one_beyond_reason_is_refused(owner: Caller) -> None:
    large = sheet([("A", "Tea", "", "", "", "1", "", "x" * 1000)] * 2000, (*HEAD, "note"))
    assert len(large) > 1 << 20
    assert upload(owner, large)["state"] == "ready"
    assert owner.post("/products/imports", b"x" * ((20 << 20) + 1)).status_code == 413


def test_only_who_may_write_products_imports_them(owner: Caller) -> None:
    answer = owner.house.staff(Role.SERVICE).post("/products/imports", sheet(TEA))
    assert answer.status_code == 403


# Bit by bit


def many(count: int) -> bytes:
    return sheet((f"P{n}", f"Tea {n}", "", "", f"S-{n}", "1.00", "7") for n in range(count))


@pytest.mark.parametrize("dies", ["between", "within"])
def test_an_import_that_dies_is_taken_up_where_it_stood(
    owner: Caller, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    """Staged: the worker dies after a chunk is committed, or just before it is."""
    house = owner.house
    monkeypatch.setattr(reading, "CHUNK_ROWS", 3)
    carry_out(owner, sheet([("S-1", "Old tea", "2.00", "1")], ("sku", "title", "price", "stock")))
    found = upload(owner, many(10))
    owner.post(f"/products/imports/{found['id']}/start")
    carried: Counter[int] = Counter()
    original = jobs._chunk  # noqa: SLF001 - where the worker dies
    advance = service._advance  # noqa: SLF001 - as above

    async def chunk(*args: Any) -> bool:  # noqa: ANN401 - whatever it is called with
        carried[args[3]] += 1
        going = await original(*args)
        if dies == "between" and args[3] == 3 and carried[3] == 1:
            msg = "killed"
            raise RuntimeError(msg)
        return going

    def advancing(*args: Any) -> None:  # noqa: ANN401 - the same
        advance(*args)
        if dies == "within" and args[1].groups_done == 6 and carried[3] == 1:
            msg = "killed"
            raise RuntimeError(msg)

    monkeypatch.setattr(jobs, "_chunk", chunk)
    monkeypatch.setattr(service, "_advance", advancing)
    house.work()
    left = look(owner, found["id"])
    assert (left["state"], left["rows_done"]) == ("running", 6 if dies == "between" else 3)

    house.pass_time(minutes=2)
    house.work()

    done = look(owner, found["id"])
    assert (done["state"], done["rows_done"], counts(done)) == ("done", 10, (9, 1, 0, 0))
    assert carried == ({0: 1, 3: 1, 6: 1, 9: 1} if dies == "between" else {0: 1, 3: 2, 6: 1, 9: 1})
    # Ten first movements and the one that set the old tea's stock; none of them twice.
    assert house.read(whole) == {
        "products": 10, "variants": 10, "stock": 10, "stock_movements": 11, "price_changes": 11,
    }  # fmt: skip
    assert set(house.read(ledger).values()) == {(7, 7)}


def test_an_import_is_stopped_and_taken_up_again(
    owner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK_ROWS", 3)
    found = upload(owner, many(10))
    path = f"/products/imports/{found['id']}"
    assert owner.post(f"{path}/stop").status_code == 409
    original = jobs._chunk  # noqa: SLF001 - where staff stop it

    async def chunk(*args: Any) -> bool:  # noqa: ANN401 - whatever it is called with
        going = await original(*args)
        await args[0].db.run(service.stop, found["id"])
        return going

    monkeypatch.setattr(jobs, "_chunk", chunk)
    owner.post(f"{path}/start")
    owner.house.work()
    stopped = look(owner, found["id"])
    assert (stopped["state"], stopped["rows_done"], len(products(owner))) == ("stopped", 3, 3)

    monkeypatch.setattr(jobs, "_chunk", original)
    assert owner.post(f"{path}/start").json()["state"] == "running"
    assert owner.post(f"{path}/start").status_code == 409
    owner.house.work()
    assert counts(look(owner, found["id"])) == (10, 0, 0, 0)
    assert owner.house.read(whole)["stock_movements"] == 10


def test_a_product_that_cannot_be_saved_keeps_no_other_back(
    owner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staged: somebody takes a SKU while the chunk that takes it is being decided."""
    found = upload(owner, many(4))
    original = writing.carry_out
    rival = {"title": "Rival", "variants": [{"price": 1, "sku": "S-2"}]}
    owner.post("/products", rival)

    def blind(*args: Any) -> Any:  # noqa: ANN401 - the same
        """Decide as if the rival were not there yet."""
        with monkeypatch.context() as patched:
            patched.setattr("kaibo.modules.catalog.transfer.loading._product_ids", lambda *_: set())
            return original(*args)

    monkeypatch.setattr(service, "carry_out", blind)
    owner.post(f"/products/imports/{found['id']}/start")
    owner.house.work()

    done = look(owner, found["id"])
    assert (done["state"], counts(done)) == ("done", (3, 0, 0, 1))
    assert codes(owner, done) == [(4, "", "not_written")]
    assert products(owner).keys() == {"Tea 0", "Tea 1", "Tea 3", "Rival"}
