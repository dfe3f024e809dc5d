"""Keeping the processes of one machine running.

Each child leads a session of its own, so that Ctrl-C reaches only the supervisor, which
stops the children in order: the ones started last first, so that the media server can
still tell core of the streams that end. A child's standard input stays open as long as
the supervisor lives; children watch it and end with it, even after kill -9.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from kaibo.apps.supervised import VARIABLE as SUPERVISED

STOP_PATIENCE_S = 8.0
# A child that ends sooner than this did not really run.
REAL_RUN_S = 10.0
GIVE_UP_AFTER = 5
LONGEST_PAUSE_S = 10.0

log = structlog.get_logger("kaibo.supervisor")


class ChildFailedError(RuntimeError):
    """A child ends again and again right after its start."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep running. ``vital``: without it the whole cannot go on.

    It gets this process's environment and ``env``, but for the variables in ``withheld``.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    vital: bool = True
    withheld: frozenset[str] = frozenset()

    def environment(self) -> dict[str, str]:
        """Give the variables that the process sees."""
        known = {**os.environ, **self.env, SUPERVISED: "1"}
        return {name: value for name, value in known.items() if name not in self.withheld}


class Supervisor:
    """Starts children, restarts those that die, stops them all."""

    def __init__(self) -> None:
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._failed: asyncio.Future[None] | None = None
        self._given_up: str | None = None

    def start(self, child: Child) -> None:
        """Keep ``child`` running from now on."""
        self._tasks.append(asyncio.create_task(self._keep(child), name=child.name))

    async def wait(self) -> None:
        """Wait until SIGINT or SIGTERM; raise ``ChildFailedError`` when a vital child fails."""
        loop = asyncio.get_running_loop()
        if self._given_up is not None:
            raise ChildFailedError(self._given_up)
        told = self._failed = loop.create_future()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _finish, told)
        try:
            await told
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    async def run(self, prepare: Callable[[], Awaitable[None]]) -> None:
        """Do ``prepare`` and then wait; whatever happens, stop the children."""
        waiting = asyncio.create_task(self.wait())
        preparing = asyncio.ensure_future(prepare())
        try:
            done, _ = await asyncio.wait({waiting, preparing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            if waiting not in done:
                await waiting
        finally:
            preparing.cancel()
            waiting.cancel()
            await asyncio.gather(preparing, waiting, return_exceptions=True)
            await self.stop()

    async def stop(self) -> None:
        """Stop every child, the last one started first."""
        self._stopping = True
        for task in reversed(self._tasks):
            process = self._processes.get(task.get_name())
            if process is not None and process.returncode is None:
                await _end(process)
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _keep(self, child: Child) -> None:
        short_runs = 0
        while not self._stopping:
            started = time.monotonic()
            try:
                process = await asyncio.create_subprocess_exec(
                    *child.argv,
                    stdin=asyncio.subprocess.PIPE,
                    env=child.environment(),
                    start_new_session=True,
                )
            except OSError as error:
                # The program is not there, or the machine is at its limits.
                log.error("child_not_started", child=child.name, problem=str(error))  # noqa: TRY400 - where is no news
                self._give_up(child)
                return
            self._processes[child.name] = process
            status = await process.wait()
            if self._stopping:
                return
            short_runs = 0 if time.monotonic() - started > REAL_RUN_S else short_runs + 1
            log.warning("child_ended", child=child.name, status=status, short_runs=short_runs)
            if short_runs >= GIVE_UP_AFTER:
                self._give_up(child)
                return
            await asyncio.sleep(min(0.5 * 2**short_runs, LONGEST_PAUSE_S))

    def _give_up(self, child: Child) -> None:
        log.error("child_given_up", child=child.name)
        if not child.vital:
            return
        self._given_up = child.name
        if self._failed is not None and not self._failed.done():
            self._failed.set_exception(ChildFailedError(child.name))


def _finish(told: asyncio.Future[None]) -> None:
    if not told.done():
        told.set_result(None)


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_PATIENCE_S)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
