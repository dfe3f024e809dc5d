"""The machine's cores: who may run where, and how busy each is, whoever makes it so."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path


def two_cores() -> tuple[int, int] | tuple[None, None]:
    """Give a core for the server and one for its clients; none where there are not two."""
    cores = sorted(os.sched_getaffinity(0))
    return (cores[0], cores[1]) if len(cores) > 1 else (None, None)


@contextlib.contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Have what is started in the block run on one core, and its children too."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Busy:
    """How busy all cores together are, from its making until `share` is asked."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._before = _busy_seconds()

    def share(self) -> float:
        """Give how many cores' worth of work was done, by all programs."""
        return (_busy_seconds() - self._before) / (time.monotonic() - self._begun)


def _busy_seconds() -> float:
    # user nice system idle iowait irq softirq steal; what others' machines stole is no idling.
    fields = [
        int(field) for field in Path("/proc/stat").read_text("utf-8").split("\n")[0].split()[1:9]
    ]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")
