"""Imports of products, as tests make them."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.models import (
    PriceChangeRow,
    ProductRow,
    StockMovementRow,
    StockRow,
    VariantRow,
)
from tests.support.house import Caller

HEAD = ("product", "title", "option1", "value1", "sku", "price", "stock")
Lines = Iterable[Iterable[object]]


def sheet(lines: Lines, head: Iterable[str] = HEAD) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *lines])
    return text.getvalue().encode()


def upload(
    owner: Caller, content: bytes, query: str = "", *, patience: float = 30.0, **headers: str
) -> dict[str, Any]:
    """Upload a file and have it checked."""
    answer = owner.post(f"/products/imports?name=tea.csv{query}", content, **headers)
    assert answer.status_code == 201, answer.text
    owner.house.work(patience)
    return look(owner, answer.json()["id"], **headers)


def look(owner: Caller, import_id: str, **headers: str) -> dict[str, Any]:
    found: dict[str, Any] = owner.get(f"/products/imports/{import_id}", **headers).json()
    return found


def carry_out(owner: Caller, content: bytes, query: str = "") -> dict[str, Any]:
    """Upload a file, have it checked, and have it carried out to its end."""
    found = upload(owner, content, query)
    assert owner.post(f"/products/imports/{found['id']}/start").status_code == 200
    owner.house.work()
    return look(owner, found["id"])


def counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    counted = found["counts"]
    return counted["new"], counted["changed"], counted["unchanged"], counted["wrong"]


def errors(owner: Caller, found: dict[str, Any], **headers: str) -> list[dict[str, Any]]:
    page = owner.get(f"/products/imports/{found['id']}/errors?limit=100", **headers).json()
    items: list[dict[str, Any]] = page["items"]
    return items


def codes(owner: Caller, found: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [
        (error["row"], error["column"], error["code"].removeprefix("import."))
        for error in errors(owner, found)
    ]


def products(owner: Caller) -> dict[str, dict[str, Any]]:
    return {item["title"]: item for item in owner.get("/products").json()["items"]}


def whole(session: Session) -> dict[str, int]:
    """Count what products are made of."""
    tables = (ProductRow, VariantRow, StockRow, StockMovementRow, PriceChangeRow)
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }
