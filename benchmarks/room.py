"""How fast one core delivers a room's messages, beside the bare library and the usual servers.

    make bench-room
    make bench-room ARGS="--rounds 1 --seconds 1 --only room,picows"

Each contestant is a server process on one core: the real product with a real room, bare picows,
nchan, Node's `ws`, `socket.io`, uWebSockets in Bun, and Python's `websockets`. On the other core a
crowd written in C opens thousands of WebSockets and counts *deliveries*: one message, as published,
read by one subscriber. A message is a text of 128 bytes that carries the time when it was due;
however a server packs messages into frames and frames into writes, each counts once a reader.

Contestants take turns within each round; medians count. The run fails when the crowd needed more
than 90 % of its core, when bare picows stays under a floor, or when a viewer missed what the
room's policy keeps. Goals are printed, and fail nothing.
"""

from __future__ import annotations

import argparse
import resource
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.rooming import report
from benchmarks.rooming.contestants import PICOWS, ROOM
from benchmarks.rooming.crowd import build
from benchmarks.rooming.figures import Options, Results
from benchmarks.rooming.neighbouring import NEIGHBOURS
from benchmarks.rooming.running import Bench
from benchmarks.support.cores import two_cores

EVERYBODY = (ROOM, PICOWS, *NEIGHBOURS)


def compare(options: Options, names: list[str], folder: Path) -> bool:
    """Measure and print everything; tell whether the run counts."""
    chosen = [one for one in EVERYBODY if one.name in names]
    results = Results()
    bench = Bench(options, folder, build(folder), results)
    for contestant in chosen:
        bench.prepare(contestant)
    done = bench.rounds(chosen)
    options = replace(options, rounds=done)
    labels = {one.name: one.label for one in chosen}
    print(f"\n{report.caption(options, is_pinned=two_cores()[0] is not None)}\n")
    print(report.table(options, results, labels) + "\n")
    if ROOM in chosen:
        print(report.talk_table(options, results) + "\n")
    print(report.as_json(results) + "\n")
    print("\n".join(report.goals(options, results)))
    print(report.floor(options, results))
    print("\n".join(f"warning: {what} ({times} times)" for what, times in results.warnings.items()))
    if paragraph := report.million(results):
        print(f"\n{paragraph}\n")
    bench.judge(is_baseline_measured=PICOWS in chosen)
    print("\n".join(f"wrong: {what}" for what in results.wrong[:20]) or "nothing wrong")
    return not results.wrong


def _names(text: str) -> list[str]:
    chosen = text.split(",")
    if unknown := set(chosen) - {one.name for one in EVERYBODY}:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return chosen


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    usual = Options()
    everybody = [one.name for one in EVERYBODY]
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--seconds", type=float, default=usual.seconds, help="of each measurement")
    parser.add_argument("--only", type=_names, default=everybody, help=",".join(everybody))
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kaibo-bench-") as folder:
        counts = compare(Options(given.rounds, given.seconds), given.only, Path(folder))
    print(f"{time.monotonic() - begun:.0f} s")
    if not counts:
        sys.exit(1)


if __name__ == "__main__":
    main()
