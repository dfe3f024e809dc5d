"""One database's rounds: everyone is measured in turn, with the same crowd and the same core."""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from benchmarks.ordering import client, raw
from benchmarks.ordering.client import BUYERS, Rush, Told
from benchmarks.ordering.core import SECRET, RunningCore, invite, running_core, stock_up
from benchmarks.ordering.rows import Written, snapshot, written
from benchmarks.ordering.scenarios import (
    FEW,
    SCENARIOS,
    SELLING,
    Figures,
    Options,
    Results,
    Scenario,
)
from benchmarks.ordering.store import Store
from benchmarks.support.cores import Busy, two_cores
from benchmarks.support.databases import Opened
from benchmarks.support.processor import Stopwatch

_OBSERVED_ORDERS = 600
_WARM_UP_SECONDS = 1.0
_LONG_SECONDS = 120.0
_FIRST_GUESS = 15_000
"""Requests a second to be ready for, before anything is known."""
_FULL = 0.9
"""A client that needs more of its core may itself be what is measured."""
_OTHERS = 0.2
"""With more cores' worth of other programs than this the machine was not the benchmark's own."""


@contextlib.contextmanager
def crowd() -> Iterator[Pipe]:
    """Run the client's process; rushes go down the pipe, and what it was told comes back."""
    _, core = two_cores()
    near, far = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=client.serve, args=(SECRET, core, far), daemon=True
    )
    process.start()
    far.close()
    try:
        yield near
    finally:
        with contextlib.suppress(BrokenPipeError):
            near.send(None)
        process.join(10)


class Bench:
    """A database, a core, and the crowd."""

    def __init__(self, database: Opened, options: Options, folder: Path, pipe: Pipe) -> None:
        self._database = database
        self._options = options
        self._folder = folder
        self._pipe = pipe
        self._core_number = two_cores()[0]
        self._guesses: dict[tuple[str, str], float] = {}
        self._written: dict[str, Written] = {}
        self.store = Store(database, selling_out=2 * (options.rounds + 1))
        self.results: Results = {}
        self.warnings: Counter[str] = Counter()
        self._shares = ""
        """Who took how much of a core in the last rush, in words."""
        self._cpu_ms = 0.0
        """What one of its answers took of the core process."""

    def measure(self) -> None:
        """Look what an order writes, then warm up and go the rounds. Raises `WrongError`."""
        invite(self._database, 2 * BUYERS)
        with running_core(self._folder, self._database, self._core_number, idle=True) as core:
            self.store.open(stock_up(core.port, self.store.amounts))
            for scenario in SCENARIOS:
                if not scenario.sells_out:
                    self._observe(core, scenario)
        self.store.reader.dispose()
        self._raw_url = self._database.copy()
        rows = self._folder / "rows.pickle"
        rows.write_bytes(pickle.dumps(self._written["hot"]))
        with running_core(self._folder, self._database, self._core_number, rows=rows) as core:
            self.store.wait_for_work()
            self._round(core, _WARM_UP_SECONDS, "warm-up")
            self.results.clear()
            self.warnings.clear()
            for number in range(self._options.rounds):
                self._round(core, self._options.seconds, f"round {number + 1}")
        self.store.reader.dispose()

    def _observe(self, core: RunningCore, scenario: Scenario) -> None:
        """Order while the work queue is idle, and see which rows came."""
        # Each item once before: its first order writes more, such as its page as buyers saw it.
        for requests in (len(self.store.items(scenario)), _OBSERVED_ORDERS):
            before = snapshot(self.store.reader)
            told = self._rush(core, scenario, _LONG_SECONDS, requests)
            self._expect(scenario, told)
            self.store.note(told.accepted)
        found = written(before, snapshot(self.store.reader), self.store.reader.dialect)
        self._written[scenario.name] = found
        print(
            f"{self._database.name}, {scenario.label}: an order writes {found.told()}", flush=True
        )
        self.store.check()

    def _round(self, core: RunningCore, seconds: float, label: str) -> None:
        for scenario in self._options.scenarios:
            for name, flow in scenario.flows:
                core.panel.flow = flow
                if flow in SELLING and scenario.sells_out:
                    self._sell_out(core, scenario)
                self._note(label, scenario, name, self._contestant(core, scenario, name, seconds))
                if flow in SELLING:
                    self.store.wait_for_work()
                    self.store.check()
            if not scenario.sells_out:
                batch = max(1, round(self.results[scenario.name, "real"][-1].batch))
                per_second = self._raw(self._written[scenario.name], batch, seconds)
                self._note(label, scenario, "raw", Figures(per_second, batch=batch))

    def _sell_out(self, core: RunningCore, scenario: Scenario) -> None:
        self.store.next_few()
        told = self._rush(core, scenario, _LONG_SECONDS, 2 * FEW)
        self.store.note(told.accepted)
        self.store.check()
        if told.accepted.total() != FEW:
            raise RuntimeError(f"only {told.accepted.total()} of {FEW} units were sold")

    def _contestant(
        self, core: RunningCore, scenario: Scenario, name: str, seconds: float
    ) -> Figures:
        guess = self._guesses.get((scenario.name, name), _FIRST_GUESS)
        commits = core.panel.commits
        told = self._rush(core, scenario, seconds, int(guess * seconds * 1.3) + 1000)
        self._expect(scenario, told)
        if core.panel.flow in SELLING:
            self.store.note(told.accepted)
        self._guesses[scenario.name, name] = told.per_second
        commits = core.panel.commits - commits
        batch = told.accepted.total() / commits if commits else 0.0
        return Figures(told.per_second, told.p50_ms, told.p99_ms, self._cpu_ms, batch)

    def _rush(self, core: RunningCore, scenario: Scenario, seconds: float, requests: int) -> Told:
        items = self.store.items(scenario)
        # Who is refused has, as a rule, not ordered before.
        first = BUYERS if scenario.sells_out else 0
        self._pipe.send(Rush(core.port, items, self._options.connections, seconds, requests, first))
        self._pipe.recv()  # all requests are made
        watches = Stopwatch([core.pid]), Stopwatch(self._database.processes()), Busy()
        self._pipe.send("go")
        told: Told = self._pipe.recv()
        server, database, busy = (watch.share() for watch in watches)
        self._shares = f"core {server:.0%}, database {database:.0%}, client {told.share:.0%}"
        self._cpu_ms = 1000 * server / max(told.per_second, 1e-9)
        self._warn(told.share, database, busy - server - database - told.share)
        return told

    def _warn(self, client_share: float, database: float, others: float) -> None:
        if client_share > _FULL:
            self.warnings["the client took nearly all of its core, so it may be the limit"] += 1
        elif client_share + database > _FULL:
            self.warnings["client and database server filled their core, and may be the limit"] += 1
        if others > _OTHERS:
            self.warnings["other programs were busy on this machine"] += 1

    def _expect(self, scenario: Scenario, told: Told) -> None:
        unlike = told.accepted.total() if scenario.sells_out else told.sold_out
        if told.others or unlike:
            others = unlike + told.others
            raise RuntimeError(f"{scenario.label}: {others} other answers; {told.example}")

    def _raw(self, written: Written, batch: int, seconds: float) -> float:
        near, far = multiprocessing.Pipe()
        load = raw.Load(self._raw_url, written, batch, seconds, self._core_number)
        process = multiprocessing.get_context("spawn").Process(target=raw.write, args=(load, far))
        process.start()
        far.close()
        per_second: float = near.recv()
        process.join()
        self._shares = ""
        return per_second

    def _note(self, label: str, scenario: Scenario, name: str, figures: Figures) -> None:
        self.results.setdefault((scenario.name, name), []).append(figures)
        print(
            f"{label}: {self._database.name}, {scenario.label}, {name:8}{figures.told()}"
            f"  {self._shares}",
            flush=True,
        )
