"""Writing work: an event becomes one row for each of its handlers, a job one row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.events import Event
from kaibo.kernel.ids import new_id
from kaibo.platform.db.statements import Given, Lookup, insert_new, insert_rows
from kaibo.platform.work.models import WorkItem
from kaibo.platform.work.registry import Registry


def _waiting(_given: Given) -> Select[datetime]:
    return select(WorkItem.run_at).where(
        WorkItem.key == bindparam("key"), WorkItem.state == "ready"
    )


_WAITING = Lookup(_waiting)


class Outbox:
    """Adds work to the transaction at hand and wakes the runner after its commit."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._wake: Callable[[], None] = lambda: None

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called, in any thread, whenever work may be waiting."""
        self._wake = wake

    def wake(self) -> None:
        """Say that work may be waiting."""
        self._wake()

    def emit(self, session: Session, event: Event, *, now: datetime) -> bool:
        """Write a row for each handler of ``event``; tell whether there was any."""
        handlers = self._registry.reactions(event.name)
        if not handlers:
            return False
        payload = event.to_payload()
        rows = [_row("event", event.name, name, payload, now, now, None) for name in handlers]
        insert_rows(session, WorkItem, rows)
        return True

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
        """Write a row for the job; one with the same key that waits is brought forward instead."""
        if self._registry.handler(job) is None:
            msg = f"no job is named {job}"
            raise LookupError(msg)
        due = run_at or now
        row = _row("job", job, job, payload, now, due, key)
        if key is None:
            insert_rows(session, WorkItem, [row])
            return
        waiting = _WAITING(session, key=key)
        waits_until = waiting[0].run_at if waiting else None
        if waits_until is None:
            # Another process may ask for the same in the same moment; one of both rows stays.
            insert_new(session, WorkItem, [row])
        if waits_until is None or waits_until > due:
            session.execute(
                update(WorkItem)
                .where(
                    WorkItem.key == key,
                    WorkItem.run_at > due,
                    WorkItem.leased_until.is_(None),
                )
                .values(run_at=due)
                .execution_options(synchronize_session=False)
            )


def _row(
    kind: str,
    name: str,
    handler: str,
    payload: dict[str, Any],
    now: datetime,
    run_at: datetime,
    key: str | None,
) -> dict[str, Any]:
    return {
        "id": new_id("wrk", at_ms=epoch_ms(now)),
        "kind": kind,
        "name": name,
        "handler": handler,
        "payload": payload,
        "key": key,
        "state": "ready",
        "run_at": run_at,
        "attempts": 0,
        "created_at": now,
    }
