"""The table and the goals."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping

from benchmarks.ordering.client import BUYERS
from benchmarks.ordering.scenarios import Figures, Options, Results

_RIVALS = ("stub", "raw", "guarded")
_HEAD = (
    "| orders | Kaibo /s | p50 ms | p99 ms | CPU ms | a commit | (a) flow stubbed /s | of (a) "
    "| (b) rows alone /s | of (b) | (c) guarded /s | times (c) |"
)
HOT_OF_STUB = 0.6
HOT_PER_SECOND = 1000
SOLD_OUT_OF_STUB = 0.8


def caption(options: Options, databases: Mapping[str, str], *, is_pinned: bool) -> str:
    """Say under which circumstances the table came about."""
    place = (
        "the core process alone on one core, the client and PostgreSQL's server on the other"
        if is_pinned
        else "nothing pinned: there is one core"
    )
    return (
        f"{options.connections} connections, each asking again when it is answered, for {BUYERS:,} "
        f"buyers in turn; {place}; {', '.join(databases.values())}; medians of "
        f"{options.rounds} rounds of {options.seconds:g} s, ratios within each round. CPU: of the "
        "core process, whatever else it does included. (a): the same process and route, the flow "
        "answers at once. (b): the rows of as many orders in one commit, by the driver's "
        "executemany. (c): each request a transaction, decided by a guarded UPDATE."
    )


def table(options: Options, results: Mapping[str, Results]) -> str:
    """Give the table: a line for each scenario and database."""
    lines = [_HEAD, "|---" + "|--:" * 11 + "|"]
    for scenario in options.scenarios:
        for database, rounds in results.items():
            real = rounds[scenario.name, "real"]
            cells = [
                f"{scenario.label}, {database}",
                f"{_median(real, lambda it: it.per_second):,.0f}",
                f"{_median(real, lambda it: it.p50_ms):,.1f}",
                f"{_median(real, lambda it: it.p99_ms):,.1f}",
                f"{_median(real, lambda it: it.cpu_ms):,.2f}",
                "" if scenario.sells_out else f"{_median(real, lambda it: it.batch):,.1f}",
            ]
            for name in _RIVALS:
                rival = rounds.get((scenario.name, name))
                cells.append(f"{_median(rival, lambda it: it.per_second):,.0f}" if rival else "")
                cells.append(f"{ratio(real, rival):.2f}" if rival else "")
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ratio(real: list[Figures], rival: list[Figures]) -> float:
    """Give the median of the rounds' ratios."""
    return statistics.median(
        it.per_second / beside.per_second for it, beside in zip(real, rival, strict=True)
    )


def goals(results: Mapping[str, Results]) -> list[str]:
    """Give a sentence for each goal that this run can tell of."""
    told = []
    for database, rounds in results.items():
        if hot := rounds.get(("hot", "real")):
            told.append(
                _goal(
                    f"one hot item, {database}: of (a)",
                    ratio(hot, rounds["hot", "stub"]),
                    HOT_OF_STUB,
                )
            )
            if database == "SQLite":
                per_second = _median(hot, lambda it: it.per_second)
                told.append(
                    _goal(f"one hot item, {database}: orders/s", per_second, HOT_PER_SECOND)
                )
        if gone := rounds.get(("sold-out", "real")):
            share = ratio(gone, rounds["sold-out", "stub"])
            told.append(_goal(f"sold out, {database}: of (a)", share, SOLD_OUT_OF_STUB))
    return told


def as_json(results: Mapping[str, Results]) -> str:
    """Give the medians for programs."""
    return json.dumps(
        {
            f"{database}, {scenario}, {name}": {
                "per_second": round(_median(rounds, lambda it: it.per_second), 1),
                "p50_ms": round(_median(rounds, lambda it: it.p50_ms), 2),
                "p99_ms": round(_median(rounds, lambda it: it.p99_ms), 2),
                "cpu_ms": round(_median(rounds, lambda it: it.cpu_ms), 3),
            }
            for database, found in results.items()
            for (scenario, name), rounds in found.items()
        }
    )


def _goal(what: str, value: float, least: float) -> str:
    verdict = "met" if value >= least else "NOT met"
    return f"goal: {what} at least {least:,g}: {value:,.4g}, {verdict}"


def _median(rounds: list[Figures], of: Callable[[Figures], float]) -> float:
    return statistics.median(of(it) for it in rounds)
