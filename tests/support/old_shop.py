"""The database of a shop as an older release left it, with all that a shop has."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from alembic import command
from sqlalchemy import Connection, MetaData, Table, text

from kaibo.apps import migrations
from kaibo.apps.migrations import engine_for
from kaibo.platform.auth.secrets import hash_token

TOKEN = "kst_of-last-year"
SESSION = "vse_1"
AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = datetime(2036, 1, 1, 12, tzinfo=UTC)
ADDRESS = {
    "country": "CN", "region": "", "city": "杭州", "line1": "龙井路 1 号", "line2": "",
    "postal_code": "",
}  # fmt: skip

Row = tuple[str, dict[str, Any]]


def _moved(place: int, kind: str, on_hand: int, reserved: int, of: str) -> Row:
    return "stock_movements", {
        "id": f"mov_{place}", "product_id": "prd_1", "kind": kind, "on_hand_delta": on_hand,
        "reserved_delta": reserved, "reference": of, "created_at": AT,
    }  # fmt: skip


# A product had one price and one stock; what came from there carries one variant since.
BEFORE_VARIANTS: list[Row] = [
    ("store", {
        "id": 1, "name": "Old Tea", "currency": "CNY", "mode": "test", "legal_name": "",
        "address": "", "contact": "", "created_at": AT,
    }),
    ("staff", {
        "id": "stf_1", "name": "Mei", "email": "mei@tea.test", "role": "owner",
        "password_hash": "x", "created_at": AT,
    }),
    ("staff_sessions", {
        "token_hash": hash_token(TOKEN), "staff_id": "stf_1", "created_at": AT,
        "expires_at": LATER,
    }),
    ("products", {
        "id": "prd_1", "title": "Longjing", "description": "", "currency": "CNY", "price": 6800,
        "compare_at": None, "compare_basis": "", "picture": None, "created_at": AT,
    }),
    ("stock", {"product_id": "prd_1", "on_hand": 4, "reserved": 0, "version": 3}),
    _moved(1, "adjust", 5, 0, "first"),
    _moved(2, "reserve", 0, 1, "ord_1"),
    _moved(3, "take", -1, -1, "ord_1"),
    ("shows", {
        "id": "shw_1", "slug": "tea", "title": "New tea", "host_name": "Mei", "state": "closed",
        "access": "public", "starts_at": None, "on_air_at": AT, "closed_at": AT, "created_at": AT,
    }),
    ("show_products", {"show_id": "shw_1", "product_id": "prd_1", "position": 0}),
    ("viewers", {"id": "vwr_1", "display_name": "小明", "created_at": AT}),
    ("orders", {
        "id": "ord_1", "number": "260101-0001", "show_id": "shw_1", "viewer_id": "vwr_1",
        "idempotency_key": "k", "state": "paid", "currency": "CNY", "total": 6800,
        "contact_name": "Lin", "contact_phone": "13800000000", "address": ADDRESS, "note": "",
        "created_at": AT, "expires_at": AT, "paid_at": AT,
    }),
    ("order_lines", {
        "order_id": "ord_1", "position": 0, "product_id": "prd_1", "title": "Longjing",
        "picture_url": None, "unit_price": 6800, "quantity": 1, "total": 6800,
    }),
    ("payments", {
        "id": "pay_1", "order_id": "ord_1", "gateway": "sandbox", "reference": "chk_1",
        "redirect_url": None, "state": "captured", "currency": "CNY", "amount": 6800,
        "created_at": AT, "changed_at": AT,
    }),
    ("sandbox_checkouts", {
        "id": "chk_1", "payment_id": "pay_1", "merchant": "Old Tea", "description": "",
        "currency": "CNY", "amount": 6800, "state": "approved", "return_url": "",
        "created_at": AT, "changed_at": AT,
    }),
]  # fmt: skip

# Now the product has two.
WITH_VARIANTS: list[Row] = [
    ("variants", {
        "id": "var_2", "product_id": "prd_1", "position": 1, "value1": "100 g", "value2": "",
        "price": 12_000, "price_since": AT,
    }),
    ("stock", {
        "variant_id": "var_2", "on_hand": 3, "reserved": 0, "allocated": 0, "low_at": 5,
        "version": 1,
    }),
    ("stock_movements", {
        "id": "mov_9", "variant_id": "var_2", "kind": "adjust", "on_hand_delta": 3,
        "reserved_delta": 0, "allocated_delta": 0, "actor": "stf_1", "reference": "first",
        "created_at": AT,
    }),
]  # fmt: skip
NAMES = (
    "UPDATE products SET option1 = 'Weight' WHERE id = 'prd_1'",
    "UPDATE variants SET value1 = '50 g' WHERE id = 'var_1'",
)

# By now buyers sign in by mail and book shows, and what staff do is written down.
WITH_PEOPLE: list[Row] = [
    ("viewers", {"id": "vwa_1", "display_name": "Lin", "created_at": AT}),
    ("viewer_accounts", {"viewer_id": "vwa_1", "email": "lin@buyer.test", "created_at": AT}),
    ("viewer_sessions", {
        "id": SESSION, "viewer_id": "vwa_1", "device": "", "created_at": AT, "seen_at": AT,
        "expires_at": LATER,
    }),
    ("mails", {
        "id": "mal_1", "kind": "order_paid", "address": "lin@buyer.test", "language": "zh-CN",
        "subject_id": "ord_1", "key": "paid ord_1", "extra": {}, "state": "sent", "error": None,
        "created_at": AT, "sent_at": AT,
    }),
    ("mails", {
        "id": "mal_2", "kind": "test", "address": "mei@tea.test", "language": "en",
        "subject_id": "", "key": None, "extra": {}, "state": "queued",
        "error": "mail.not_set_up", "created_at": AT, "sent_at": None,
    }),
    ("shows", {
        "id": "shw_2", "slug": "next", "title": "Next tea", "host_name": "Mei", "state": "ready",
        "access": "public", "description": "", "revision": 0, "starts_at": LATER, "created_at": AT,
    }),
    ("show_bookings", {"show_id": "shw_2", "viewer_id": "vwa_1", "booked_at": AT}),
    ("hidden_lines", {
        "show_id": "shw_1", "danmaku_id": "d1", "viewer_id": "vwr_1", "text": "call me",
        "hidden_at": AT, "hidden_by": "Mei",
    }),
    ("saved_views", {
        "id": "svw_1", "staff_id": "stf_1", "list": "orders", "name": "To ship",
        "filters": "state=paid", "created_at": AT,
    }),
    ("retention", {"rule": "mails", "days": 9999}),
    ("audit_entries", {
        "id": "aud_0", "at": AT, "staff_id": "stf_1", "staff_name": "Mei",
        "action": "shows.create_show", "target": "shw_2", "label": "Next tea", "details": {},
        "network": "192.0.2.1", "request_id": "req_1",
    }),
    # A scratch on the tin: ten yuan of the price were given back.
    ("refunds", {
        "id": "rfd_1", "payment_id": "pay_1", "order_id": "ord_1", "state": "succeeded",
        "currency": "CNY", "amount": 1000, "reason": "scratched", "actor": "stf_1", "pieces": [],
        "restocks": False, "error": None, "created_at": AT, "settled_at": AT,
        "idempotency_key": "scratch",
    }),
    ("sandbox_refunds", {
        "id": "rfd_1", "checkout_id": "chk_1", "amount": 1000, "created_at": AT,
    }),
]  # fmt: skip
GIVEN_BACK = (
    "UPDATE orders SET refunded = 1000 WHERE id = 'ord_1'",
    "UPDATE payments SET refunded = 1000 WHERE id = 'pay_1'",
)

REVISIONS = ("0004", "0006", "0020")


def leave_behind(url: str, old: str) -> None:
    """Fill a database as a release of that revision (of `REVISIONS`) would have."""
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            _upgrade(connection, "0004")
            _put(connection, BEFORE_VARIANTS)
            if old >= "0006":
                _upgrade(connection, "0006")
                for statement in NAMES:
                    connection.execute(text(statement))
                _put(connection, WITH_VARIANTS)
            if old >= "0020":
                _upgrade(connection, "0020")
                _put(connection, WITH_PEOPLE)
                for statement in GIVEN_BACK:
                    connection.execute(text(statement))
    finally:
        engine.dispose()


def _upgrade(connection: Connection, revision: str) -> None:
    command.upgrade(migrations._config(connection), revision)  # noqa: SLF001 - an older release


def _put(connection: Connection, rows: Iterable[Row]) -> None:
    known = MetaData()
    for name, values in rows:
        table = Table(name, known, autoload_with=connection)
        connection.execute(table.insert().values(values))
