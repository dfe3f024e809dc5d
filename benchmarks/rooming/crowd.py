"""The subscribers: `load.c`, built for this run, and what it counted."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.rooming.talking import DeafError, Talker, talking

Kind = Literal["plain", "room", "socketio"]
HANDSHAKES_PER_SECOND = 2000
_SOURCE = Path(__file__).with_name("load.c")
_POLL_SECONDS = 0.02
_STILL_SECONDS = 1.0


@dataclass(frozen=True)
class Told:
    """What the crowd counted since the last mark; see `load.c`."""

    wall: float
    cpu: float
    messages: int
    events: int
    lines: int
    frames: int
    bytes: int
    first: float
    last: float
    """When the first and the last message came, in seconds from the mark."""
    p50_ms: float
    p99_ms: float
    open: int
    closed: int
    stuck_closed: int
    acks: int
    refused: int
    said: int
    unsaid: int
    misordered: int
    event_views: int
    line_views: int
    """How many different sets of events, or lines, the readers saw."""
    least: int
    most: int
    """Messages that one reader saw."""
    faults: int

    @property
    def share(self) -> float:
        """The share of its core that the crowd took."""
        return self.cpu / self.wall if self.wall else 0.0


def build(folder: Path) -> Path:
    """Compile the crowd; give where it is."""
    program = folder / "load"
    command = ["cc", "-O3", "-Wall", "-Wextra", "-o", str(program), str(_SOURCE)]
    subprocess.run(command, check=True, timeout=120)
    return program


class Crowd:
    """Sockets to one server."""

    def __init__(self, talker: Talker) -> None:
        self._talker = talker

    def open(self, count: int, *, stuck_every: int = 0) -> dict[str, Any]:
        """Open more sockets, paced. Raises `DeafError` when some were not opened."""
        answer = self._talker.ask(
            "open", count, HANDSHAKES_PER_SECOND, stuck_every, seconds=count / 200 + 90
        )
        if answer["failed"]:
            raise DeafError(f"{answer['failed']} of {count} handshakes failed")
        return answer

    def mark(self) -> None:
        """Count from here."""
        self._talker.ask("mark")

    def tell(self) -> Told:
        """Give what was counted since the mark. Raises `DeafError` for what no server should do."""
        told = Told(**self._talker.ask("tell"))
        if told.faults:
            raise DeafError(f"{told.faults} faults in what came; see {self._talker.name}'s log")
        return told

    def say(self, per_second: float, seconds: float) -> dict[str, Any]:
        """Send danmaku from one socket after another."""
        return self._talker.ask("say", per_second, seconds, seconds=2 * seconds + 20)

    def close(self) -> None:
        """Cut all sockets."""
        self._talker.ask("close")

    def settle(self, messages: int, seconds: float) -> Told:
        """Wait until so many messages have come. Raises `DeafError` when they do not."""
        until = time.monotonic() + seconds
        while (told := self.tell()).messages < messages:
            if time.monotonic() > until:
                lost = messages - told.messages
                raise DeafError(f"{lost:,} of {messages:,} messages have not come")
            time.sleep(_POLL_SECONDS)
        if told.messages > messages:
            raise DeafError(f"{told.messages - messages:,} messages came that nobody published")
        return told

    def rest(self, seconds: float, messages: int | None = None) -> Told:
        """Wait until nothing comes any more, or `messages` have come.

        Raises `DeafError` when it does not stop.
        """
        until, last = time.monotonic() + seconds, -1
        while (told := self.tell()).messages != last and told.messages != messages:
            if time.monotonic() > until:
                raise DeafError("messages did not stop to come")
            last = told.messages
            time.sleep(_STILL_SECONDS)
        return told


@contextlib.contextmanager
def crowd(
    program: Path, port: int, kind: Kind, paths: Path, counter: Path, core: int | None
) -> Iterator[Crowd]:
    """Run a crowd on its core until the block ends."""
    command = [str(program), "127.0.0.1", str(port), kind, str(paths), str(counter)]
    with talking(command, "the crowd", paths.with_suffix(".log"), core) as talker:
        yield Crowd(talker)
