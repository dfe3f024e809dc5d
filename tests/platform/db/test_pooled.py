"""PostgreSQL: use cases side by side; the loser of a deadlock runs again."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kaibo.kernel.clock import FixedClock
from kaibo.platform.db import Database, UnitOfWork
from kaibo.platform.db.pooled import ATTEMPTS
from kaibo.platform.work import Outbox, Registry

pytestmark = pytest.mark.postgres


@pytest.fixture
def db(empty_postgresql_url: str) -> Iterator[Database]:
    database = Database(empty_postgresql_url, clock=FixedClock(), outbox=Outbox(Registry()))
    database.run_blocking(
        lambda uow: uow.session.execute(text("CREATE TABLE t (id int PRIMARY KEY, n int)"))
    )
    database.run_blocking(
        lambda uow: uow.session.execute(text("INSERT INTO t VALUES (1, 0), (2, 0)"))
    )
    yield database
    database.close()


def test_a_deadlock_is_resolved_by_running_the_loser_again(db: Database) -> None:
    meet = threading.Barrier(2)
    runs: list[str] = []

    def in_order(first: int, second: int) -> object:
        def use_case(uow: UnitOfWork) -> None:
            met = not runs.count(f"{first}")
            runs.append(f"{first}")
            uow.session.execute(text("UPDATE t SET n = n + 1 WHERE id = :id"), {"id": first})
            if met:
                meet.wait(10)
            uow.session.execute(text("UPDATE t SET n = n + 1 WHERE id = :id"), {"id": second})

        return use_case

    threads = [
        threading.Thread(target=db.run_blocking, args=(in_order(*order),))
        for order in ((1, 2), (2, 1))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    # Once more at least: who runs again may meet the other once more before it has committed.
    assert len(runs) >= 3
    rows = db.read_blocking(lambda s: s.scalars(text("SELECT n FROM t ORDER BY id")).all())
    assert rows == [2, 2]


def test_a_serialisation_failure_is_tried_again_and_given_up_at_last(db: Database) -> None:
    runs = 0

    def never(uow: UnitOfWork) -> None:
        nonlocal runs
        runs += 1
        uow.session.execute(
            text("DO $$ BEGIN RAISE EXCEPTION 'no luck' USING ERRCODE = '40001'; END $$")
        )

    with pytest.raises(DBAPIError, match="no luck"):
        db.run_blocking(never)
    assert runs == ATTEMPTS


def test_another_error_is_not_tried_again(db: Database) -> None:
    runs = 0

    def wrong(uow: UnitOfWork) -> None:
        nonlocal runs
        runs += 1
        uow.session.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError):
        db.run_blocking(wrong)
    assert runs == 1


def test_use_cases_do_not_wait_for_one_another(db: Database) -> None:
    meet = threading.Barrier(2)
    threads = [
        threading.Thread(target=db.run_blocking, args=(lambda _uow: meet.wait(10),))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not meet.broken


def test_a_connection_that_the_server_cut_is_replaced(db: Database) -> None:
    db.run_blocking(
        lambda uow: uow.session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    )
    assert db.read_blocking(lambda session: session.scalar(text("SELECT 1"))) == 1


def test_what_may_be_forgotten_does_not_wait_for_the_disk_and_all_else_does(
    db: Database,
) -> None:
    # The tests' server waits for no disk at all.
    name = db.read_blocking(lambda session: session.scalar(text("SELECT current_database()")))
    waits = text(f"ALTER DATABASE {name} SET synchronous_commit = on")
    db.run_blocking(lambda uow: uow.session.execute(waits))
    db.write_engine.dispose()

    def setting(uow: UnitOfWork) -> str:
        return str(uow.session.scalar(text("SHOW synchronous_commit")))

    async def in_turn() -> list[str]:
        # The same connection serves them: what one asked for must not stay with it.
        return [await run(setting) for run in (db.run, db.run_relaxed, db.run)]

    assert asyncio.run(in_turn()) == ["on", "off", "on"]
