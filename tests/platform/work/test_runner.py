"""Carrying out work: once, again when it failed, and never lost."""

import asyncio
import threading
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kaibo.kernel.clock import FixedClock
from kaibo.platform.auth import SecretKey
from kaibo.platform.blobs import LocalBlobStore
from kaibo.platform.db import Database, UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.settings import Settings
from kaibo.platform.work import Outbox, Registry, WorkRunner, repository
from kaibo.platform.work import runner as runner_module
from kaibo.platform.work.models import WorkItem
from kaibo.platform.work.repository import LeasedItem
from kaibo.platform.work.runner import LEASE, MAX_ATTEMPTS, delay_after
from tests.support.loops import Run, run
from tests.support.sockets import until
from tests.support.work import Rang

__all__ = ["run"]


class Workshop:
    """A database, what reacts to it, and runners on demand."""

    def __init__(self, url: str, data: Path) -> None:
        self.clock = FixedClock()
        self.registry = Registry()
        self.db = Database(url, clock=self.clock, outbox=Outbox(self.registry))
        settings = Settings(data=data)
        self.context = Context(settings, self.clock, self.db, SecretKey(b"k"), LocalBlobStore(data))
        self.done: list[str] = []
        with self.db.write_engine.begin() as connection:
            connection.execute(text("CREATE TABLE rings (bell TEXT)"))

    def runner(self) -> WorkRunner:
        return WorkRunner(self.context, self.registry)

    def ring(self, bell: str = "door") -> None:
        self.db.run_blocking(lambda uow: uow.emit(Rang(bell=bell)))

    def items(self) -> list[WorkItem]:
        def query(session: Session) -> list[WorkItem]:
            return list(session.scalars(select(WorkItem).order_by(WorkItem.id)))

        return self.db.read_blocking(query)

    def rings(self) -> list[str]:
        return self.db.read_blocking(lambda s: list(s.scalars(text("SELECT bell FROM rings"))))

    def note_rings(self) -> None:
        """React by a handler that only touches records."""
        self.registry.on(Rang, write_down)

    def lease(self) -> list[LeasedItem]:
        """Take what is due, as another worker would."""
        return self.db.run_blocking(repository.lease_due, 10, LEASE)


def write_down(uow: UnitOfWork, event: Rang) -> None:
    uow.session.execute(text("INSERT INTO rings VALUES (:bell)"), {"bell": event.bell})


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[Workshop]:
    workshop = Workshop(database_url, tmp_path)
    yield workshop
    workshop.db.close()


def test_a_reaction_takes_effect_and_its_row_is_gone(shop: Workshop) -> None:
    shop.note_rings()
    shop.ring()

    async def scenario() -> None:
        assert await shop.runner().run_due() == 1
        assert await shop.runner().run_due() == 0

    asyncio.run(scenario())
    assert (shop.rings(), shop.items()) == (["door"], [])


def test_a_reaction_that_fails_leaves_nothing_of_itself(shop: Workshop) -> None:
    def write_and_fail(uow: UnitOfWork, event: Rang) -> None:
        write_down(uow, event)
        raise LookupError(event.bell)

    shop.registry.on(Rang, write_and_fail)
    shop.ring()
    asyncio.run(due(shop))

    assert shop.rings() == []
    (item,) = shop.items()
    assert (item.attempts, item.state, item.leased_until) == (1, "ready", None)
    assert item.last_error == "LookupError: door"
    assert item.run_at > shop.clock.now()


async def due(shop: Workshop) -> int:
    return await shop.runner().run_due()


def test_a_worker_that_lost_its_lease_does_nothing(shop: Workshop) -> None:
    """It stalled, the lease ran out, and another took the row and ended it."""
    shop.note_rings()
    shop.ring()
    (stale,) = shop.lease()
    shop.clock.advance(LEASE + timedelta(seconds=1))
    asyncio.run(due(shop))
    assert shop.rings() == ["door"]

    async def wake_up() -> None:
        await shop.runner()._carry_out(stale)  # noqa: SLF001 - what the stalled worker does next

    asyncio.run(wake_up())
    assert shop.rings() == ["door"]


def test_a_worker_that_loses_its_lease_at_the_last_moment_does_nothing(shop: Workshop) -> None:
    """Another has taken the row and not ended it yet."""
    shop.note_rings()
    shop.ring()
    (stale,) = shop.lease()
    shop.clock.advance(LEASE)
    (fresh,) = shop.lease()

    async def both() -> None:
        await shop.runner()._carry_out(stale)  # noqa: SLF001 - as above
        assert shop.rings() == []
        await shop.runner()._carry_out(fresh)  # noqa: SLF001 - as above

    asyncio.run(both())
    assert shop.rings() == ["door"]


def test_two_workers_at_once_never_take_the_same_row(shop: Workshop) -> None:
    shop.note_rings()
    for number in range(40):
        shop.ring(f"{number}")
    gate = threading.Barrier(4)
    taken: list[str] = []

    def take() -> None:
        gate.wait(10)
        while items := shop.db.run_blocking(repository.lease_due, 3, LEASE):
            taken.extend(item.id for item in items)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(taken) == len(set(taken)) == 40


def test_a_leased_row_is_left_alone_until_its_lease_ends(shop: Workshop) -> None:
    shop.note_rings()
    shop.ring()
    assert len(shop.lease()) == 1
    shop.clock.advance(LEASE - timedelta(seconds=1))
    assert shop.lease() == []
    shop.clock.advance(timedelta(seconds=1))
    assert len(shop.lease()) == 1


def failing(shop: Workshop, times: int) -> None:
    """React by an effect that fails that often."""

    async def call(_context: Context, event: Rang) -> None:
        shop.done.append(event.bell)
        if len(shop.done) <= times:
            raise ConnectionError("no answer")

    shop.registry.on_effect(Rang, call)


def test_an_effect_is_tried_again_later_and_later(shop: Workshop) -> None:
    failing(shop, 3)
    shop.ring()
    waits: list[float] = []

    async def scenario() -> None:
        while shop.items():
            assert await shop.runner().run_due() == 1
            if items := shop.items():
                wait = items[0].run_at - shop.clock.now()
                assert await shop.runner().run_due() == 0, "not before its time"
                shop.clock.advance(wait)
                waits.append(wait.total_seconds())

    asyncio.run(scenario())
    assert len(shop.done) == 4
    assert waits == sorted(waits)
    assert [round(wait / expected, 1) for wait, expected in zip(waits, (1, 2, 4), strict=True)]
    assert 0.8 <= waits[0] <= 1.2


def test_waiting_doubles_up_to_fifteen_minutes() -> None:
    for attempts in range(1, MAX_ATTEMPTS):
        expected = min(2.0 ** (attempts - 1), 900.0)
        assert expected * 0.8 <= delay_after(attempts) <= expected * 1.2


def give_up(shop: Workshop) -> None:
    async def scenario() -> None:
        for _ in range(MAX_ATTEMPTS):
            await shop.runner().run_due()
            shop.clock.advance(timedelta(minutes=20))

    asyncio.run(scenario())


def test_what_fails_again_and_again_is_kept_for_staff(shop: Workshop) -> None:
    failing(shop, 1000)
    shop.ring()
    give_up(shop)

    (letter,) = shop.db.read_blocking(repository.dead_letters, 10)
    assert (letter.attempts, letter.last_error) == (MAX_ATTEMPTS, "ConnectionError: no answer")
    assert letter.payload == {"bell": "door"}
    asyncio.run(due(shop))
    assert len(shop.done) == MAX_ATTEMPTS


def test_staff_replay_what_was_given_up(shop: Workshop) -> None:
    failing(shop, MAX_ATTEMPTS)
    shop.ring()
    give_up(shop)
    (letter,) = shop.items()

    assert shop.db.run_blocking(repository.replay, letter.id)
    assert not shop.db.run_blocking(repository.replay, letter.id), "it waits already"
    assert not shop.db.run_blocking(repository.replay, "wrk_nothing")
    asyncio.run(due(shop))

    assert shop.items() == []


def test_a_handler_that_kills_its_process_is_given_up_at_last(shop: Workshop) -> None:
    """Nobody lives to count its failure; being taken is what counts."""
    failing(shop, 0)
    shop.ring()
    for _ in range(MAX_ATTEMPTS):
        assert len(shop.lease()) == 1
        shop.clock.advance(LEASE)

    asyncio.run(due(shop))

    assert shop.done == []
    (item,) = shop.items()
    assert item.state == "dead"


def test_a_key_is_free_again_once_its_job_was_given_up(shop: Workshop) -> None:
    def fail(_uow: UnitOfWork, _payload: dict[str, Any]) -> None:
        raise LookupError

    shop.registry.job("clean", fail)
    shop.db.run_blocking(lambda uow: uow.enqueue("clean", {}, key="one"))
    give_up(shop)

    shop.db.run_blocking(lambda uow: uow.enqueue("clean", {}, key="one"))
    assert sorted(item.state for item in shop.items()) == ["dead", "ready"]


def test_a_job_can_leave_its_successor_under_the_same_key(shop: Workshop) -> None:
    def tick(uow: UnitOfWork, payload: dict[str, Any]) -> None:
        shop.done.append("tick")
        later = uow.now + timedelta(hours=1)
        uow.enqueue("tick", payload, run_at=later, key="tick")

    shop.registry.job("tick", tick)
    shop.db.run_blocking(lambda uow: uow.enqueue("tick", {}, key="tick"))
    asyncio.run(due(shop))

    assert [item.run_at for item in shop.items()] == [shop.clock.now() + timedelta(hours=1)]
    assert shop.done == ["tick"]


def test_what_ends_while_the_next_is_looked_for_leaves_nothing_undone(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.registry.job("first", lambda uow, _payload: uow.enqueue("second", {}))
    shop.registry.job("second", lambda uow, _payload: write_down(uow, Rang(bell="second")))
    shop.registry.job("other", lambda _uow, _payload: None)
    shop.db.run_blocking(UnitOfWork.enqueue, "first", {})
    shop.db.run_blocking(UnitOfWork.enqueue, "other", {})

    async def scenario() -> int:
        runner, looked = shop.runner(), asyncio.Event()
        carry_out, look, at_work = runner._carry_out, runner._start_due, runner._at_work  # noqa: SLF001 - overtaken here
        looks = 0

        async def wait_for_the_look(item: LeasedItem) -> None:
            if item.handler == "first":
                await looked.wait()
            await carry_out(item)

        async def be_overtaken() -> int:
            nonlocal looks
            looks += 1
            started = await look()
            if looks == 2:
                looked.set()
                await until(lambda: not at_work())
            return started

        monkeypatch.setattr(runner, "_carry_out", wait_for_the_look)
        monkeypatch.setattr(runner, "_start_due", be_overtaken)
        return await runner.run_due()

    assert asyncio.run(scenario()) == 3
    assert (shop.rings(), shop.items()) == (["second"], [])


def test_work_of_another_release_waits_for_one_that_knows_it(shop: Workshop) -> None:
    shop.note_rings()
    shop.ring()
    handlers = dict(shop.registry._handlers)  # noqa: SLF001 - an older release lacks it
    shop.registry._handlers.clear()  # noqa: SLF001 - as above
    asyncio.run(due(shop))
    assert "not_found" in str(shop.items()[0].last_error)

    shop.registry._handlers.update(handlers)  # noqa: SLF001 - as above
    shop.clock.advance(timedelta(minutes=1))
    asyncio.run(due(shop))

    assert (shop.rings(), shop.items()) == (["door"], [])


def test_a_fault_of_the_one_does_not_keep_the_others_waiting(shop: Workshop) -> None:
    async def ring_or_fail(_context: Context, event: Rang) -> None:
        if event.bell == "broken":
            raise LookupError
        shop.done.append(event.bell)

    shop.registry.on_effect(Rang, ring_or_fail)
    for bell in ("broken", "door"):
        shop.ring(bell)
    asyncio.run(due(shop))
    assert shop.done == ["door"]


# The running runner


class Bells:
    """An effect that tells when it begins and ends when it is let."""

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self.begun: asyncio.Queue[str] = asyncio.Queue()
        self.hold: dict[str, asyncio.Event] = {}
        shop.registry.on_effect(Rang, self.on_ring)

    async def on_ring(self, _context: Context, event: Rang) -> None:
        self.begun.put_nowait(event.bell)
        if event.bell in self.hold:
            await self.hold[event.bell].wait()
        self.shop.done.append(event.bell)

    async def next(self) -> str:
        async with asyncio.timeout(3):
            return await self.begun.get()


async def ring(shop: Workshop, bell: str) -> None:
    await shop.db.run(lambda uow: uow.emit(Rang(bell=bell)))


def test_a_commit_wakes_the_runner(
    shop: Workshop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would sleep for minutes otherwise."""
    monkeypatch.setattr(runner_module, "IDLE_S", 300.0)

    async def scenario() -> None:
        bells, runner = Bells(shop), shop.runner()
        runner.start()
        for number in range(3):
            await ring(shop, f"{number}")
            assert await bells.next() == f"{number}"
        await runner.stop()

    run(scenario())


def test_a_slow_effect_does_not_keep_others_waiting(
    shop: Workshop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway that does not answer must not hold up the pins."""
    monkeypatch.setattr(runner_module, "IDLE_S", 300.0)

    async def scenario() -> None:
        bells, runner = Bells(shop), shop.runner()
        bells.hold["gateway"] = asyncio.Event()
        runner.start()
        await ring(shop, "gateway")
        assert await bells.next() == "gateway"
        await ring(shop, "pin")
        assert await bells.next() == "pin"
        bells.hold["gateway"].set()
        await until(lambda: len(shop.done) == 2)
        await runner.stop()

    run(scenario())


def test_a_second_try_does_not_wait_for_the_next_look(
    shop: Workshop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "IDLE_S", 300.0)
    monkeypatch.setattr(runner_module, "FIRST_DELAY_S", 0.0)
    done = asyncio.Event()

    async def fail_once(_context: Context, event: Rang) -> None:
        shop.done.append(event.bell)
        if len(shop.done) == 1:
            raise ConnectionError
        done.set()

    shop.registry.on_effect(Rang, fail_once)

    async def scenario() -> None:
        runner = shop.runner()
        runner.start()
        await ring(shop, "door")
        await asyncio.wait_for(done.wait(), 5)
        await runner.stop()

    run(scenario())


def test_stopping_does_not_wait_for_what_never_ends(shop: Workshop, run: Run) -> None:
    async def scenario() -> None:
        bells, runner = Bells(shop), shop.runner()
        bells.hold["stuck"] = asyncio.Event()
        runner.start()
        await ring(shop, "stuck")
        await bells.next()
        await asyncio.wait_for(runner.stop(), 5)

    run(scenario())
    # It is taken up again after its lease.
    assert [(item.state, item.leased_until is None) for item in shop.items()] == [("ready", False)]


def test_an_effect_that_never_ends_is_cut_off(
    shop: Workshop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "HANDLER_TIMEOUT_S", 0.01)

    async def scenario() -> None:
        bells = Bells(shop)
        bells.hold["stuck"] = asyncio.Event()
        await ring(shop, "stuck")
        await shop.runner().run_due()

    run(scenario())
    assert str(shop.items()[0].last_error).startswith("TimeoutError")


def test_slow_jobs_run_one_at_a_time_and_hold_nothing_up(shop: Workshop, run: Run) -> None:
    at_work: list[int] = []
    let_go = asyncio.Event()

    async def slow(_context: Context, _payload: dict[str, Any]) -> None:
        at_work.append(1)
        await let_go.wait()

    shop.registry.slow_job("dig", slow)
    shop.note_rings()

    def ask(uow: UnitOfWork) -> None:
        for _ in range(40):
            uow.enqueue("dig", {})
        uow.emit(Rang(bell="door"))

    shop.db.run_blocking(ask)

    async def main() -> None:
        runner = shop.runner()
        runner.start()
        await until(lambda: shop.rings() == ["door"] and bool(at_work))
        assert len(at_work) == 1
        let_go.set()
        await until(lambda: len(at_work) == 40 and not shop.items())
        await runner.stop()

    run(main())


def test_a_lane_carries_so_many_at_once_and_holds_nothing_up(shop: Workshop, run: Run) -> None:
    at_work: list[int] = []
    let_go = asyncio.Event()

    async def wait(_context: Context, _payload: dict[str, Any]) -> None:
        at_work.append(1)
        await let_go.wait()

    shop.registry.lane_job("letter", wait, 3)
    shop.note_rings()

    def ask(uow: UnitOfWork) -> None:
        for _ in range(40):
            uow.enqueue("letter", {})
        uow.emit(Rang(bell="door"))

    shop.db.run_blocking(ask)

    async def main() -> None:
        runner = shop.runner()
        runner.start()
        await until(lambda: shop.rings() == ["door"] and len(at_work) >= 3)
        await asyncio.sleep(0.1)
        assert len(at_work) == 3
        let_go.set()
        await until(lambda: len(at_work) == 40 and not shop.items())
        await runner.stop()

    run(main())


def test_a_slow_jobs_lease_is_renewed_while_it_runs(
    shop: Workshop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "LEASE", timedelta(seconds=0.06))
    done = asyncio.Event()

    async def slow(_context: Context, _payload: dict[str, Any]) -> None:
        await done.wait()

    shop.registry.slow_job("dig", slow)
    shop.db.run_blocking(lambda uow: uow.enqueue("dig", {}))

    def is_held_beyond(moment: datetime) -> bool:
        leased_until = shop.items()[0].leased_until
        return leased_until is not None and leased_until > moment

    async def main() -> None:
        runner = shop.runner()
        runner.start()
        await until(lambda: any(item.leased_until for item in shop.items()))
        for _ in range(3):
            # Its lease has run out by now, unless it was renewed; then nobody else can take it.
            shop.clock.advance(timedelta(seconds=0.05))
            held = shop.clock.now() + timedelta(seconds=0.03)
            await until(partial(is_held_beyond, held))
            assert await shop.db.run(repository.lease_due, 10, LEASE) == []
        done.set()
        await until(lambda: not shop.items())
        await runner.stop()

    run(main())


def test_an_effect_whose_end_could_not_be_written_is_not_repeated(
    shop: Workshop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when its row is to go; the runner remembers that it ended."""
    bells = Bells(shop)
    finish_all, refused = repository.finish_all, list[int]()

    def fail_once(session: Session, items: Collection[LeasedItem]) -> None:
        if items and not refused:
            refused.append(1)
            raise OSError
        finish_all(session, items)

    monkeypatch.setattr(repository, "finish_all", fail_once)

    async def main() -> None:
        runner = shop.runner()
        runner.start()
        await ring(shop, "door")
        await until(lambda: not shop.items())
        await runner.stop()

    run(main())
    assert (refused, shop.done, bells.begun.qsize()) == ([1], ["door"], 1)


def test_stopping_removes_what_has_just_ended(shop: Workshop, run: Run) -> None:
    ended = asyncio.Event()

    async def react(_context: Context, _event: Rang) -> None:
        ended.set()

    shop.registry.on_effect(Rang, react)

    async def main() -> None:
        runner = shop.runner()
        runner.start()
        await ring(shop, "door")
        await ended.wait()
        await runner.stop()

    run(main())
    assert shop.items() == []


def test_a_runner_stops_in_the_very_moment_it_is_woken(
    shop: Workshop, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An effect's end wakes it; what waits for the effect may stop it at once."""
    monkeypatch.setattr(runner_module, "IDLE_S", 300.0)

    async def main() -> None:
        runner = shop.runner()
        runner.start()
        await until(lambda: not runner._woken.is_set() and bool(runner._woken._waiters))  # noqa: SLF001 - it sleeps
        runner._woken.set()  # noqa: SLF001 - as an effect's end does
        async with asyncio.timeout(5):
            await asyncio.sleep(0)
            await runner.stop()

    run(main())
