"""Many commands of one kind, decided together: one batching writer a process.

Commands wait in the order they arrived; whatever waits when the last batch has committed is
the next batch, one use case in one transaction. No answer is given before its commit. A batch
that fails as a whole is run again command by command, so that one bad command harms no other;
unless the connection was lost, and with it the news whether the batch had been committed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

C = TypeVar("C")
R = TypeVar("R")

# More than this gains little, and makes the first in line wait longer for its answer.
BATCH_LIMIT = 256

log = structlog.get_logger(__name__)


class Batcher(Generic[C, R]):
    """Awaits ``run(commands)``, which gives a result or an error for each command.

    ``run`` is one ``db.run`` or ``db.read``. An error that is given is the command's answer, and
    what the batch wrote for others stands. An error that is raised undoes the batch.
    """

    def __init__(
        self,
        run: Callable[[Sequence[C]], Awaitable[Sequence[R | Exception]]],
        *,
        limit: int = BATCH_LIMIT,
    ) -> None:
        self._run = run
        self._limit = limit
        self._waiting: deque[tuple[C, asyncio.Future[R]]] = deque()
        self._serving: asyncio.Task[None] | None = None

    async def submit(self, command: C) -> R:
        """Put the command in line; its result, or its error, after the commit.

        A caller that goes away does not take its command along.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[R] = loop.create_future()
        self._waiting.append((command, answer))
        if self._serving is None or self._serving.done():
            self._serving = loop.create_task(self._serve(), name="batcher")
        return await answer

    async def _serve(self) -> None:
        while self._waiting:
            size = min(len(self._waiting), self._limit)
            batch = [self._waiting.popleft() for _ in range(size)]
            try:
                results = await self._run([command for command, _ in batch])
            except Exception as error:  # noqa: BLE001 - each command is told its own error
                if isinstance(error, DBAPIError) and error.connection_invalidated:
                    # It may stand: what ran again would be there twice.
                    for _, answer in batch:
                        _give(answer, error)
                else:
                    await self._one_by_one(batch, error)
                continue
            for (_, answer), result in zip(batch, results, strict=True):
                _give(answer, result)

    async def _one_by_one(self, batch: list[tuple[C, asyncio.Future[R]]], error: Exception) -> None:
        if len(batch) == 1:
            _give(batch[0][1], error)
            return
        log.warning("batch_replayed", size=len(batch), error=f"{type(error).__name__}: {error}")
        for command, answer in batch:
            try:
                result = (await self._run([command]))[0]
            except Exception as alone:  # noqa: BLE001 - told to whoever waits
                _give(answer, alone)
            else:
                _give(answer, result)


def _give(answer: asyncio.Future[R], result: R | Exception) -> None:
    if answer.done():
        return  # whoever asked went away
    if isinstance(result, Exception):
        answer.set_exception(result)
    else:
        answer.set_result(result)
