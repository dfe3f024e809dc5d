"""Products are found by their words, in whatever script, as soon as they are changed."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from kaibo.modules.catalog.models import ProductRow
from kaibo.modules.catalog.repository import products as products_repository
from kaibo.modules.catalog.repository import search as repository
from kaibo.modules.catalog.repository.shown import shown
from kaibo.modules.catalog.service import products
from kaibo.modules.catalog.service import search as service
from kaibo.platform.db import UnitOfWork
from kaibo.platform.search import tokens
from tests.support.house import House, Shop, settings_for
from tests.support.network import wait_until

# What the shop sells besides Longjing, the oldest first.
TITLES = (
    "明前西湖龍井茶葉禮盒",
    "凍頂烏龍茶 Oolong Tea",
    "冻顶乌龙茶 Oolong Teabag",
    '紫砂壶 Teapot "Dragon" (200ml)',
    "红茶 NEAR river -50%",
)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    for title in TITLES:
        shop.house.product(title)
    return shop


def found(shop: Shop, words: str, **narrowed: str) -> list[str]:
    """Titles of what the API finds; the shop's own product is left out."""
    rest = "".join(f"&{name}={quote(value)}" for name, value in narrowed.items())
    # Lone surrogates cannot be sent as text, but their bytes can.
    asked = quote(words.encode("utf-8", "surrogatepass"))
    answer = shop.owner.get(f"/products?q={asked}{rest}")
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"] if item["title"] != "Longjing"]


def titles_of(house: House, words: str) -> list[str]:
    """Titles of what is found, without the API in between."""

    def query(session: Session) -> list[str]:
        chosen = products_repository.ProductFilter(words)
        ids = products_repository.page(session, chosen, before=None, limit=9)
        return [row.title for row in shown(session, ids).values()]

    return house.read(query)


def made(shop: Shop, **told: Any) -> str:  # noqa: ANN401 - JSON
    answer = shop.owner.post("/products", {"title": "Tea", "price": 100, **told})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


ASKED: Sequence[tuple[str, list[int]]] = (
    ("乌龙", [2, 1]),
    ("烏龍", [2, 1]),
    ("龍井", [0]),
    ("龍井茶葉", [0]),
    ("井茶", [0]),
    ("茶龍", []),
    ("龍", [2, 1, 0]),
    ("盒", [0]),
    ("茶", [4, 2, 1, 0]),
    ("tea", [3, 2, 1]),
    ("TEA", [3, 2, 1]),
    ("oolong teab", [2]),
    ("teab oolong", []),
    ("oolong 烏龍", [2, 1]),
    ("茶 oolong 乌龙 冻", [2, 1]),
    ("200", [3]),
    ("200m", [3]),
    ("ea", []),
)


def test_products_are_found_by_words_of_their_titles(stocked: Shop) -> None:
    for words, titles in ASKED:
        assert found(stocked, words) == [TITLES[number] for number in titles], words


# Of two words that are one, in either script, and of what only looks alike.
EITHER: Sequence[tuple[str, str, str]] = (
    ("龙井", "龍井", "龙 井"),
    ("后台", "後臺", "后面"),
    ("里料", "裏料", "面料"),
    ("衬里", "襯裡", "衬衫"),
    ("面粉", "麵粉", "米粉"),
    ("台灯", "檯燈", "台历"),
)


def test_products_are_found_in_either_script(shop: Shop) -> None:
    for simplified, traditional, other in EITHER:
        made(shop, title=f"新款{simplified}一件")
        made(shop, title=f"新款{traditional}一件")
        made(shop, title=f"新款{other}一件")
    for simplified, traditional, _other in EITHER:
        # A word of each script, and each word by halves.
        meant = [f"新款{traditional}一件", f"新款{simplified}一件"]
        halves = (simplified[0] + traditional[1], traditional[0] + simplified[1])
        for words in (simplified, traditional, *halves, f"新款{simplified}", f"{traditional}一"):
            assert found(shop, words) == meant, words


def test_skus_values_category_and_tags_are_found_in_either_script(shop: Shop) -> None:
    variants = [{"values": ["紅色"], "sku": "茶-1", "price": 1}]
    told = {"options": ["颜色"], "variants": variants, "category": "茶具/儲存", "tags": ["热卖"]}
    made(shop, title="罐", **told)
    for words in ("红色", "紅色", "储存", "儲存", "热卖", "熱賣", "红色 熱賣"):
        assert found(shop, words) == ["罐"], words


SIGNS: Sequence[tuple[str, list[int]]] = (
    ('"dragon"', [3]),
    ('"', []),
    ("te*", [3, 2, 1]),
    ("NEAR(", [4]),
    ("NEAR(river tea, 2)", []),
    ("-river", [4]),
    ("words:river", []),
    ("river OR tea", []),
    ("NOT river", []),
    ("river:*", [4]),
    ("!river | x", []),
    ("ri%", [4]),
    ("_", []),
    ("'; DROP TABLE products_search; --", []),
    ("龍井\x00", [0]),
    ("\x00", []),
    ("烏\x00龍", [2, 1]),
    ("🍵", []),
    ("\\", []),
)


def test_signs_in_what_is_asked_are_harmless(stocked: Shop) -> None:
    for words, titles in SIGNS:
        assert found(stocked, words) == [TITLES[number] for number in titles], words


def test_broken_characters_in_what_is_asked_are_harmless(stocked: Shop) -> None:
    for words, titles in (("\ud800", []), ("龍井\udfff", [TITLES[0]])):
        found(stocked, words)
        assert titles_of(stocked.house, words) == titles


def test_blanks_ask_for_everything(stocked: Shop) -> None:
    assert len(found(stocked, "  ")) == len(TITLES)


def test_products_are_found_by_skus_values_category_and_tags(shop: Shop) -> None:
    variants = [
        {"values": ["红色", "大"], "sku": "TEA-100-RED", "price": 1},
        {"values": ["绿色", "大"], "sku": "TEA-100-GRN", "price": 1},
    ]
    made(
        shop,
        title="罐",
        options=["颜色", "尺寸"],
        variants=variants,
        category="茶具/储存",
        tags=["春季特惠"],
    )
    for words in (
        "tea-100",
        "100-red",
        "TEA100GRN",
        "100",
        "红色",
        "大 绿色",
        "储存",
        "茶具",
        "特惠",
    ):
        assert found(shop, words) == ["罐"], words
    for words in ("tea-200", "red-100", "蓝色", "颜色"):
        assert found(shop, words) == [], words


def test_a_change_is_found_at_once_and_what_it_replaced_no_more(shop: Shop) -> None:
    product_id = made(
        shop, title="乌龙", options=["色"], tags=["新茶"], category="茶",
        variants=[{"values": ["红"], "sku": "A-1", "price": 1}],
    )  # fmt: skip
    changes: Sequence[tuple[dict[str, Any], str, str]] = (
        ({"title": "龙井"}, "乌龙", "龙井"),
        ({"tags": ["陈茶"]}, "新茶", "陈茶"),
        ({"category": "礼品"}, "茶 1", "礼品"),
        ({"variants": [{"values": ["绿"], "sku": "B-2", "price": 1}]}, "a-1", "b-2"),
    )
    for change, _before, after in changes:
        assert found(shop, after) == []
        answer = shop.owner.patch(f"/products/{product_id}", change)
        assert answer.status_code == 200, answer.text
        assert len(found(shop, after)) == 1, change
    for _change, before, _after in changes[:2]:
        assert found(shop, before) == []
    assert found(shop, "红") == found(shop, "a-1") == []


def test_a_search_is_narrowed_by_category_tag_and_shelf(shop: Shop) -> None:
    made(shop, title="红茶", category="茶", tags=["新"])
    gone = made(shop, title="绿茶", category="茶")
    made(shop, title="茶壶", category="具", tags=["新"])
    category = next(
        item["id"] for item in shop.owner.get("/products/categories").json() if item["path"] == "茶"
    )
    shop.owner.put(f"/products/{gone}/archived", {"archived": True})

    assert found(shop, "茶") == ["茶壶", "红茶"]
    assert found(shop, "茶", category=category) == ["红茶"]
    assert found(shop, "茶", tag="新") == ["茶壶", "红茶"]
    assert found(shop, "茶", tag="新", category=category) == ["红茶"]
    assert found(shop, "茶", archived="true") == ["绿茶"]
    assert found(shop, "茶", low="true") == ["茶壶", "红茶"]
    shop.owner.put(f"/products/{gone}/archived", {"archived": False})
    assert found(shop, "茶", category=category) == ["绿茶", "红茶"]


def test_products_that_run_low_are_listed_and_found(shop: Shop) -> None:
    def low() -> list[list[str]]:
        return [found(shop, words, low="true") for words in ("", "茶")]

    red = {"values": ["红"], "price": 1, "stock": 5, "low_at": 2}
    tea = made(shop, title="茶", options=["色"], variants=[red, {**red, "values": ["绿"]}])
    pot = made(shop, title="茶壶", stock=1)
    assert low() == [[], []]

    product = shop.owner.get(f"/products/{tea}").json()
    ids = [variant["id"] for variant in product["variants"]]
    for variant_id, delta in zip(ids, (-3, -5), strict=True):
        adjustment = {"variant_id": variant_id, "delta": delta, "reason": "broken"}
        assert shop.owner.post(f"/products/{tea}/stock-adjustments", adjustment).is_success
        assert low() == [["茶"], ["茶"]]
    gone = {"delta": -1, "reason": "broken"}
    assert shop.owner.post(f"/products/{pot}/stock-adjustments", gone).is_success
    assert low() == [["茶壶", "茶"], ["茶壶", "茶"]]

    # What is off the shelf runs low no more.
    blue = {"values": ["蓝"], "price": 1, "stock": 9}
    assert shop.owner.patch(f"/products/{tea}", {"variants": [blue]}).is_success
    assert low() == [["茶壶"], ["茶壶"]]


@pytest.mark.parametrize("words", ["", "&q=%E8%8C%B6"])
def test_pages_of_what_runs_low_hold_each_product_once(shop: Shop, words: str) -> None:
    both = [{"values": [value], "price": 1} for value in ("红", "绿")]
    for number in range(3):
        made(shop, title=f"茶 {number}", options=["色"], variants=both)
    seen, cursor = [], ""
    while True:
        page = shop.owner.get(f"/products?limit=1&low=true{words}{cursor}").json()
        seen += [item["title"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ["茶 2", "茶 1", "茶 0"]


def test_pages_of_what_is_found_hold_each_product_once(shop: Shop) -> None:
    for number in range(5):
        made(shop, title=f"茶 {number}")
    path, seen = "/products?limit=2&q=%E8%8C%B6", []
    page = shop.owner.get(path).json()
    while True:
        seen += [item["title"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        page = shop.owner.get(f"{path}&cursor={page['next_cursor']}").json()
    assert seen == ["茶 4", "茶 3", "茶 2", "茶 1", "茶 0"]
    before_all = f"prd_{'0' * 26}"
    assert shop.owner.get(f"{path}&cursor={before_all}").json()["items"] == []


def test_a_product_that_was_refused_is_not_found(shop: Shop) -> None:
    made(shop, title="罐", variants=[{"sku": "A-1", "price": 1}])
    twice = {"title": "壶", "price": 1, "variants": [{"sku": "A-1", "price": 1}]}
    assert shop.owner.post("/products", twice).is_error
    assert found(shop, "壶") == []
    assert found(shop, "罐") == ["罐"]


# An index that is new, or was made by another release


def repository_settle(uow: UnitOfWork) -> None:
    repository.INDEX.settle(uow.session)


def forget(house: House) -> None:
    """Leave the index as a migration makes it."""
    house.run(lambda uow: uow.session.execute(text("DELETE FROM products_search")))


def test_products_of_an_older_release_are_stored_bit_by_bit(
    stocked: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 2)
    forget(stocked.house)
    assert found(stocked, "茶") == []

    stocked.house.run(service.settle)
    assert not stocked.house.read(repository.INDEX.is_settled)
    stocked.house.work()

    assert found(stocked, "茶") == [TITLES[number] for number in (4, 2, 1, 0)]
    assert stocked.house.read(repository.INDEX.is_settled)


def test_an_index_that_kept_scripts_apart_is_stored_anew(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(tokens, "in_one_script", str)
        older.setattr(tokens, "VERSION", 1)
        made(shop, title="烏龍")
        made(shop, title="乌龙")
        shop.house.run(repository_settle)
        assert found(shop, "乌龙") == ["乌龙"]
        assert found(shop, "烏龍") == ["烏龍"]
    assert found(shop, "烏龍") == ["乌龙"]

    shop.house.run(service.settle)
    shop.house.work()

    for words in ("乌龙", "烏龍"):
        assert found(shop, words) == ["乌龙", "烏龍"]
    assert shop.house.read(repository.INDEX.is_settled)


def test_a_settled_index_is_left_alone(stocked: Shop) -> None:
    stocked.house.run(service.settle)
    stocked.house.run(
        lambda uow: uow.session.execute(text("UPDATE products SET title = 'not by us'"))
    )
    stocked.house.run(service.settle)
    assert found(stocked, "us") == []


def test_the_core_settles_the_index_when_it_starts(database_url: str, tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data", database_url)
    earlier = House(settings)
    try:
        earlier.product("乌龙")
        forget(earlier)
    finally:
        earlier.close()
    later = House(settings, served=True)
    try:
        assert titles_of(later, "乌龙") == ["乌龙"]
    finally:
        later.close()


def test_a_change_meanwhile_is_not_overwritten_by_what_was_read_before(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    product_id = made(shop, title="乌龙")
    forget(shop.house)
    held, go_on = threading.Event(), threading.Event()
    store = repository.store

    def store_later(session: Session, rows: Sequence[ProductRow]) -> None:
        held.set()
        assert go_on.wait(10)
        store(session, rows)

    def is_waiting() -> bool:
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(shop.house.read(lambda session: session.scalar(waiting)))

    settling = threading.Thread(target=shop.house.run, args=(service.settle,))
    changing = threading.Thread(
        target=shop.house.run, args=(products.change, product_id, {"title": "龙井"})
    )
    monkeypatch.setattr(repository, "store", store_later)
    settling.start()
    assert held.wait(10)
    monkeypatch.setattr(repository, "store", store)
    changing.start()
    if not shop.house.db.is_sqlite:  # which has one writer: the change waits in line
        wait_until(is_waiting, 10, because="the change did not wait")
    go_on.set()
    settling.join()
    changing.join()

    assert found(shop, "乌龙") == []
    assert found(shop, "龙井") == ["龙井"]
