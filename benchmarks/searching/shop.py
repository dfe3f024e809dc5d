"""A shop of generated products, whose pages are found by the search index or by reading titles."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.searching.titles import Sold
from benchmarks.support.databases import engine_of
from kaibo.modules.catalog.models import CategoryRow, ProductRow, StockRow, TagRow, VariantRow
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.repository import search
from kaibo.modules.catalog.repository.products import ProductFilter
from kaibo.modules.catalog.repository.shown import shown
from kaibo.modules.catalog.service.views import to_product

CATEGORY = "茶具"
"""One product in seventeen; what is asked within it may be common outside."""
PAGE = 51
"""Rows that the page of fifty reads: one more tells whether there is another page."""

_AT_ONCE = 5_000
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class OpenedShop:
    """A migrated database; each page is read as the product reads it, in a session of its own."""

    def __init__(self, url: str) -> None:
        self._writing = engine_of(url)
        self._reading = engine_of(url, readonly=True)

    def close(self) -> None:
        """Let go of the database."""
        self._writing.dispose()
        self._reading.dispose()

    def server_process(self) -> int | None:
        """Give the process of PostgreSQL that answers; SQLite answers in this one."""
        with self._session() as session:
            if session.get_bind().dialect.name == "sqlite":
                return None
            return session.scalar(select(func.pg_backend_pid()))

    def fill(self, products: Iterator[Sold]) -> float:
        """Store products, and then all of them in the index; return how long that took, in s."""
        categories: dict[str, str] = {}
        while chunk := list(islice(products, _AT_ONCE)):
            with Session(self._writing) as session, session.begin():
                _insert(session, chunk, categories)
        begun = time.perf_counter()
        last = 0
        while True:
            with Session(self._writing) as session, session.begin():
                rows = search.hold_after(session, last, _AT_ONCE)
                search.store(session, rows)
                if not rows:
                    break
                last = rows[-1].seq
        took = time.perf_counter() - begun
        with self._writing.begin() as connection:
            # As PostgreSQL does within a minute by itself.
            connection.execute(text("ANALYZE"))
        return took

    # Each gives the numbers of the products on a page, which begins below the number ``before``.

    def browse(self, _query: str, before: int | None) -> list[int]:
        """Give a page of all products: what reading one costs without a search."""
        return self._page(ProductFilter(), before)

    def search(self, query: str, before: int | None) -> list[int]:
        """Find a page by the index."""
        return self._page(ProductFilter(query), before)

    def search_within(self, query: str, before: int | None) -> list[int]:
        """Find a page of one category by the index."""
        return self._page(ProductFilter(query, category_id=_category_id(CATEGORY)), before)

    def search_alone(self, query: str, before: int | None) -> list[int]:
        """Find the numbers of a page by the index, and read no product."""
        bare = select(ProductRow.seq)
        with self._session() as session:
            rows = search.INDEX.newest(
                session, bare, query, key=ProductRow.seq, before=before, limit=PAGE
            )
        return [number for (number,) in rows or ()]

    def scan(self, query: str, before: int | None) -> list[int]:
        """Find a page by its text in the titles: what the index replaced."""
        title = func.lower(ProductRow.title)
        statement = (
            select(ProductRow)
            .where(ProductRow.archived_at.is_(None))
            .where(title.contains(query.lower(), autoescape=True))
            .order_by(ProductRow.id.desc())
            .limit(PAGE)
        )
        if before is not None:
            statement = statement.where(ProductRow.id < product_id(before))
        with self._session() as session:
            return [row.seq for row in session.scalars(statement)]

    def _page(self, chosen: ProductFilter, before: int | None) -> list[int]:
        cursor = None if before is None else product_id(before)
        with self._session() as session:
            found = repository.page(session, chosen, before=cursor, limit=PAGE)
            items = [to_product(row) for row in shown(session, found[: PAGE - 1]).values()]
            return [number_of(item.id) for item in items]

    @contextlib.contextmanager
    def _session(self) -> Iterator[Session]:
        with Session(self._reading, expire_on_commit=False) as session, session.begin():
            yield session


def number_of(product_id: str) -> int:
    """Give the number of the product with that id."""
    return int(product_id.removeprefix("prd_"))


def product_id(number: int) -> str:
    """Give the id of the product with that number."""
    return f"prd_{number:026d}"


def _category_id(name: str) -> str:
    return f"cat_{name.encode().hex()}"


def _insert(session: Session, chunk: Sequence[Sold], categories: dict[str, str]) -> None:
    for name in {sold.category for sold in chunk} - categories.keys():
        categories[name] = _category_id(name)
        session.add(CategoryRow(id=categories[name], path=name, position=0))
    session.flush()
    session.execute(insert(ProductRow), [_product(sold) for sold in chunk])
    tags = [{"product_id": product_id(sold.number), "tag": sold.tag} for sold in chunk if sold.tag]
    session.execute(insert(TagRow), tags)
    variants = [variant for sold in chunk for variant in _variants(sold)]
    session.execute(insert(VariantRow), variants)
    stock = [
        {"variant_id": variant["id"], "on_hand": 5, "product_seq": sold.number}
        for sold in chunk
        for variant in _variants(sold)
    ]
    session.execute(insert(StockRow), stock)


def _product(sold: Sold) -> dict[str, object]:
    return {
        "id": product_id(sold.number),
        "seq": sold.number,
        "title": sold.title,
        "description": f"{sold.title}。" * 4,
        "currency": "CNY",
        "option1": "颜色",
        "category_id": _category_id(sold.category),
        "revision": f"rev_{sold.number}",
        "created_at": _LONG_AGO,
    }


def _variants(sold: Sold) -> Iterator[dict[str, object]]:
    for position, (colour, sku) in enumerate(sold.variants):
        yield {
            "id": f"var_{sold.number:023d}_{position:02d}",
            "product_id": product_id(sold.number),
            "position": position,
            "sku": sku,
            "value1": colour,
            "price": 6800,
            "price_since": _LONG_AGO,
        }
