"""The database as the edge sees it: ``run`` to write, ``read`` to look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kaibo.kernel.clock import Clock
from kaibo.platform import acting
from kaibo.platform.db.engine import postgresql_engine, sqlite_engine
from kaibo.platform.db.pooled import PooledWriter
from kaibo.platform.db.uow import Outbox, UnitOfWork
from kaibo.platform.db.writer import SingleWriter

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
POSTGRESQL_WRITERS = 8


Witness = Callable[[UnitOfWork, acting.Act, object], None]
"""Writes down what staff did, given what their use case gave; served by ``platform.audit``."""


class Writer(Protocol):
    """Runs use cases, each in a transaction of its own or grouped with others."""

    def submit(self, use_case: Callable[[UnitOfWork], T], *, relaxed: bool = False) -> Future[T]:
        """Start the use case; the future resolves after its commit."""
        ...

    def close(self) -> None:
        """Finish what was submitted, then stop."""
        ...


class Database:
    """Writes and reads, the same on SQLite and PostgreSQL."""

    def __init__(
        self, url: str, *, clock: Clock, outbox: Outbox, witness: Witness | None = None
    ) -> None:
        self._witness = witness
        self.clock = clock
        self.outbox = outbox
        self.is_sqlite = url.startswith("sqlite")
        self.write_engine: Engine
        self.read_engine: Engine
        self._writer: Writer
        if self.is_sqlite:
            self.write_engine = sqlite_engine(url, readonly=False)
            self.read_engine = sqlite_engine(url, readonly=True)
            self._writer = SingleWriter(self.write_engine, self._unit_of_work)
        else:
            self.write_engine = self.read_engine = postgresql_engine(
                url, pool_size=READERS + POSTGRESQL_WRITERS
            )
            self._writer = PooledWriter(
                self.write_engine, self._unit_of_work, threads=POSTGRESQL_WRITERS
            )
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="kaibo-read")

    async def run(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run ``use_case(uow, …)`` in one transaction and give its result once committed.

        The work is shielded: a caller that goes away does not interrupt it. What staff do is
        written down in the same transaction.
        """
        act = acting.unwritten() if self._witness else None
        if act is not None:
            return await self._witnessed(act, lambda uow: use_case(uow, *args, **kwargs))
        future = self._writer.submit(lambda uow: use_case(uow, *args, **kwargs))
        return await asyncio.shield(asyncio.wrap_future(future))

    async def _witnessed(self, act: acting.Act, use_case: Callable[[UnitOfWork], T]) -> T:
        def both(uow: UnitOfWork) -> T:
            result = use_case(uow)
            if self._witness:
                self._witness(uow, act, result)
            return result

        # Set before: of two transactions at once one tells. A failure has told nothing.
        act.is_written = True
        try:
            return await asyncio.shield(asyncio.wrap_future(self._writer.submit(both)))
        except Exception:
            act.is_written = False
            raise

    async def run_relaxed(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do what ``run`` does, without waiting for the disk.

        For what may be forgotten: a loss of power, or a crash of PostgreSQL's server, can undo
        the last moments of it. The end of this process alone never does.
        """
        future = self._writer.submit(lambda uow: use_case(uow, *args, **kwargs), relaxed=True)
        return await asyncio.shield(asyncio.wrap_future(future))

    def run_blocking(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do what ``run`` does, for the command line and tests, where no loop runs."""
        return self._writer.submit(lambda uow: use_case(uow, *args, **kwargs)).result()

    async def read(
        self,
        query: Callable[Concatenate[Session, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run ``query(session, …)`` on a connection that cannot write."""
        future = self._readers.submit(lambda: self.read_blocking(query, *args, **kwargs))
        return await asyncio.shield(asyncio.wrap_future(future))

    def read_blocking(
        self,
        query: Callable[Concatenate[Session, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do what ``read`` does, in the calling thread."""
        with Session(self.read_engine, expire_on_commit=False) as session, session.begin():
            if not self.is_sqlite:
                session.execute(text("SET TRANSACTION READ ONLY"))
            return query(session, *args, **kwargs)

    def close(self) -> None:
        """Finish what was submitted, then let go of every connection."""
        self._writer.close()
        self._readers.shutdown(wait=True)
        self.write_engine.dispose()
        self.read_engine.dispose()

    def _unit_of_work(self, session: Session) -> UnitOfWork:
        return UnitOfWork(session, now=self.clock.now(), outbox=self.outbox)
