"""Products are read with one statement a table, and say the same as they did row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog import models
from tests.support.house import House, Shop

TABLES = {row.__tablename__ for row in vars(models).values() if hasattr(row, "__tablename__")}


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """Collect the catalog's tables that are read from meanwhile, one for each statement."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql.lstrip().startswith("SELECT"):
            table = sql.split("FROM ", 1)[-1].split(maxsplit=1)[0]
            if table in TABLES:
                seen.append(table)

    event.listen(house.db.read_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(house.db.read_engine, "before_cursor_execute", note)


def made(shop: Shop, **told: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    answer = shop.owner.post("/products", {"title": "Tea", "price": 100, **told})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def bundle_of(shop: Shop, variant_id: str, units: int) -> dict[str, Any]:
    parts = [{"variant_id": variant_id, "units": units}]
    return made(shop, title="Set", variants=[{"price": 100, "components": parts}])


def test_a_page_is_read_with_one_statement_a_table(shop: Shop) -> None:
    for number in range(5):
        made(shop, title=f"Tea {number}", category="Tea", tags=["new"])

    with statements(shop.house) as seen:
        page = shop.owner.get("/products").json()
    assert len(page["items"]) == 6
    # The first one finds the ids.
    assert seen == ["products", "products", "variants", "product_pictures", "product_tags"]

    bundle_of(shop, shop.variant.id, 2)
    with statements(shop.house) as seen:
        shop.owner.get("/products")
    assert sorted(set(seen)) == sorted(seen[1:])
    assert "bundle_components" in seen


def test_a_list_says_what_the_product_itself_says(shop: Shop) -> None:
    made(
        shop,
        title="Oolong",
        options=["Colour"],
        variants=[{"values": ["Red"], "price": 2, "stock": 3}, {"values": ["Green"], "price": 1}],
        category="Tea/Oolong",
        tags=["b", "a"],
        specifications=[{"name": "Weight", "value": "50 g"}],
        certificates=[
            {"name": "Organic", "number": "1", "issuer": "X", "valid_until": "2030-01-31"}
        ],
        sale_from="2026-11-11T20:00:00+08:00",
    )
    bundle_of(shop, shop.variant.id, 2)
    for listed in shop.owner.get("/products").json()["items"]:
        assert listed == shop.owner.get(f"/products/{listed['id']}").json()
    bundle, oolong, _ = shop.owner.get("/products").json()["items"]
    assert bundle["stock"] == {"on_hand": 2, "reserved": 0, "allocated": 0, "available": 2}
    assert bundle["variants"][0]["components"] == [{"variant_id": shop.variant.id, "units": 2}]
    assert (oolong["tags"], oolong["category"]["path"]) == (["a", "b"], "Tea/Oolong")
    assert [variant["stock"]["on_hand"] for variant in oolong["variants"]] == [3, 0]
    assert oolong["certificates"][0]["valid_until"] == "2030-01-31"


def test_the_stock_version_does_not_fall_when_a_bundle_leaves_the_product(shop: Shop) -> None:
    parts = [{"variant_id": shop.variant.id, "units": 1}]
    both = [{"values": ["One"], "price": 1}, {"values": ["Two"], "price": 2, "components": parts}]
    product = made(shop, title="Set", options=["Size"], variants=both)

    def version() -> int:
        return shop.house.read(catalog.cards, [product["id"]])[product["id"]].stock_version

    before = version()
    kept = {**both[0], "id": product["variants"][0]["id"]}
    answer = shop.owner.patch(f"/products/{product['id']}", {"variants": [kept]})
    assert answer.status_code == 200, answer.text
    assert version() >= before
