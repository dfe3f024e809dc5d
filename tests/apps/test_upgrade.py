"""A shop of an older release goes on under this one: migrated, served, its people signed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from kaibo.apps import migrations
from kaibo.apps.migrations import engine_for, migrate
from kaibo.platform.auth.secrets import hash_token
from tests.support.house import House, settings_for

TOKEN = "kst_of-last-year"
OLD = "0004"
ROWS = (
    (
        "INSERT INTO store (id, name, currency, mode, legal_name, address, contact, created_at)"
        " VALUES (1, 'Old Tea', 'CNY', 'test', '', '', '', :at)"
    ),
    (
        "INSERT INTO staff (id, name, email, role, password_hash, created_at)"
        " VALUES ('stf_1', 'Mei', 'mei@tea.test', 'owner', 'x', :at)"
    ),
    (
        "INSERT INTO staff_sessions (token_hash, staff_id, created_at, expires_at)"
        " VALUES (:hash, 'stf_1', :at, :later)"
    ),
    (
        "INSERT INTO products (id, title, description, currency, price, compare_at, compare_basis,"
        " picture, created_at) VALUES ('prd_1', 'Longjing', '', 'CNY', 6800, NULL, '', NULL, :at)"
    ),
)


@pytest.fixture
def upgraded(empty_database_url: str, tmp_path: Path) -> Iterator[House]:
    """A database of an early revision with a store, its owner and a product, brought up to date."""
    values = {
        "at": "2026-01-01 12:00:00",
        "later": "2036-01-01 12:00:00",
        "hash": hash_token(TOKEN),
    }
    engine = engine_for(empty_database_url)
    try:
        with engine.begin() as connection:
            command.upgrade(migrations._config(connection), OLD)  # noqa: SLF001 - an older release
            for row in ROWS:
                statement = text(row)
                named = {name: values[name] for name in statement.compile().params}
                connection.execute(statement, named)
    finally:
        engine.dispose()
    migrate(empty_database_url)
    house = House(settings_for(tmp_path / "data", empty_database_url))
    yield house
    house.close()


def test_a_shop_of_an_early_release_is_served_with_what_it_had(upgraded: House) -> None:
    owner = upgraded.bearer(TOKEN)
    assert owner.get("/staff/me").json()["name"] == "Mei"
    (session,) = owner.get("/staff/me/sessions").json()
    assert (session["device"], session["is_current"]) == ("", True)
    assert owner.get("/store").json()["name"] == "Old Tea"
    (product,) = owner.get("/products").json()["items"]
    assert (product["title"], product["price"]["amount"]) == ("Longjing", 6800)
    assert owner.post("/shows", {"title": "Spring tea"}).status_code == 201
    assert [line["action"] for line in owner.get("/audit").json()["items"]] == ["shows.create_show"]
