"""Moments: told in any zone, refused without one."""

from kaibo.modules.catalog.contracts import Product
from tests.support.house import Shop

# Without a zone it would be nobody knows when; the others lie outside the calendar in UTC.
NO_MOMENTS = (
    "2026-11-11T20:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
)


def test_a_moment_without_a_zone_or_outside_the_calendar_is_refused(sqlite_shop: Shop) -> None:
    product: Product = sqlite_shop.product
    for told in NO_MOMENTS:
        quoted = told.replace("+", "%2B")
        for answer in (
            sqlite_shop.owner.get(f"/orders?since={quoted}"),
            sqlite_shop.owner.get(f"/orders/export.csv?until={quoted}"),
            sqlite_shop.owner.patch(f"/products/{product.id}", {"sale_from": told}),
            sqlite_shop.owner.post("/products", {"title": "Tea", "price": 1, "sale_until": told}),
            sqlite_shop.owner.post("/shows", {"title": "Tea", "starts_at": told}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), told


def test_a_moment_in_any_zone_is_answered_in_utc(sqlite_shop: Shop) -> None:
    changes = {"sale_from": "2026-11-11T20:00:00+08:00"}
    answer = sqlite_shop.owner.patch(f"/products/{sqlite_shop.product.id}", changes)
    assert answer.json()["sale_from"] == "2026-11-11T12:00:00Z"
