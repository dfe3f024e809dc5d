"""PostgreSQL's writer: a small thread pool, one transaction a use case."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kaibo.platform.db.uow import UnitOfWork

T = TypeVar("T")

# Serialisation failure and deadlock: the transaction did nothing and may simply be run again.
RETRYABLE = frozenset({"40001", "40P01"})
ATTEMPTS = 4

_RELAXED = text("SET LOCAL synchronous_commit = off")

log = structlog.get_logger(__name__)


class PooledWriter:
    """Runs use cases side by side; PostgreSQL keeps them apart."""

    def __init__(
        self,
        engine: Engine,
        unit_of_work: Callable[[Session], UnitOfWork],
        *,
        threads: int,
    ) -> None:
        self._engine = engine
        self._unit_of_work = unit_of_work
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="kaibo-write")

    def submit(self, use_case: Callable[[UnitOfWork], T], *, relaxed: bool = False) -> Future[T]:
        """Start the use case; the future resolves after its commit.

        A ``relaxed`` one may be undone by a crash of the server; nothing else of it is different.
        """
        return self._threads.submit(self._run, use_case, relaxed)

    def close(self) -> None:
        """Finish what was submitted, then stop the threads."""
        self._threads.shutdown(wait=True)

    def _run(self, use_case: Callable[[UnitOfWork], T], relaxed: bool) -> T:  # noqa: FBT001 - a thread pool's call
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(use_case, relaxed=relaxed)
            except DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state not in RETRYABLE or attempt == ATTEMPTS:
                    raise
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _once(self, use_case: Callable[[UnitOfWork], T], *, relaxed: bool) -> T:
        with Session(self._engine, expire_on_commit=False) as session:
            with session.begin():
                if relaxed:
                    session.execute(_RELAXED)
                uow = self._unit_of_work(session)
                result = use_case(uow)
            for hook in uow.hooks:
                try:
                    hook()
                except Exception:
                    log.exception("after_commit_failed")
            return result
