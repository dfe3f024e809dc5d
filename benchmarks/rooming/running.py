"""The rounds: everyone in turn, with a crowd of the same size, and what may be doubted of it."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.rooming.burst import burst
from benchmarks.rooming.contestants import ROOM, Contestant, Place, ProductServer, product
from benchmarks.rooming.figures import Figures, Options, Results
from benchmarks.rooming.measuring import Stage, rates, spared, staged, stuck, talks
from benchmarks.rooming.publishing import Counter
from benchmarks.rooming.talking import DeafError
from benchmarks.support.cores import Busy, two_cores

CLIENT_SHARE = 0.9
"""A crowd that needs more of its core may itself be what is measured."""
PICOWS_FLOOR = 500_000
"""Deliveries a second that bare picows reaches on any machine that is fit for a comparison."""
TIME_SECONDS = 14 * 60.0
"""A whole run takes a quarter of an hour at most; another round must fit in."""
_FEW = 1000
"""With fewer sockets the floor says nothing."""
_OTHERS = 0.2
"""With more cores' worth of other programs than this the machine was not the benchmark's own."""
_BURST_TIMES = 2
"""A burst lasts for as many measurements: a room shows more at once than it goes on with."""
_OWN = ("room", "talk", "picows")
"""Without these there is nothing to compare."""
TALK = Contestant("talk", "Kaibo's room", lambda place: product(place, show_all=True))


class Bench:
    """Runs contestants and keeps what came out."""

    def __init__(self, options: Options, folder: Path, program: Path, results: Results) -> None:
        self._options = options
        self._folder = folder
        self._program = program
        self._results = results
        self._numbers = itertools.count()

    def prepare(self, contestant: Contestant) -> None:
        """Install a contestant; one that cannot be installed is named, and left out."""
        try:
            contestant.prepare()
        except (OSError, subprocess.SubprocessError) as error:
            self._results.absent[contestant.name] = f"could not be installed: {error}"
            print(f"{contestant.label}: {self._results.absent[contestant.name]}", flush=True)

    def rounds(self, chosen: list[Contestant]) -> int:
        """Go the rounds, as many as there is time for; return how many that were."""
        begun, longest = time.monotonic(), 0.0
        for number in range(1, self._options.rounds + 1):
            start = time.monotonic()
            if start - begun + longest > TIME_SECONDS:
                self._results.warn(f"no time for round {number}: this machine was too busy")
                return number - 1
            self.round(chosen, f"round {number}")
            longest = max(longest, time.monotonic() - start)
            print(f"round {number} took {time.monotonic() - start:.0f} s", flush=True)
        return self._options.rounds

    def round(self, chosen: list[Contestant], label: str) -> None:
        """Measure everyone once."""
        for one in chosen:
            if one.name not in self._results.absent:
                # Slow neighbours take long over it; their stuck readers are looked at once.
                is_short = one.name not in _OWN and one.name in self._results.rounds
                self._attempt(label, one, self._rates if is_short else self._whole)
        if ROOM in chosen:
            self._attempt(label, TALK, lambda stage: talks(stage, self._options))
            self._attempt(label, Contestant("talk", "Kaibo's burst", product), self._burst)

    def judge(self, *, is_baseline_measured: bool) -> None:
        """Add what makes the run fail."""
        results = self._results
        for name, rounds in results.rounds.items():
            worst = max(
                (one[key] for one in rounds for key in one if key.endswith("client")), default=0.0
            )
            if worst > CLIENT_SHARE:
                results.wrong.append(f"{name}: the crowd needed {worst:.0%} of its core")
        baseline = results.median("picows", "large_per_second")
        is_baseline_measured = is_baseline_measured and self._options.large >= _FEW
        if is_baseline_measured and (baseline or 0.0) < PICOWS_FLOOR:
            reached = f"{baseline or 0.0:,.0f}"
            results.wrong.append(f"bare picows: {reached}/s, the floor is {PICOWS_FLOOR:,}/s")

    def _rates(self, stage: Stage) -> Figures:
        return rates(stage, self._options)

    def _whole(self, stage: Stage) -> Figures:
        figures = rates(stage, self._options) | stuck(stage, self._options)
        if isinstance(stage.server, ProductServer):
            figures |= spared(stage, self._options)
        return figures

    def _burst(self, stage: Stage) -> Figures:
        seconds = _BURST_TIMES * self._options.seconds
        figures, wrong = burst(stage, self._options.viewers, seconds)
        self._results.wrong += wrong
        return {f"burst_{figure}": value for figure, value in figures.items()}

    def _attempt(self, label: str, one: Contestant, measure: Callable[[Stage], Figures]) -> None:
        """Measure one; who fails is named in the table, and fails the run if it is ours."""
        folder = self._folder / f"{one.name}-{next(self._numbers)}"
        folder.mkdir()
        counter, (core, crowd_core) = folder / "counter", two_cores()
        Counter(counter)
        place = Place(folder, counter, core, crowd_core)
        most = max(self._options.large, self._options.viewers)
        try:
            with self._alone(), staged(place, one, self._program, most) as stage:
                figures = measure(stage)
        except (DeafError, OSError, subprocess.SubprocessError) as error:
            print(f"{label}: {one.label}: {error}", flush=True)
            if one.name in _OWN:
                self._results.wrong.append(f"{one.label}: {error}")
            else:
                self._results.absent[one.name] = f"failed: {error}".replace("\n", " ")[:200]
            return
        self._results.add(one.name, figures)
        told = "  ".join(f"{name} {value:,.4g}" for name, value in figures.items())
        print(f"{label}: {one.label}: {told}", flush=True)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Warn when other programs were busy meanwhile; ours are all waited for by its end."""
        busy, before, begun = Busy(), sum(os.times()[:4]), time.monotonic()
        yield
        ours = (sum(os.times()[:4]) - before) / (time.monotonic() - begun)
        if busy.share() - ours > _OTHERS:
            self._results.warn("other programs were busy on this machine")
