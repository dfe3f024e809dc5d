"""Exporting products; what was exported changes nothing when it is imported."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.models import PriceChangeRow, StockMovementRow
from kaibo.platform.i18n.catalog import LANGUAGES
from tests.support.house import Caller, House
from tests.support.imports import carry_out, counts, errors, products

# Whatever could be read back as something else.
AWKWARD: list[dict[str, Any]] = [
    {
        "title": "=1+1",
        "description": "-",
        "price": 5,
        "tags": ["a,b", "-c"],
        "category": "Tea/綠茶",
    },
    {
        "title": '  Tea\'s "best", 茶 ',
        "description": " two\r\nlines\n",
        "options": ["Size", "Colour"],
        "variants": [
            {"values": ["50 g", "red"], "sku": "007", "price": 6800, "stock": 3, "low_at": 1},
            {"values": ["50 g", "blue"], "price": 6801, "stock": 0, "compare_at": 9900},
        ],
        "compare_basis": "October",
        "specifications": [
            {"name": "a:b", "value": "c\nd"},
            {"name": "Origin", "value": "杭州：西湖"},
        ],
        "return_class": "conditional",
        "limit_per_buyer": 3,
        "sale_from": "2026-11-26T00:00:00.125Z",
        "sale_until": "2026-12-01T16:00:00Z",
    },
    {"title": "Lowest", "price": 100, "compare_kind": "lowest_paid"},
]


@pytest.fixture
def owner(house: House) -> Caller:
    """The owner of a shop with awkward products, one of them a bundle."""
    owner = house.set_up()
    for awkward in AWKWARD:
        made = owner.post("/products", awkward)
        assert made.status_code == 201, made.text
    part = made.json()["variants"][0]["id"]
    bundle = {"price": 150, "components": [{"variant_id": part, "units": 2}]}
    assert owner.post("/products", {"title": "Two", "variants": [bundle]}).status_code == 201
    return owner


def written(session: Session) -> tuple[int | None, ...]:
    return tuple(
        session.scalar(select(func.count()).select_from(table))
        for table in (PriceChangeRow, StockMovementRow)
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_exported_changes_nothing(owner: Caller, kind: str, language: str) -> None:
    before, rows = products(owner), owner.house.read(written)
    path = f"/products/export?format={kind}&zone=Asia/Taipei"
    exported = owner.get(path, accept_language=language)
    assert exported.status_code == 200

    found = carry_out(owner, exported.content, "&zone=America/New_York")

    assert (counts(found), errors(owner, found)) == ((0, 0, 5, 0), [])
    assert products(owner) == before
    assert owner.house.read(written) == rows


def test_an_export_has_what_the_list_has(owner: Caller) -> None:
    def exported(query: str) -> list[str]:
        content = owner.get(f"/products/export?format=csv{query}").content.decode("utf-8-sig")
        return [
            row["title"] for row in csv.DictReader(io.StringIO(content, newline="")) if row["title"]
        ]

    assert exported("") == ["Two", "Lowest", 'Tea\'s "best", 茶', "'=1+1"]
    assert exported("&q=low") == ["Lowest"]
    assert exported("&tag=-c") == ["'=1+1"]
    assert exported("&low=true") == ["Lowest", 'Tea\'s "best", 茶', "'=1+1"]
    assert exported("&archived=true") == []


def test_an_export_is_read_page_by_page(owner: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaibo.modules.catalog.transfer.exporting._PAGE", 1)
    content = owner.get("/products/export?format=csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(content, newline="")))) == 6
