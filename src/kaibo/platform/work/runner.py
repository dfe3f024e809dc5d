"""Carrying out work: lease, run, finish, or try again later."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import random
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from kaibo.kernel.errors import NotFoundError
from kaibo.platform.telemetry import metrics
from kaibo.platform.work import repository
from kaibo.platform.work.registry import Effect, Handler, Registry, Transactional

if TYPE_CHECKING:
    from kaibo.platform.db.uow import UnitOfWork
    from kaibo.platform.http.context import Context
    from kaibo.platform.work.repository import LeasedItem

CONCURRENCY = 32
# A handler must end within its lease, or another worker may start it again.
LEASE = timedelta(seconds=60)
HANDLER_TIMEOUT_S = 45.0
# With the delays below, about a day: a gateway may be away for an evening.
MAX_ATTEMPTS = 100
FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 900.0
# How long to sleep at most: work written by another process wakes nobody here.
IDLE_S = 5.0

log = structlog.get_logger(__name__)


class WorkRunner:
    """Runs due work until stopped; a commit that adds work wakes it at once.

    Items run side by side, ``CONCURRENCY`` at most, and none waits for another: a gateway
    that takes its time holds up only the item that asked it.
    """

    def __init__(self, context: Context, registry: Registry) -> None:
        self._context = context
        self._db = context.db
        self._registry = registry
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._lanes: dict[str, set[asyncio.Task[None]]] = {}
        self._ended: list[LeasedItem] = []
        """Effects that ended, and whose rows are still there."""

    def start(self) -> None:
        """Begin; call from the event loop."""
        self._db.outbox.on_wake(self._wake_threadsafe)
        self._task = self._loop.create_task(self._serve(), name="work-runner")

    async def stop(self) -> None:
        """End at once; what was leased is taken up again after its lease."""
        self._db.outbox.on_wake(lambda: None)
        tasks = [*self._at_work(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(Exception):  # they would be carried out once more
            await self._db.run_relaxed(_take_turn, tuple(self._ended), 0, lanes=(), idle=())

    async def run_due(self) -> int:
        """Carry out everything due now, and what that causes; give the number of rows."""
        done = 0
        while True:
            # What ends while the next is looked for may leave more, which was not seen then.
            was_at_work = bool(self._at_work())
            started = await self._start_due()
            done += started
            if tasks := self._at_work():
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            elif not (started or was_at_work or self._ended):
                return done

    def _wake_threadsafe(self) -> None:
        # The loop may be closing while a last commit lands; its work waits in the table.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    async def _serve(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self._start_due()
                pause = await self._pause()
            except Exception:
                log.exception("work_runner_failed")
                pause = 1.0
            # Not by `wait_for`, which before Python 3.12 may miss that it is cancelled.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._woken.wait()

    async def _start_due(self) -> int:
        """Start as many due items as there is room for, and one of each lane with room.

        Gives their number. Taking them and removing those that ended is one transaction: it
        happens after nearly every commit.
        """
        lanes = self._registry.lanes
        room = CONCURRENCY - len(self._running)
        ended = tuple(self._ended)
        # A lease that is forgotten is taken again, an effect whose end is forgotten carried out
        # once more; every handler bears that.
        items = await self._db.run_relaxed(
            _take_turn, ended, room, lanes=lanes.keys(), idle=lanes.keys() - self._full()
        )
        del self._ended[: len(ended)]
        for item in items:
            task = self._loop.create_task(self._carry_out(item))
            if item.handler in lanes:
                self._lanes.setdefault(item.handler, set()).add(task)
                task.add_done_callback(functools.partial(self._left_lane, item.handler))
            else:
                self._running.add(task)
                task.add_done_callback(self._finished)
        return len(items)

    def _at_work(self) -> list[asyncio.Task[None]]:
        return [*self._running, *(task for tasks in self._lanes.values() for task in tasks)]

    def _full(self) -> list[str]:
        """Give the lanes that have no room."""
        widths = self._registry.lanes
        return [name for name, tasks in self._lanes.items() if len(tasks) >= widths[name]]

    def _left_lane(self, name: str, task: asyncio.Task[None]) -> None:
        self._lanes[name].discard(task)
        self._woken.set()
        self._finished(task)

    def _finished(self, task: asyncio.Task[None]) -> None:
        was_full = len(self._running) >= CONCURRENCY
        self._running.discard(task)
        if was_full:
            self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # Not even the failure could be written down; the lease brings the item back.
            log.error("work_item_lost_its_table", exc_info=error)

    async def _pause(self) -> float:
        if len(self._running) >= CONCURRENCY:
            return IDLE_S  # the first to finish wakes us
        due = await self._db.read(repository.next_due, but=self._full())
        if due is None:
            return IDLE_S
        return min(max((due - self._context.clock.now()).total_seconds(), 0.01), IDLE_S)

    async def _carry_out(self, item: LeasedItem) -> None:
        if item.attempts > MAX_ATTEMPTS:
            # Taken so often and never ended: it takes its process with it.
            await self._failed(item, TimeoutError("no attempt ever ended"))
            return
        handler = self._registry.handler(item.handler)
        try:
            match handler:
                case Transactional():
                    await self._db.run(_in_transaction, item, handler)
                case Effect(slow=True):
                    async with self._keeping(item):
                        await handler.run(self._context, item.payload)
                    self._effect_ended(item)
                case Effect():
                    async with asyncio.timeout(HANDLER_TIMEOUT_S):
                        await handler.run(self._context, item.payload)
                    self._effect_ended(item)
                case None:
                    # An older or newer release wrote it; keep it for one that knows it.
                    error = NotFoundError(handler=item.handler)
                    await self._failed(item, error)
                    return
        except Exception as error:  # noqa: BLE001 - whatever a handler raises ends in the table
            await self._failed(item, error)
        else:
            metrics.WORK_DONE.labels(item.handler).inc()

    def _effect_ended(self, item: LeasedItem) -> None:
        self._ended.append(item)
        self._woken.set()

    @asynccontextmanager
    async def _keeping(self, item: LeasedItem) -> AsyncIterator[None]:
        """Renew the item's lease for as long as its handler runs."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(LEASE.total_seconds() / 3)
                await self._db.run(repository.renew, item, LEASE)

        renewing = self._loop.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()

    async def _failed(self, item: LeasedItem, error: Exception) -> None:
        text = f"{type(error).__name__}: {error}"[:2000]
        metrics.WORK_FAILED.labels(item.handler).inc()
        if item.attempts >= MAX_ATTEMPTS:
            log.error("work_given_up", handler=item.handler, item=item.id, error=text)
            await self._db.run(_give_up, item, self._registry.handler(item.handler), error, text)
            return
        delay = timedelta(seconds=delay_after(item.attempts))
        log.warning(
            "work_failed",
            handler=item.handler,
            item=item.id,
            attempt=item.attempts,
            error=text,
            retry_in_s=round(delay.total_seconds(), 1),
        )
        await self._db.run(_retry, item, delay, text)
        # It may fall due before the present pause is over.
        self._woken.set()


def delay_after(attempts: int) -> float:
    """Seconds to wait after the nth failure: doubling from 1 s to 15 min, with jitter."""
    base = min(FIRST_DELAY_S * 2.0 ** (attempts - 1), LONGEST_DELAY_S)
    return base * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


def _take_turn(
    uow: UnitOfWork,
    ended: Collection[LeasedItem],
    room: int,
    *,
    lanes: Collection[str],
    idle: Collection[str],
) -> list[LeasedItem]:
    repository.finish_all(uow.session, ended)
    items = repository.lease_one_of_each(uow, idle, LEASE) if idle else []
    if room > 0:
        items += repository.lease_due(uow, room, LEASE, but=lanes)
    return items


def _in_transaction(uow: UnitOfWork, item: LeasedItem, handler: Transactional) -> None:
    # The row goes first, so that a handler may enqueue its successor under the same key, and
    # so that of two workers that hold the same row only one goes on.
    if repository.finish(uow.session, item):
        handler.run(uow, item.payload)


def _retry(uow: UnitOfWork, item: LeasedItem, delay: timedelta, error: str) -> None:
    repository.retry_later(uow.session, item, run_at=uow.now + delay, error=error)


def _give_up(
    uow: UnitOfWork, item: LeasedItem, handler: Handler | None, error: Exception, text: str
) -> None:
    is_ours = repository.give_up(uow.session, item, error=text)
    if is_ours and isinstance(handler, Effect) and handler.given_up is not None:
        handler.given_up(uow, item.payload, error)
