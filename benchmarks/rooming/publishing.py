"""How a server in Python is told to publish, and tells that it has.

The benchmark writes orders to the process's standard input, a line each, and reads one line of JSON
for every order. When the input ends, so does the process.

- `flood MESSAGES SECONDS WINDOW SUBSCRIBERS`: publish as many messages, for that long at most, as
  fast as they are read: no more than `WINDOW` of them are on their way to a subscriber, on average.
- `pace SECONDS PER_SECOND`: publish at times that are fixed beforehand. A message's mark tells when
  it was due, so that a server which is late shows it.

Servers in JavaScript do the same in `neighbours/publishing.mjs`.
"""

from __future__ import annotations

import asyncio
import json
import mmap
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

Answer = dict[str, object]
Publish = Callable[[int], None]
"""Publishes one message with the mark of that time, in nanoseconds."""

_NAP_SECONDS = 0.0005
_LATE = 2.0
"""Who needs this many times as long for a pace has lost it for good."""


class Counter:
    """How many messages the subscribers have read together; `load.c` counts, all others look."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            path.write_bytes(bytes(8))
        with path.open("r+b") as file:
            self._number = memoryview(mmap.mmap(file.fileno(), 8)).cast("Q")

    @property
    def delivered(self) -> int:
        """Messages read by now, each by each of its readers."""
        return self._number[0]


class Publisher:
    """Publishes as it is told; knows nothing of the server but how one message is published."""

    def __init__(self, publish: Publish, counter: Counter) -> None:
        self._publish = publish
        self._counter = counter

    async def obey(self, words: list[str]) -> Answer:
        """Do what an order says. Raises `ValueError` for one that nobody knows."""
        match words:
            case ["flood", messages, seconds, window, subscribers]:
                done = self.flood(int(messages), float(seconds), int(window), int(subscribers))
            case ["pace", seconds, per_second]:
                done = pace(float(seconds), float(per_second), self._publish)
            case _:
                raise ValueError(" ".join(words))
        return {"published": await done}

    async def flood(self, messages: int, seconds: float, window: int, subscribers: int) -> int:
        """Publish as fast as is read; return how many messages."""
        until, before = time.monotonic() + seconds, self._counter.delivered
        published = 0
        while published < messages and time.monotonic() < until:
            read = (self._counter.delivered - before) // subscribers
            credit = min(window - (published - read), messages - published)
            if credit < max(1, window // 2) and credit < messages - published:
                # Half a window at least, so that all contestants have bursts to make something of.
                await asyncio.sleep(_NAP_SECONDS)
                continue
            for _ in range(credit):
                self._publish(time.monotonic_ns())
            published += credit
            await asyncio.sleep(0)
        return published


async def pace(seconds: float, per_second: float, publish: Publish) -> int:
    """Publish at even times; return how many messages, fewer when it takes far too long."""
    begun, count = time.monotonic_ns(), int(seconds * per_second)
    until = begun + int((_LATE * seconds + 1) * 1e9)
    for number in range(count):
        due = begun + int(number * 1e9 / per_second)
        if time.monotonic_ns() > until:
            return number
        await _sleep_until(due)
        publish(due)
        # What is published goes out before the next timer is set, also when that is due already:
        # uvloop counts a timer's time from when the turn began, not from when its writes ended.
        await asyncio.sleep(0)
    return count


async def _sleep_until(due: int) -> None:
    # A timer may be early by a part of its millisecond.
    if (wait := due - time.monotonic_ns()) > 0:
        await asyncio.sleep(wait / 1e9)


async def take_orders(obey: Callable[[list[str]], Awaitable[Answer]], answers: int = 1) -> None:
    """Obey the orders on standard input until it ends; answer on the file `answers`."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        tell(await obey(line.decode().split()), answers)


def tell(answer: Answer, answers: int = 1) -> None:
    """Write an answer."""
    os.write(answers, json.dumps(answer).encode() + b"\n")
