"""A few numbers that the benchmark and the server's process both see."""

from __future__ import annotations

import mmap
from enum import IntEnum
from pathlib import Path

_NUMBERS = 2


class Flow(IntEnum):
    """Who answers where the route calls the flow."""

    REAL = 0
    STUB = 1
    """The flow's last answer, at once."""
    STUB_SOLD_OUT = 2
    """Its last refusal, at once."""
    GUARDED = 3
    """One transaction for each request, which a guarded UPDATE decides."""


class Panel:
    """The numbers, in a file that both map: whose turn it is, and commits that held orders."""

    def __init__(self, path: Path) -> None:
        self.path = path
        size = 8 * _NUMBERS
        if not path.exists():
            path.write_bytes(bytes(size))
        with path.open("r+b") as file:
            self._numbers = memoryview(mmap.mmap(file.fileno(), size)).cast("q")

    @property
    def flow(self) -> int:
        """Who answers; a member of `Flow`."""
        return self._numbers[0]

    @flow.setter
    def flow(self, flow: Flow) -> None:
        self._numbers[0] = flow

    @property
    def commits(self) -> int:
        """Commits so far that wrote at least one order."""
        return self._numbers[1]

    @commits.setter
    def commits(self, commits: int) -> None:
        self._numbers[1] = commits
