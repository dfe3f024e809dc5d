"""SQLite's writer: one thread, one connection, one commit for all that waits.

Invariants: only this thread writes; each use case runs in a savepoint of its own, so
that one failure undoes nothing of its neighbours; no future resolves before the commit
that makes its result durable, but for those that asked for less (``relaxed``).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from kaibo.platform.db.uow import UnitOfWork

T = TypeVar("T")
UseCase = Callable[[UnitOfWork], Any]
# One that has neighbours commits to a savepoint of its own; one alone needs none.
_Join = Literal["control_fully", "create_savepoint"]

# More than this in one commit gains little and makes the first in line wait longer.
GROUP_LIMIT = 64

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Request:
    use_case: UseCase
    relaxed: bool = False
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None
    hooks: tuple[Callable[[], None], ...] = ()


class SingleWriter:
    """Group commit on one thread."""

    def __init__(self, engine: Engine, unit_of_work: Callable[[Session], UnitOfWork]) -> None:
        self._engine = engine
        self._unit_of_work = unit_of_work
        self._queue: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._closed = threading.Lock()
        self._stopping = False
        self._syncs = True
        self._thread = threading.Thread(target=self._serve, name="kaibo-write", daemon=True)
        self._thread.start()

    def submit(self, use_case: Callable[[UnitOfWork], T], *, relaxed: bool = False) -> Future[T]:
        """Put the use case in line; the future resolves after its commit.

        A ``relaxed`` one may be undone by a loss of power; the next that is not makes it durable.
        """
        request = _Request(use_case, relaxed)
        with self._closed:
            if self._stopping:
                msg = "the database is closed"
                raise RuntimeError(msg)
            self._queue.put(request)
        return request.future

    def close(self) -> None:
        """Finish what is in line, then stop the thread."""
        with self._closed:
            if not self._stopping:
                self._stopping = True
                self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        stopping = False
        while not stopping:
            first = self._queue.get()
            if first is None:
                return
            group = [first]
            while len(group) < GROUP_LIMIT:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    stopping = True
                    break
                group.append(following)
            self._commit(group)

    def _commit(self, group: list[_Request]) -> None:
        try:
            with self._engine.connect() as connection:
                self._sync(connection, syncs=not all(request.relaxed for request in group))
                if len(group) == 1:
                    self._execute(connection, group[0], join="control_fully")
                else:
                    with connection.begin():
                        for request in group:
                            self._execute(connection, request, join="create_savepoint")
        except BaseException as error:  # noqa: BLE001 - every waiter must learn of it
            for request in group:
                request.error = request.error or error
        for request in group:
            _answer(request)

    def _sync(self, connection: Connection, *, syncs: bool) -> None:
        """Have commits reach the disk before they return, or not: that is most of their time."""
        if syncs != self._syncs:
            # By the driver: SQLAlchemy would begin a transaction, in which this does nothing.
            cursor = connection.connection.cursor()
            cursor.execute(f"PRAGMA synchronous={'FULL' if syncs else 'NORMAL'}")
            cursor.close()
            self._syncs = syncs

    def _execute(self, connection: Connection, request: _Request, *, join: _Join) -> None:
        session = Session(bind=connection, join_transaction_mode=join, expire_on_commit=False)
        try:
            uow = self._unit_of_work(session)
            request.result = request.use_case(uow)
            session.commit()
            request.hooks = uow.hooks
        except BaseException as error:  # noqa: BLE001 - handed to the caller, who waits
            session.rollback()
            request.error = error
        finally:
            session.close()


def _answer(request: _Request) -> None:
    """Resolve the waiter; a waiter that went away loses nothing that was committed."""
    if request.error is None:
        for hook in request.hooks:
            try:
                hook()
            except Exception:
                log.exception("after_commit_failed")
    if not request.future.set_running_or_notify_cancel():
        return
    if request.error is not None:
        request.future.set_exception(request.error)
    else:
        request.future.set_result(request.result)
