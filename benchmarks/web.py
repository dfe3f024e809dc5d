"""How quick and how usable the viewer's page is on a phone, by Lighthouse.

    make bench-web
    make bench-web ARGS="--rounds 1"

A demo shop is started with its show on air, and Debian's Chromium opens the viewer's page as
Lighthouse's phone: processor four times slower, 1.6 Mbit/s, 150 ms there and back, nothing in its
caches. Medians of the rounds count. Scripts are counted as they came over the wire, without the
player's engine and what is fetched after it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.support.programs import found, free_port, running, wait_for
from tools import web

FOLDER = Path(__file__).with_name("lighthouse")
LIGHTHOUSE = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
_PLAYER = re.compile(r"/assets/hls[^/]*\.js$")
_PATIENCE_SECONDS = 300.0
_THROTTLING = (
    "--form-factor=mobile",
    "--throttling-method=simulate",
    "--throttling.cpuSlowdownMultiplier=4",
    "--throttling.throughputKbps=1638.4",
    "--throttling.rttMs=150",
)
_NOT_RECORDED = "NO_NAVSTART"
_ATTEMPTS = 6
# A phone is not the machine that encodes the show: the shop's processes run when the browser
# rests, and where the system lets us, the browser runs before everything else. Lighthouse takes
# for the page's work all the time in which one of its tasks had not ended, waiting for a core
# included, and reckons it four times.
_YIELDING = ("chrt", "--idle", "0")
_FIRST = ("chrt", "--rr", "5")
# The picture never ends, so the network never rests: what is there after this is what counts.
_LONGEST_LOAD_MS = 15_000
METRICS = {
    "first-contentful-paint": "first content ms",
    "largest-contentful-paint": "largest content ms",
    "speed-index": "speed index ms",
    "total-blocking-time": "blocked ms",
    "cumulative-layout-shift": "layout shift",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What Lighthouse says of one opening."""

    performance: float
    accessibility: float
    """Both of 100."""
    script_kb: float
    """Scripts before the player's engine, compressed, in units of 1,000 bytes."""
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a median is to reach."""

    words: str
    value: float
    least: float | None = None
    most: float | None = None

    def told(self) -> str:
        """Say whether it is met."""
        is_met = (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )
        return f"goal: {self.words}: {self.value:.4g}, {'met' if is_met else 'NOT met'}"


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Run a demo; give the address of its viewer's page."""
    log = folder / "demo.log"
    env = {name: value for name, value in os.environ.items() if not name.startswith("KAIBO_")} | {
        "KAIBO_DATA": str(folder / "data"),
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(free_port()),
        "KAIBO_MEDIA_PORT": str(free_port()),
        "KAIBO_RTMP_PORT": str(free_port()),
        "KAIBO_LANGUAGE": "en",
    }
    link = re.compile(r"(http://\S+/s/[\w-]+)")
    command = [*_YIELDING, sys.executable, "-m", "kaibo.apps.cli", "demo", "--no-qr"]
    with running(command, log, env):
        wait_for(lambda: bool(link.search(log.read_text("utf-8"))), f"the demo; see {log}", 120)
        yield link.findall(log.read_text("utf-8"))[0]


def browser(folder: Path) -> tuple[str, bool]:
    """Give the program that Lighthouse starts, and whether it runs before all others."""
    chromium = found("chromium")
    try:
        subprocess.run([*_FIRST, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return chromium, False
    program = folder / "chromium-first"
    program.write_text(f'#!/bin/sh\nexec {shlex.join([*_FIRST, chromium])} "$@"\n', "utf-8")
    program.chmod(0o755)
    return str(program), True


def judge(address: str, folder: Path, chromium: str) -> Judged:
    """Open a page once, as a phone. Raises `RuntimeError` with what Lighthouse said.

    Chromium sometimes begins to record after the page began, which Lighthouse notices; such an
    opening was not judged and does not count.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            return _judge(address, folder, chromium)
        except RuntimeError as problem:
            if _NOT_RECORDED not in str(problem):
                raise
    return _judge(address, folder, chromium)


def _judge(address: str, folder: Path, chromium: str) -> Judged:
    report = folder / "report.json"
    command = [
        str(web.NODE / "bin" / "node"), str(LIGHTHOUSE), address, "--quiet",
        "--only-categories=performance,accessibility", *_THROTTLING,
        f"--max-wait-for-load={_LONGEST_LOAD_MS}", "--output=json", f"--output-path={report}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --mute-audio",
    ]  # fmt: skip
    ran = subprocess.run(
        command,
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )
    if ran.returncode != 0:
        raise RuntimeError(ran.stderr[-2000:])
    return read(json.loads(report.read_text("utf-8")))


def read(report: dict[str, Any]) -> Judged:
    """Take what counts out of Lighthouse's report."""
    audits = report["audits"]
    return Judged(
        performance=100 * report["categories"]["performance"]["score"],
        accessibility=100 * report["categories"]["accessibility"]["score"],
        script_kb=scripts_before_player(audits["network-requests"]["details"]["items"]) / 1000,
        metrics={name: audits[name]["numericValue"] for name in METRICS},
    )


def scripts_before_player(requests: Iterable[dict[str, Any]]) -> int:
    """Give the bytes that came over the wire for scripts asked for before the player's engine."""
    scripts = sorted(
        (request for request in requests if request.get("resourceType") == "Script"),
        key=lambda request: request["networkRequestTime"],
    )
    total = 0
    for request in scripts:
        if _PLAYER.search(request["url"]):
            break
        total += request["transferSize"]
    return total


def table(rounds: list[Judged]) -> str:
    """Give the medians as a table."""
    middle = {name: statistics.median(one.metrics[name] for one in rounds) for name in METRICS}
    heads = ["performance", "accessibility", "scripts kB", *METRICS.values()]
    cells = [
        f"{statistics.median(one.performance for one in rounds):.0f}",
        f"{statistics.median(one.accessibility for one in rounds):.0f}",
        f"{statistics.median(one.script_kb for one in rounds):.0f}",
        *(f"{value:,.3f}" if value < 1 else f"{value:,.0f}" for value in middle.values()),
    ]
    lines = [heads, ["--:"] * len(heads), cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def goals(rounds: list[Judged]) -> list[Goal]:
    """Give what the medians are held to."""
    return [
        Goal("performance at least 85", statistics.median(r.performance for r in rounds), least=85),
        Goal(
            "accessibility at least 95",
            statistics.median(r.accessibility for r in rounds),
            least=95,
        ),
        Goal(
            "scripts before the player at most 150 kB, compressed",
            statistics.median(r.script_kb for r in rounds),
            most=150,
        ),
    ]


def main() -> None:
    """Open the page round by round, and print medians and goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if web.install(FOLDER) != 0:
        raise SystemExit("Lighthouse could not be installed")
    rounds: list[Judged] = []
    with tempfile.TemporaryDirectory() as name, demo(Path(name)) as address:
        chromium, is_first = browser(Path(name))
        print("Chromium runs before all others" if is_first else "Chromium shares the machine")
        for number in range(options.rounds):
            rounds.append(one := judge(address, Path(name), chromium))
            print(
                f"round {number + 1}: performance {one.performance:.0f}, accessibility "
                f"{one.accessibility:.0f}, scripts {one.script_kb:.0f} kB",
                flush=True,
            )
    print(f"\n{table(rounds)}\n")
    for goal in goals(rounds):
        print(goal.told())


if __name__ == "__main__":
    main()
