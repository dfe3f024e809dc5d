"""Who is measured: each a server process on one core, with the same text for the same crowd."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.ordering.core import SECRET, SETUP_TOKEN, stock_up
from benchmarks.rooming.crowd import Kind
from benchmarks.rooming.talking import Talker, talking
from benchmarks.support.processor import processor_seconds, resident_bytes
from benchmarks.support.programs import free_port, wait_for
from kaibo.apps.migrations import migrate

START_SECONDS = 60.0


@dataclass(frozen=True)
class Place:
    """Where a server runs: a folder of its own, the counter it looks at, and the cores."""

    folder: Path
    counter: Path
    core: int | None
    crowd_core: int | None


class Server:
    """A contestant's running process: told what to publish, and asked what it takes."""

    def __init__(self, talker: Talker, port: int, kind: Kind, pids: list[int], path: str) -> None:
        self.talker = talker
        self.port = port
        self.kind = kind
        self._pids = pids
        self._path = path

    def write_paths(self, count: int, file: Path) -> None:  # noqa: ARG002 - theirs are alike
        """Write what `count` subscribers ask for, a line each."""
        file.write_text(self._path + "\n", "ascii")

    def cpu_seconds(self) -> float:
        """Give the processor time it has taken so far."""
        return sum(processor_seconds(pid) for pid in self._pids)

    def resident(self) -> int:
        """Give the memory it holds, in bytes."""
        return sum(resident_bytes(pid) for pid in self._pids)

    def skipped(self) -> int:
        """Give how many messages it kept from readers that were behind; none, if it tells none."""
        return 0


class ProductServer(Server):
    """The core, whose visitors each need a ticket."""

    def write_paths(self, count: int, file: Path) -> None:
        """Write addresses with tickets, each of another viewer."""
        self.talker.ask("paths", 0, count, file)

    def skipped(self) -> int:
        """Give how many ticks were kept from readers that were behind."""
        told = httpx.get(f"http://127.0.0.1:{self.port}/metrics", trust_env=False, timeout=30)
        found = re.search(r"^kaibo_socket_frames_skipped_total (\S+)$", told.text, re.MULTILINE)
        return int(float(found[1])) if found else 0


Run = Callable[[Place], AbstractContextManager[Server]]


@dataclass(frozen=True)
class Contestant:
    """A server to measure. `prepare` installs it; it raises `CalledProcessError` or `OSError`."""

    name: str
    label: str
    run: Run
    prepare: Callable[[], None] = lambda: None


@contextlib.contextmanager
def serving(
    place: Place,
    name: str,
    command: list[str],
    *,
    kind: Kind = "plain",
    path: str = "/",
    core: int | None = None,
    packages: Path | None = None,
) -> Iterator[Server]:
    """Run a server that tells its port, and its processes unless it is one itself.

    It runs on the place's core if it is not given another; `packages` is a folder of further
    packages for Python.
    """
    log = place.folder / f"{name}.log"
    env = os.environ | ({"PYTHONPATH": str(packages)} if packages else {})
    with talking(command, name, log, place.core if core is None else core, env) as talker:
        told = talker.hear(START_SECONDS)
        yield Server(talker, told["port"], kind, told.get("pids", [talker.pid]), path)


@contextlib.contextmanager
def bare(place: Place) -> Iterator[Server]:
    """Run picows alone."""
    command = [sys.executable, "-m", "benchmarks.rooming.bare", str(place.counter)]
    with serving(place, "picows", command) as server:
        yield server


@contextlib.contextmanager
def product(place: Place, *, show_all: bool = False) -> Iterator[Server]:
    """Run the real core with a shop and a show on air; `show_all` lifts the cap on talk."""
    port, database = free_port(), f"sqlite+pysqlite:///{place.folder / 'kaibo.db'}"
    migrate(database)
    env = {name: value for name, value in os.environ.items() if not name.startswith("KAIBO_")} | {
        "KAIBO_DATA": str(place.folder / "data"),
        "KAIBO_DATABASE_URL": database,
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(port),
        "KAIBO_MEDIA_PORT": str(free_port()),
        "KAIBO_RTMP_PORT": str(free_port()),
        "KAIBO_SETUP_TOKEN": SETUP_TOKEN,
        "KAIBO_SECRET": SECRET,
        "KAIBO_LANGUAGE": "en",
        "KAIBO_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "benchmarks.rooming.product", str(place.counter)]
    command += ["--show-all"] if show_all else []
    log = place.folder / "room.log"
    with talking(command, "the core", log, place.core, env) as talker:
        talker.hear(START_SECONDS)
        wait_for(lambda: _answers(port), f"the core; see {log}")
        show = stock_up(port, [1000])[0].show
        found = httpx.get(f"http://127.0.0.1:{port}/api/v1/shows/{show}/public", trust_env=False)
        talker.ask("open", found.raise_for_status().json()["id"])
        yield ProductServer(talker, port, "room", [talker.pid], "")


def _answers(port: int) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).is_success
    return False


ROOM = Contestant("room", "Kaibo's room", product)
PICOWS = Contestant("picows", "bare picows", bare)
