"""The unit of work: what one use case may do to the records, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from kaibo.kernel.events import Event
from kaibo.kernel.points import reach


class Outbox(Protocol):
    """Where a unit of work writes what follows from it; served by ``platform.work``."""

    def emit(self, session: Session, event: Event, *, now: datetime) -> bool:
        """Write what reacts to ``event``; tell whether anything does."""
        ...

    def enqueue(
        self,
        session: Session,
        job: str,
        payload: dict[str, Any],
        *,
        now: datetime,
        run_at: datetime | None,
        key: str | None,
    ) -> None:
        """Write a job; one with the same key that waits is brought forward instead."""
        ...

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called, in any thread, whenever work may be waiting."""
        ...

    def wake(self) -> None:
        """Say that work may be waiting."""
        ...


class UnitOfWork:
    """One transaction's worth of work.

    ``session`` reads and writes records; ``now`` is one time for the whole of it;
    ``emit`` and ``enqueue`` write what follows into the same transaction, so that it
    happens if and only if the transaction commits.
    """

    def __init__(self, session: Session, *, now: datetime, outbox: Outbox) -> None:
        self.session = session
        self.now = now
        self._outbox = outbox
        self._hooks: list[Callable[[], None]] = []

    def emit(self, event: Event) -> None:
        """Record that ``event`` happened; its handlers run after the commit."""
        if self._outbox.emit(self.session, event, now=self.now):
            self.after_commit(self._outbox.wake)

    def enqueue(
        self,
        job: str,
        payload: dict[str, Any],
        *,
        run_at: datetime | None = None,
        key: str | None = None,
    ) -> None:
        """Ask for the job named ``job`` to run after the commit, at ``run_at`` at the earliest.

        While a request with the same ``key`` waits, a second one only brings it forward.
        """
        self._outbox.enqueue(self.session, job, payload, now=self.now, run_at=run_at, key=key)
        self.after_commit(self._outbox.wake)

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Call ``hook`` once the commit stands; it runs in a worker thread and must be quick."""
        if hook not in self._hooks:
            self._hooks.append(hook)

    def pass_points(self, written: str, committed: str) -> None:
        """Reach ``written`` now, before the commit, and ``committed`` once it stands."""
        reach(written)
        self.after_commit(lambda: reach(committed))

    @property
    def hooks(self) -> tuple[Callable[[], None], ...]:
        """What to call once the commit stands."""
        return tuple(self._hooks)
