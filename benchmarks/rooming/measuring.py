"""The measures, each of a running server and a crowd of its own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rooming.contestants import Contestant, Place, Server
from benchmarks.rooming.crowd import Crowd, Told, crowd
from benchmarks.rooming.figures import Figures, Options
from benchmarks.rooming.talking import DeafError

WINDOW = 32
"""Messages on their way to a subscriber, at most, while a server is flooded."""
STUCK_EVERY = 10
_FLOOD_MESSAGES = 1_000_000
_STUCK_MESSAGES = 3000
"""As many as overflow, for one who never reads, what a kernel and a room are ready to keep."""
_STUCK_SECONDS = 20.0
_STEP = 100
"""A fraction of what a room keeps for a reader between skipping ticks and closing it."""
_TICKS = 20.0
"""Lines a second of which each goes out in a tick of its own, and none is sampled out."""
_SKIPS = 60
"""Ticks skipped in a row, at most: after 100 a room closes the reader."""
_WARM = 100
_DRAIN_SECONDS = 60.0
_PACED_TIMES = 2
"""The fixed rate lasts for as many measurements: of few messages p99 is the slowest one alone."""
_CALM = 0.2
"""The share of a core below which a server has done what it had to do."""


class Stage:
    """A server and its crowd."""

    def __init__(self, server: Server, subscribers: Crowd) -> None:
        self.server = server
        self.crowd = subscribers

    def calm_down(self, seconds: float = 5.0) -> None:
        """Let the server finish what it is at, such as taking leave of a crowd."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            before = self.server.cpu_seconds()
            time.sleep(0.25)
            if self.server.cpu_seconds() - before < _CALM * 0.25:
                return

    def flood(
        self,
        readers: int,
        seconds: float,
        messages: int = _FLOOD_MESSAGES,
        window: int = WINDOW,
    ) -> Figures:
        """Publish as fast as is read; give deliveries a second."""
        before = self._begin()
        told = self._publish(readers, seconds, "flood", messages, seconds, window, readers)
        cpu = self.server.cpu_seconds() - before
        return {
            "per_second": told.messages / told.last if told.last else 0.0,
            "per_cpu_second": told.messages / cpu if cpu else 0.0,
            "client": told.share,
        }

    def pace(self, readers: int, seconds: float, per_second: float) -> Figures:
        """Publish so many messages a second; give latencies and what it takes of a core."""
        return self._timed(readers, seconds, "pace", per_second)

    def talk(self, readers: int, seconds: float, per_second: float) -> Figures:
        """Have so many lines said a second; give the same as `pace`, and the share that came.

        Lines may be missed: a server that is behind skips ticks.
        """
        return self._timed(readers, seconds, "talk", per_second, is_all_kept=False)

    def _timed(
        self,
        readers: int,
        seconds: float,
        order: str,
        per_second: float,
        *,
        is_all_kept: bool = True,
    ) -> Figures:
        before = self._begin()
        told = self._publish(readers, seconds, order, seconds, per_second, is_all_kept=is_all_kept)
        # Of the time it should take: one that is late took no less for it.
        return {
            "per_second": told.messages / told.last if told.last else 0.0,
            "p50_ms": told.p50_ms,
            "p99_ms": told.p99_ms,
            "came": told.messages / (int(seconds * per_second) * readers),
            "cpu": (self.server.cpu_seconds() - before) / seconds,
            "client": told.share,
        }

    def _begin(self) -> float:
        self.crowd.mark()
        return self.server.cpu_seconds()

    def _publish(
        self, readers: int, seconds: float, *order: object, is_all_kept: bool = True
    ) -> Told:
        answer = self.server.talker.ask(*order, seconds=3 * seconds + _DRAIN_SECONDS)
        expected = answer["published"] * readers
        if is_all_kept:
            return self.crowd.settle(expected, _DRAIN_SECONDS)
        return self.crowd.rest(_DRAIN_SECONDS, expected)


@contextlib.contextmanager
def staged(place: Place, contestant: Contestant, program: Path, most: int) -> Iterator[Stage]:
    """Run a contestant and a crowd of at most so many subscribers."""
    paths = place.folder / "paths"
    with contestant.run(place) as server:
        server.write_paths(most, paths)
        with crowd(
            program, server.port, server.kind, paths, place.counter, place.crowd_core
        ) as subscribers:
            yield Stage(server, subscribers)


def rates(stage: Stage, options: Options) -> Figures:
    """Measure memory, a fixed rate and saturation with many, and saturation with fewer."""
    figures = _idle(stage, options.large)
    rate = options.paced / options.large
    figures |= _named("paced", stage.pace(options.large, _PACED_TIMES * options.seconds, rate))
    figures |= _named("large", stage.flood(options.large, options.seconds))
    figures |= _named("single", stage.flood(options.large, options.seconds, window=1))
    _leave(stage)
    stage.crowd.open(options.small)
    stage.calm_down()
    figures |= _named("small", stage.flood(options.small, options.seconds))
    _leave(stage)
    return figures


def stuck(stage: Stage, options: Options) -> Figures:
    """Measure a crowd that reads, and one of whom a tenth never does."""
    count, rate = options.crowded, options.paced / options.crowded
    much = int(_STUCK_MESSAGES * min(1.0, options.seconds))
    figures: Figures = {}
    for name, every, messages in (("reading", 0, much // 10), ("stuck", STUCK_EVERY, much)):
        readers = count - (count + every - 1) // every if every else count
        stage.crowd.open(count, stuck_every=every)
        stage.calm_down()
        before = stage.server.resident()
        stage.flood(readers, _STUCK_SECONDS, messages)
        growth, closed = stage.server.resident() - before, stage.crowd.tell().stuck_closed
        figures |= _named(name, stage.pace(readers, options.seconds, rate))
        figures[f"{name}_growth"] = float(max(growth, stage.server.resident() - before))
        figures[f"{name}_closed"] = float(closed + stage.crowd.tell().stuck_closed)
        _leave(stage)
    return figures


def spared(stage: Stage, options: Options) -> Figures:
    """Measure ticks to a crowd that reads, and to one of whom a tenth is spared them."""
    count, rate = options.crowded, min(_TICKS, _SKIPS / options.seconds)
    figures: Figures = {}
    for name, every in (("ticked", 0), ("spared", STUCK_EVERY)):
        readers = count - (count + every - 1) // every if every else count
        stage.crowd.open(count, stuck_every=every)
        stage.calm_down()
        if every:
            _fall_behind(stage, readers)
        before = stage.server.skipped()
        figures |= _named(name, stage.talk(readers, options.seconds, rate))
        figures[f"{name}_skipped"] = float(stage.server.skipped() - before)
        figures[f"{name}_closed"] = float(stage.crowd.tell().stuck_closed)
        _leave(stage)
    return figures


def _fall_behind(stage: Stage, readers: int) -> None:
    """Send events until ticks are kept from those who do not read; before they are closed."""
    before = stage.server.skipped()
    for _ in range(_STUCK_MESSAGES // _STEP):
        stage.flood(readers, _STUCK_SECONDS, _STEP)
        stage.talk(readers, 0.1, _TICKS)
        if stage.server.skipped() > before:
            return
    raise DeafError("no reader fell behind")


def talks(stage: Stage, options: Options) -> Figures:
    """Measure talk that all comes to everybody, packed into the room's ticks."""
    figures: Figures = {}
    for viewers in (options.small, options.large):
        stage.crowd.open(viewers)
        stage.calm_down()
        for offered in options.offered:
            talked = stage.talk(viewers, options.seconds, offered / viewers)
            figures |= _named(f"offered_{offered}_{viewers}", talked)
        _leave(stage)
    return figures


def _idle(stage: Stage, count: int) -> Figures:
    """Open the sockets, and see what each takes of the server's memory while nothing is sent."""
    warm = min(_WARM, count // 2)
    stage.crowd.open(warm)
    stage.calm_down()
    before = stage.server.resident()
    opened = stage.crowd.open(count - warm)
    stage.calm_down()
    return {
        "idle_bytes": (stage.server.resident() - before) / (count - warm),
        "handshakes": (count - warm) / opened["seconds"],
    }


def _leave(stage: Stage) -> None:
    stage.crowd.close()
    stage.calm_down()


def _named(name: str, figures: Figures) -> Figures:
    return {f"{name}_{figure}": value for figure, value in figures.items()}
