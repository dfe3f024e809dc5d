"""How long a page of found products takes, by the search index and by reading every title.

    make bench-product-search
    make bench-product-search ARGS="--products 1000000 --rounds 3"

One database of generated products is asked for the newest 51 of them, by the functions that serve
`GET /products`, and 50 are made into what it answers, with variants, stock, pictures and tags:

- *index*: as the product searches,
- *in a category*: the same, within one that holds a seventeenth of the products,
- *index alone*: the numbers of these products, and nothing read of them,
- *scan*: as it did before there was an index, by the text in the title. This finds less: it knows
  titles only, and several words only if they stand so,
- *list*: without a search, which is what reading a page costs by itself.

Each question is asked from the newest product on and again from the middle. The five take turns
within each round, and of each question the median round counts. Where other programs want the
cores too, the processor times are the ones to compare: this thread's and its PostgreSQL backend's.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.searching.shop import OpenedShop
from benchmarks.searching.titles import QUERIES, products
from benchmarks.support.cores import Busy
from benchmarks.support.databases import postgresql, sqlite
from benchmarks.support.processor import exact_processor_seconds

DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
CONTESTANTS = ("index", "in a category", "index alone", "scan", "list")
GOAL_MS = 30.0

Find = Callable[[str, int | None], list[int]]
Took = dict[tuple[str, str], list["Milliseconds"]]
"""Of each question, by who answered and what kind of question it is."""


@dataclass(frozen=True, slots=True)
class Milliseconds:
    """What an answer took."""

    waited: float
    worked: float
    """Of processor time."""


def measure(shop: OpenedShop, options: argparse.Namespace) -> Took:
    """Ask everything in turn."""
    answers = (shop.search, shop.search_within, shop.search_alone, shop.scan, shop.browse)
    finders: dict[str, Find] = dict(zip(CONTESTANTS, answers, strict=True))
    server = shop.server_process()
    took: Took = {}
    for kind, queries in QUERIES.items():
        for query in queries:
            for before in (None, options.products // 2):
                rounds = [
                    {who: _ask(find, query, before, server) for who, find in finders.items()}
                    for _ in range(options.rounds + 1)
                ]
                # The first fetches what is asked for into memory, as a day's first hour does.
                for who in finders:
                    took.setdefault((who, kind), []).append(_middle(rounds[1:], who))
    return took


def _ask(find: Find, query: str, before: int | None, server: int | None) -> Milliseconds:
    begun, worked = time.perf_counter(), _worked(server)
    numbers = find(query, before)
    took = Milliseconds((time.perf_counter() - begun) * 1e3, (_worked(server) - worked) * 1e3)
    if numbers != sorted(numbers, reverse=True):
        raise RuntimeError(f"{query}: not newest first")
    return took


def _worked(server: int | None) -> float:
    return time.thread_time() + (exact_processor_seconds(server) if server else 0)


def _middle(rounds: Sequence[dict[str, Milliseconds]], who: str) -> Milliseconds:
    return Milliseconds(
        statistics.median(one[who].waited for one in rounds),
        statistics.median(one[who].worked for one in rounds),
    )


def report(name: str, took: Took) -> None:
    """Print p50 and p99 of each kind of question, and of all."""
    print(f"\n| {name}: ms, p50 / p99 | " + " | ".join(CONTESTANTS) + " |")
    print("|---|" + "--:|" * len(CONTESTANTS))
    every = {who: [one for kind in QUERIES for one in took[who, kind]] for who in CONTESTANTS}
    for kind in QUERIES:
        _row(kind, [[one.waited for one in took[who, kind]] for who in CONTESTANTS])
    _row("**all**", [[one.waited for one in every[who]] for who in CONTESTANTS])
    _row("all, processor time", [[one.worked for one in every[who]] for who in CONTESTANTS])
    worst = percentile([one.waited for one in every["index"]], 99)
    verdict = "met" if worst <= GOAL_MS else "missed"
    print(f"\np99 by the index {worst:.1f} ms: the goal of {GOAL_MS:g} ms is {verdict}", flush=True)


def _row(title: str, columns: Sequence[Sequence[float]]) -> None:
    cells = [f"{statistics.median(one):.1f} / {percentile(one, 99):.1f}" for one in columns]
    print(f"| {title} | " + " | ".join(cells) + " |")


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the value that so many of a hundred do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def compare(name: str, options: argparse.Namespace) -> None:
    """Fill a database, ask, and print the table."""
    with (
        tempfile.TemporaryDirectory(prefix="kaibo-bench-") as folder,
        DATABASES[name](Path(folder), None) as database,
    ):
        shop = OpenedShop(database.url)
        try:
            seconds = shop.fill(products(options.products, options.seed))
            busy = Busy()
            took = measure(shop, options)
        finally:
            shop.close()
        print(
            f"\n{database.about}: {options.products:,} products, {options.rounds} rounds;"
            f" all went into the index in {seconds:.0f} s;"
            f" {busy.share():.1f} cores were busy, this benchmark's one among them"
        )
        report(database.name, took)


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--databases", default=",".join(DATABASES))
    options = parser.parse_args()
    for name in options.databases.split(","):
        compare(name, options)


if __name__ == "__main__":
    main()
