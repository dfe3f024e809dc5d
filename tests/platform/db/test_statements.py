"""Statements for many rows, on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Select, bindparam, select, true

from kaibo.kernel.clock import FixedClock
from kaibo.platform.db import Base, Database, UnitOfWork
from kaibo.platform.db.statements import Given, Lookup
from kaibo.platform.work import Outbox, Registry
from kaibo.platform.work.models import WorkItem

TEXTS = ["plain", "龙井", "it's", 'a "b"', "{c,d}", "\\e", "%s", "NULL", ""]


@pytest.fixture
def db(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url, clock=FixedClock(), outbox=Outbox(Registry()))
    yield database
    database.close()


def test_given_rows_are_a_table_of_just_these_texts(db: Database) -> None:
    rows = [(text, other) for text in TEXTS for other in reversed(TEXTS)]

    def build(given: Given) -> Select[str, str]:
        table, (one, other) = given("rows", 2)
        return select(one, other).select_from(table)

    lookup = Lookup(build)
    assert sorted(map(tuple, db.read_blocking(lookup, rows=rows))) == sorted(rows)
    assert db.read_blocking(lookup, rows=[]) == []


def test_a_lookup_takes_several_lists_and_single_values(db: Database) -> None:
    def build(given: Given) -> Select[str, str]:
        first, (one,) = given("ones")
        second, (other,) = given("others")
        return (
            select(one, other)
            .select_from(first)
            .join(second, true())
            .where(other != bindparam("but"))
        )

    found = db.read_blocking(Lookup(build), ones=["a", "a", "b"], others=TEXTS, but="")
    assert sorted(map(tuple, found)) == sorted(
        (one, other) for one in "ab" for other in TEXTS if other
    )


def test_a_lookup_sees_what_its_session_is_about_to_write(db: Database) -> None:
    def build(given: Given) -> Select[str | None]:
        table, (key,) = given("keys")
        return select(WorkItem.key).select_from(table).join(WorkItem, WorkItem.key == key)

    def use_case(uow: UnitOfWork) -> list[str | None]:
        Base.metadata.create_all(uow.session.connection(), [Base.metadata.tables["work_items"]])
        uow.session.add(
            WorkItem(
                id="wrk_1",
                kind="job",
                name="n",
                handler="n",
                payload={},
                key="k",
                state="ready",
                run_at=uow.now,
                attempts=0,
                created_at=uow.now,
            )
        )
        return [row.key for row in Lookup(build)(uow.session, keys=["k"])]

    assert db.run_blocking(use_case) == ["k"]
