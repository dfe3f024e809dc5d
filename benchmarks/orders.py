"""How many orders a second a core takes, beside its route, its database and the usual way.

    make bench-orders
    make bench-orders ARGS="--rounds 3 --seconds 5 --databases sqlite,postgresql"

The real core process serves on one processor core; the crowd is a process on the other (and so is
PostgreSQL's server, where that is measured). Orders of one hot item, of a thousand items, and of
an item that is sold out come by HTTP, from 20,000 buyers in turn, and are measured beside

- (a) *stub*: the same process and route, with the flow replaced by one that answers at once,
- (b) *raw*: the database alone, which gets the same rows in the same batches,
- (c) *guarded*: the same route, each request a transaction that a guarded UPDATE decides.

Which rows an order writes is read from the database beforehand; the batch is what was observed in
the round before. Rounds are interleaved; medians count. After every round the database is asked,
by a connection of its own, whether units in orders, stock and ledger add up: the last line must
be `oversold: 0`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.ordering import report
from benchmarks.ordering.measuring import Bench, crowd
from benchmarks.ordering.scenarios import SCENARIOS, Options, Results
from benchmarks.ordering.store import WrongError
from benchmarks.support.cores import two_cores
from benchmarks.support.databases import postgresql, sqlite

DATABASES = {"sqlite": sqlite, "postgresql": postgresql}


def compare(options: Options, databases: list[str], folder: Path) -> bool:
    """Measure and print everything; tell whether stock and orders added up."""
    _, client_core = two_cores()
    results: dict[str, Results] = {}
    about: dict[str, str] = {}
    warnings: list[str] = []
    oversold, wrong = 0, []
    with crowd() as pipe:
        for name in databases:
            (folder / name).mkdir()
            with DATABASES[name](folder / name, client_core) as database:
                bench = Bench(database, options, folder / name, pipe)
                try:
                    bench.measure()
                except WrongError as error:
                    wrong += error.verdict.wrong
                oversold += bench.store.oversold
                warnings += [
                    f"{database.name}: {what} ({times} times)"
                    for what, times in bench.warnings.items()
                ]
                results[database.name] = bench.results
                about[database.name] = database.about
    if not wrong:
        print(f"\n{report.caption(options, about, is_pinned=client_core is not None)}\n")
        print(report.table(options, results))
        print("\n" + report.as_json(results) + "\n")
        print("\n".join([*report.goals(results), *(f"warning: {what}" for what in warnings)]))
    print("\n".join(f"wrong: {what}" for what in wrong[:20]))
    print(f"oversold: {oversold}")
    return not wrong


def _databases(names: str) -> list[str]:
    chosen = names.split(",")
    if unknown := set(chosen) - DATABASES.keys():
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return chosen


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement")
    parser.add_argument("--connections", type=int, default=300)
    parser.add_argument(
        "--databases", type=_databases, default=list(DATABASES), help="with commas between"
    )
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    given = parser.parse_args()
    scenarios = tuple(scenario for scenario in SCENARIOS if scenario.name in given.only)
    options = Options(given.rounds, given.seconds, given.connections, scenarios)
    subprocess.run(["sh", "tools/apt_setup.sh"], check=True)
    with tempfile.TemporaryDirectory(prefix="kaibo-bench-") as folder:
        if not compare(options, given.databases, Path(folder)):
            sys.exit(1)


if __name__ == "__main__":
    main()
