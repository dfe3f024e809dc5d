"""Statements for many rows, on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.kernel.clock import FixedClock
from kaibo.platform.db import Database
from kaibo.platform.db.statements import given
from kaibo.platform.work import Outbox, Registry

TEXTS = ["plain", "龙井", "it's", 'a "b"', "{c,d}", "\\e", "%s", "NULL", ""]


@pytest.fixture
def db(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url, clock=FixedClock(), outbox=Outbox(Registry()))
    yield database
    database.close()


def test_given_rows_are_a_table_of_just_these_texts(db: Database) -> None:
    rows = [(text, other) for text in TEXTS for other in reversed(TEXTS)]

    def query(session: Session) -> list[tuple[str, ...]]:
        table, columns = given(session, rows, 2)
        return [tuple(row) for row in session.execute(select(*columns).select_from(table))]

    assert sorted(db.read_blocking(query)) == sorted(rows)


def test_nothing_given_is_a_table_of_nothing(db: Database) -> None:
    def query(session: Session) -> list[str]:
        table, columns = given(session, [])
        return list(session.scalars(select(*columns).select_from(table)))

    assert db.read_blocking(query) == []
