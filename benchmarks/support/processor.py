"""Processor time of other processes, as Linux counts it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Stopwatch:
    """Share of a core that some processes take, from its making until `share` is asked."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._begun = time.monotonic()
        self._before = {pid: processor_seconds(pid) for pid in pids}

    def share(self) -> float:
        """Give the share of one core since the start; 1.0 is a whole core.

        What a process took that has ended since is not known, and left out.
        """
        taken = 0.0
        for pid, before in self._before.items():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                taken += processor_seconds(pid) - before
        return taken / (time.monotonic() - self._begun)


def processor_seconds(pid: int) -> float:
    """Give user and system time of a process so far, in seconds."""
    # The second field is the program's name and may hold anything, spaces and brackets too.
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def exact_processor_seconds(pid: int) -> float:
    """Give the time that a process of one thread has been running, in seconds.

    It is exact while the process sleeps; the kernel counts in nanoseconds and not in ticks.
    """
    return int(Path(f"/proc/{pid}/schedstat").read_text("utf-8").split()[0]) / 1e9


def resident_bytes(pid: int) -> int:
    """Give the memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGESIZE")


def children(parent: int) -> list[int]:
    """Give the processes that a process has started."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text("utf-8")
    return [int(child) for child in listed.split()]


def child_running(parent: int, module: str) -> int:
    """Give the child of `parent` that runs `python -m module`. Raises `LookupError`."""
    for child in children(parent):
        if module in Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0"):
            return child
    message = f"no child of {parent} runs {module}"
    raise LookupError(message)
