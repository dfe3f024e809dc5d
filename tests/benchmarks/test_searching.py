"""What the figures of `make bench-product-search` rest on: all contestants answer the same."""

from collections.abc import Iterator

import pytest

from benchmarks.searching import shop as module
from benchmarks.searching.shop import CATEGORY, OpenedShop
from benchmarks.searching.titles import QUERIES, products

COUNT = 200


@pytest.fixture
def filled(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenedShop]:
    monkeypatch.setattr(module, "PAGE", COUNT)
    opened = OpenedShop(database_url)
    opened.fill(products(COUNT, seed=1))
    yield opened
    opened.close()


def test_all_contestants_find_the_same(filled: OpenedShop) -> None:
    sold = {product.number: product for product in products(COUNT, seed=1)}
    before = COUNT // 2
    assert filled.browse("", before) == list(range(before - 1, 0, -1))
    for queries in QUERIES.values():
        query = queries[0]
        by_index = filled.search(query, before)
        assert by_index == filled.search_alone(query, before)
        assert by_index == sorted(by_index, reverse=True)
        assert all(number < before for number in by_index)
        assert filled.search_within(query, before) == [
            number for number in by_index if sold[number].category == CATEGORY
        ]
        # In Latin script the index finds beginnings, and a scan the midst of words too.
        if not query.isascii():
            assert set(filled.scan(query, before)) <= set(by_index), query


def test_the_shop_has_common_words_and_rare_ones() -> None:
    titles = [product.title for product in products(5000, seed=1)]
    assert sum("茶" in title for title in titles) > len(titles) / 8
    assert sum("限定樱花" in title for title in titles) == 5
