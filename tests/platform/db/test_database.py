"""One unit of work on both databases."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, String, event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kaibo.kernel.clock import FixedClock
from kaibo.platform.db import Base, Database, UnitOfWork
from kaibo.platform.db.engine import postgresql_engine
from kaibo.platform.work import Outbox, Registry


class Notes(DeclarativeBase):
    """Metadata of the tests' own: the migrations' check compares the application's."""

    type_annotation_map = Base.type_annotation_map


class NoteRow(Notes):
    """A table of the tests' own."""

    __tablename__ = "test_notes"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime | None]


@pytest.fixture
def db(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url, clock=FixedClock(), outbox=Outbox(Registry()))
    NoteRow.__table__.create(database.write_engine)  # type: ignore[attr-defined]
    yield database
    database.close()


def note(uow: UnitOfWork, name: str, at: datetime | None = None) -> str:
    uow.session.add(NoteRow(id=name, at=at))
    return name


def notes(session: Session) -> list[str]:
    return sorted(session.scalars(select(NoteRow.id)))


def test_a_result_comes_after_its_commit(db: Database) -> None:
    async def scenario() -> None:
        assert await db.run(note, "a") == "a"
        assert await db.read(notes) == ["a"]

    asyncio.run(scenario())


def test_two_statements_roll_back_together(db: Database) -> None:
    def fail(uow: UnitOfWork) -> None:
        note(uow, "a")
        uow.session.flush()
        note(uow, "b")
        uow.session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        db.run_blocking(fail)

    assert db.read_blocking(notes) == []


def test_a_violated_constraint_is_sqlalchemys_error(db: Database) -> None:
    db.run_blocking(note, "a")
    with pytest.raises(IntegrityError):
        db.run_blocking(note, "a")
    assert db.read_blocking(notes) == ["a"]


def test_an_inner_failure_that_is_handled_undoes_only_itself(db: Database) -> None:
    db.run_blocking(note, "a")

    def half(uow: UnitOfWork) -> None:
        note(uow, "b")
        with pytest.raises(IntegrityError), uow.session.begin_nested():
            note(uow, "a")
        note(uow, "c")

    db.run_blocking(half)

    assert db.read_blocking(notes) == ["a", "b", "c"]


def test_a_cancelled_callers_work_still_completes(db: Database) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(uow: UnitOfWork) -> None:
        started.set()
        assert go_on.wait(10)
        note(uow, "a")

    async def scenario() -> None:
        caller = asyncio.create_task(db.run(slow))
        await asyncio.to_thread(started.wait, 10)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        go_on.set()
        await db.run(note, "b")

    asyncio.run(scenario())
    db.close()  # finishes what was submitted
    with Session(db.write_engine) as session:
        assert notes(session) == ["a", "b"]


def test_a_reading_connection_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError):
        db.read_blocking(lambda session: session.execute(text("DELETE FROM test_notes")))


def test_a_reader_does_not_see_what_is_not_committed(db: Database) -> None:
    written, look = threading.Event(), threading.Event()

    def slow(uow: UnitOfWork) -> None:
        note(uow, "a")
        uow.session.flush()
        written.set()
        assert look.wait(10)

    writer = threading.Thread(target=db.run_blocking, args=(slow,))
    writer.start()
    assert written.wait(10)
    seen = db.read_blocking(notes)
    look.set()
    writer.join()

    assert seen == []
    assert db.read_blocking(notes) == ["a"]


def test_a_time_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises((ValueError, StatementError), match="without a zone"):
        db.run_blocking(note, "a", datetime(2026, 1, 1))  # noqa: DTZ001 - the point


def test_a_time_comes_back_in_utc_to_the_microsecond(db: Database) -> None:
    taipei = datetime(2026, 5, 1, 20, 0, 0, 123456, timezone(timedelta(hours=8)))
    db.run_blocking(note, "a", taipei)

    stored = db.read_blocking(lambda session: session.scalars(select(NoteRow.at)).one())

    assert stored == taipei
    assert stored is not None
    assert stored.tzinfo is UTC
    assert stored.hour == 12


def test_times_compare_in_queries_whatever_their_zone(db: Database) -> None:
    noon = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
    db.run_blocking(note, "a", noon)
    later = (noon + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=-7)))

    def earlier_than(session: Session, limit: datetime) -> list[str]:
        return list(session.scalars(select(NoteRow.id).where(NoteRow.at < limit)))

    assert db.read_blocking(earlier_than, later) == ["a"]
    assert db.read_blocking(earlier_than, noon) == []


def test_hooks_run_after_the_commit_and_their_failure_harms_nobody(db: Database) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        seen.append(db.read_blocking(notes))

    def fail() -> None:
        raise LookupError

    def act(uow: UnitOfWork) -> None:
        uow.after_commit(fail)
        uow.after_commit(look)
        note(uow, "a")

    db.run_blocking(act)

    assert seen == [["a"]]


def test_hooks_of_a_use_case_that_failed_do_not_run(db: Database) -> None:
    called = threading.Event()

    def act(uow: UnitOfWork) -> None:
        uow.after_commit(called.set)
        raise LookupError

    with pytest.raises(LookupError):
        db.run_blocking(act)
    db.run_blocking(note, "a")

    assert not called.is_set()


def test_a_failure_to_commit_reaches_everyone_who_waits(db: Database) -> None:
    """As on a full disk."""
    with failing_commits(db.write_engine), pytest.raises(OperationalError, match="disk is full"):
        db.run_blocking(note, "a")

    db.run_blocking(note, "b")
    assert db.read_blocking(notes) == ["b"]


class failing_commits:  # noqa: N801 - reads as a statement
    """Every commit of the engine fails meanwhile, and its transaction is rolled back."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> None:
        event.listen(self.engine, "commit", self.fail)

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "commit", self.fail)

    @staticmethod
    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", None, Exception("disk is full"))


def test_errors_do_not_tell_what_was_to_be_stored(db: Database) -> None:
    """They end in logs and in the dead-letter view."""
    db.run_blocking(note, "buyer@tea.test")
    with pytest.raises(IntegrityError) as caught:
        db.run_blocking(note, "buyer@tea.test")
    assert "[parameters" not in str(caught.value).replace("SQL parameters hidden", "")


def test_after_closing_nothing_more_is_taken(db: Database) -> None:
    db.close()
    with pytest.raises(RuntimeError):
        db.run_blocking(note, "late")


@pytest.mark.postgres
def test_postgresql_starts_no_further_process_for_a_statement(postgresql_url: str) -> None:
    engine = postgresql_engine(postgresql_url, pool_size=1)
    with engine.begin() as connection:
        # All that keeps the planner from it where tables are small.
        for cost in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"):
            connection.execute(text(f"SET LOCAL {cost} = 0"))
        plan = "\n".join(connection.scalars(text("EXPLAIN SELECT count(*) FROM products")))
    engine.dispose()
    assert "Seq Scan on products" in plan
    assert "Gather" not in plan
