"""Writing work into the transaction that causes it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.kernel.clock import FixedClock
from kaibo.platform.db import Database, UnitOfWork
from kaibo.platform.work import Outbox, Registry
from kaibo.platform.work.models import WorkItem
from tests.support.work import Rang, on_rang

UseCase = Callable[[UnitOfWork], None]


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
def db(database_url: str, registry: Registry) -> Iterator[Database]:
    database = Database(database_url, clock=FixedClock(), outbox=Outbox(registry))
    yield database
    database.close()


def handlers(session: Session) -> list[str]:
    return sorted(session.scalars(select(WorkItem.handler)))


def keys(session: Session) -> list[str | None]:
    return list(session.scalars(select(WorkItem.key)))


def emit(uow: UnitOfWork) -> None:
    uow.emit(Rang(bell="door"))


def clean(key: str | None) -> UseCase:
    return lambda uow: uow.enqueue("clean", {}, key=key)


def twice(use_case: UseCase) -> UseCase:
    def both(uow: UnitOfWork) -> None:
        use_case(uow)
        use_case(uow)

    return both


def test_an_event_becomes_a_row_for_each_handler(db: Database, registry: Registry) -> None:
    def first(uow: UnitOfWork, event: Rang) -> None: ...
    def second(uow: UnitOfWork, event: Rang) -> None: ...

    registry.on(Rang, first)
    registry.on(Rang, second)
    db.run_blocking(emit)

    names = db.read_blocking(handlers)
    assert [name.rpartition(".")[2] for name in names] == ["first", "second"]
    assert all(name.startswith("test.rang.v1>") for name in names)


def test_work_exists_only_if_its_transaction_commits(db: Database, registry: Registry) -> None:
    registry.on(Rang, on_rang)

    def fail(uow: UnitOfWork) -> None:
        emit(uow)
        uow.session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        db.run_blocking(fail)
    assert db.read_blocking(handlers) == []

    db.run_blocking(emit)
    assert len(db.read_blocking(handlers)) == 1


def test_nobody_is_woken_for_what_nobody_reacts_to(db: Database, registry: Registry) -> None:
    woken: list[str] = []
    db.outbox.on_wake(lambda: woken.append("now"))
    db.run_blocking(emit)
    assert woken == []

    registry.on(Rang, on_rang)
    db.run_blocking(twice(emit))
    assert woken == ["now"], "once a transaction, and after its commit"


def test_a_job_with_the_key_of_one_that_waits_is_dropped(db: Database, registry: Registry) -> None:
    registry.job("clean", lambda _uow, _payload: None)
    for key in ("one", "one", "two", "one", None, None):
        db.run_blocking(clean(key))

    assert sorted(map(str, db.read_blocking(keys))) == ["None", "None", "one", "two"]


def test_two_jobs_of_one_key_in_one_transaction_are_one(db: Database, registry: Registry) -> None:
    registry.job("clean", lambda _uow, _payload: None)
    db.run_blocking(twice(clean("one")))
    assert db.read_blocking(keys) == ["one"]


def test_a_job_nobody_knows_is_a_mistake_that_shows_at_once(db: Database) -> None:
    with pytest.raises(LookupError, match="no job is named typo"):
        db.run_blocking(lambda uow: uow.enqueue("typo", {}))


def test_two_handlers_cannot_have_one_name(registry: Registry) -> None:
    registry.on(Rang, on_rang)
    with pytest.raises(ValueError, match="two handlers are named"):
        registry.on(Rang, on_rang)
