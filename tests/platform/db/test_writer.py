"""SQLite: one thread, one commit for all that waits."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from kaibo.kernel.clock import FixedClock
from kaibo.platform.db import Database, UnitOfWork
from kaibo.platform.db.engine import SQLITE_SAFE_VERSION, sqlite_module, sqlite_version
from kaibo.platform.db.writer import SingleWriter
from kaibo.platform.work import Outbox, Registry


class Line:
    """A writer whose thread can be held, so that what is queued meanwhile makes one group."""

    def __init__(self, db: Database) -> None:
        self.db = db
        writer = db._writer  # noqa: SLF001 - its grouping is the subject
        assert isinstance(writer, SingleWriter)
        self.submit = writer.submit
        self.commits = 0
        event.listen(db.write_engine, "commit", self._count)

    def _count(self, _connection: object) -> None:
        self.commits += 1

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the thread; what is submitted meanwhile is taken together afterwards."""
        inside, go_on = threading.Event(), threading.Event()

        def hold(_uow: UnitOfWork) -> None:
            inside.set()
            assert go_on.wait(10)

        first = self.submit(hold)
        assert inside.wait(10)
        try:
            yield
        finally:
            go_on.set()
            first.result(10)
            self.commits = 0


@pytest.fixture
def line(empty_sqlite_url: str) -> Iterator[Line]:
    db = Database(empty_sqlite_url, clock=FixedClock(), outbox=Outbox(Registry()))
    with db.write_engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (id INTEGER PRIMARY KEY)"))
    yield Line(db)
    db.close()


def put(number: int) -> "Put":
    return Put(number)


class Put:
    """A use case that writes a number, or fails after writing it."""

    def __init__(self, number: int, *, fails: bool = False) -> None:
        self.number, self.fails = number, fails

    def __call__(self, uow: UnitOfWork) -> int:
        uow.session.execute(text("INSERT INTO t VALUES (:n)"), {"n": self.number})
        if self.fails:
            raise LookupError(self.number)
        return self.number


def stored(db: Database) -> list[int]:
    return db.read_blocking(
        lambda session: list(session.scalars(text("SELECT id FROM t ORDER BY id")))
    )


def test_what_waits_is_committed_together(line: Line) -> None:
    with line.held():
        futures = [line.submit(put(number)) for number in range(10)]
    assert [future.result(10) for future in futures] == list(range(10))
    assert line.commits <= 1


def test_one_that_fails_undoes_nothing_of_its_neighbours(line: Line) -> None:
    with line.held():
        before = line.submit(put(1))
        failing = line.submit(Put(2, fails=True))
        violating = line.submit(put(1))
        after = line.submit(put(3))

    with pytest.raises(LookupError):
        failing.result(10)
    with pytest.raises(Exception, match="UNIQUE"):
        violating.result(10)
    assert (before.result(10), after.result(10)) == (1, 3)
    assert stored(line.db) == [1, 3]


def test_no_answer_comes_before_the_commit(line: Line) -> None:
    resolved_early: list[bool] = []
    with line.held():
        first = line.submit(put(1))

        def look(_uow: UnitOfWork) -> None:
            resolved_early.append(first.done())

        line.submit(look)
    first.result(10)
    assert resolved_early == [False]


def test_a_failed_commit_reaches_every_waiter_of_the_group(line: Line) -> None:
    def full(_connection: object) -> None:
        raise OperationalError("COMMIT", None, Exception("disk is full"))

    with line.held():
        futures: list[Future[int]] = [line.submit(put(number)) for number in range(3)]
        own = line.submit(Put(9, fails=True))
        line.submit(lambda _uow: event.listen(line.db.write_engine, "commit", full))
    for future in futures:
        with pytest.raises(OperationalError, match="disk is full"):
            future.result(10)
    with pytest.raises(LookupError):
        own.result(10)
    event.remove(line.db.write_engine, "commit", full)

    assert stored(line.db) == []
    assert line.submit(put(4)).result(10) == 4


def test_a_database_that_fills_up_fails_the_group_and_recovers(line: Line) -> None:
    """SQLite rolls the whole transaction back by itself then, savepoints and all."""
    engine: Engine = line.db.write_engine

    def shrink(connection: object, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA max_page_count=3")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", shrink)
    with line.held():
        small = line.submit(put(1))
        large = line.submit(
            lambda uow: uow.session.execute(
                text("CREATE TABLE big AS SELECT randomblob(900000) AS b")
            )
        )
    with pytest.raises(OperationalError, match="full"):
        large.result(10)
    outcome = small.exception(10)
    event.remove(engine, "checkout", shrink)
    engine.dispose()

    assert stored(line.db) == ([] if outcome else [1])
    assert line.submit(put(2)).result(10) == 2


def test_closing_finishes_what_is_in_line(line: Line) -> None:
    closing = threading.Thread(target=line.db.close)
    with line.held():
        futures = [line.submit(put(number)) for number in range(3)]
        closing.start()
    closing.join(10)
    assert [future.result(0) for future in futures] == [0, 1, 2]


def test_the_wheels_own_sqlite_is_in_use_and_safe() -> None:
    assert sqlite_module().__name__ == "pysqlite3.dbapi2"
    assert sqlite_version() >= SQLITE_SAFE_VERSION


def test_orders_survive_a_power_cut(line: Line) -> None:
    """Write-ahead log, and synced at every commit."""
    with line.db.write_engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def _syncs(uow: UnitOfWork) -> bool:
    put(1 + len(list(uow.session.scalars(text("SELECT id FROM t")))))(uow)
    return bool(uow.session.scalar(text("PRAGMA synchronous")) == 2)  # FULL


def test_one_that_is_alone_and_fails_writes_nothing(line: Line) -> None:
    with pytest.raises(LookupError):
        line.submit(Put(1, fails=True)).result(10)
    assert stored(line.db) == []
    assert line.submit(put(1)).result(10) == 1
    assert stored(line.db) == [1]


def test_what_may_be_forgotten_does_not_wait_for_the_disk_and_all_else_does(line: Line) -> None:
    assert line.submit(_syncs).result(10)
    assert not line.submit(_syncs, relaxed=True).result(10)
    assert line.submit(_syncs).result(10)

    with line.held():
        beside = line.submit(_syncs, relaxed=True)
        lasting = line.submit(_syncs)
    assert beside.result(10)
    assert lasting.result(10)
    assert stored(line.db) == [1, 2, 3, 4, 5]
