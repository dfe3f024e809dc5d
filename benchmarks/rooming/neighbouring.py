"""Servers that others wrote: how they are installed for a run, and started."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

from benchmarks.rooming import nchan as nchan_server
from benchmarks.rooming.contestants import Contestant, Place, Run, Server, serving
from benchmarks.rooming.crowd import Kind
from benchmarks.rooming.message import PAYLOAD_BYTES, halves
from tools import sync, web

FOLDER = Path(__file__).with_name("neighbours")
_WEBSOCKETS = web.ROOT / "build" / "bench" / "websockets"
_SOCKETIO_WRAPPING = len('42["m",]')
_PATIENCE_SECONDS = 600.0


@cache
def install_packages() -> None:
    """Install what the lock names for Node and Bun. Raises `OSError`."""
    status = web.install(FOLDER)
    if status != 0:
        raise OSError(f"npm ci ended with {status}")


@cache
def install_websockets() -> None:
    """Install Python's `websockets` beside the environment, not into it."""
    uv = Path(sys.executable).with_name("uv")
    requirements = FOLDER / "requirements.txt"
    command = [str(uv), "--quiet", "pip", "install", "--target", str(_WEBSOCKETS)]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(requirements)]
    command.append(f"--python={sys.executable}")
    subprocess.run(command, env=sync.environment(), check=True, timeout=_PATIENCE_SECONDS)


@cache
def install_nchan() -> None:
    """Have nginx's module installed where that may be done."""
    if not nchan_server.MODULE.exists():
        command = ["sh", "tools/apt_setup.sh", "libnginx-mod-nchan"]
        subprocess.run(command, check=True, timeout=_PATIENCE_SECONDS)


def script(program: Path, name: str, *, kind: Kind = "plain", path: str = "/") -> Run:
    """Give how one of the scripts in `neighbours` is run by `program`."""
    size = PAYLOAD_BYTES - (_SOCKETIO_WRAPPING if kind == "socketio" else 0)

    def run(place: Place) -> AbstractContextManager[Server]:
        command = [str(program), str(FOLDER / f"{name}.mjs"), str(place.counter), *halves(size)]
        return serving(place, name, command, kind=kind, path=path)

    return run


@contextlib.contextmanager
def websockets(place: Place) -> Iterator[Server]:
    """Run Python's `websockets`."""
    command = [sys.executable, "-m", "benchmarks.rooming.broadcasting", str(place.counter)]
    with serving(place, "websockets", command, packages=_WEBSOCKETS) as server:
        yield server


@contextlib.contextmanager
def nchan(place: Place) -> Iterator[Server]:
    """Run nginx with nchan, and who publishes to it on the crowd's core."""
    core = "-" if place.core is None else str(place.core)
    command = [sys.executable, "-m", "benchmarks.rooming.nchan"]
    command += [str(place.counter), str(place.folder), core]
    with serving(place, "nchan", command, core=place.crowd_core) as server:
        yield server


_NODE = web.NODE / "bin" / "node"
_SOCKETIO_PATH = "/socket.io/?EIO=4&transport=websocket"

NEIGHBOURS = (
    Contestant("nchan", "nchan", nchan, install_nchan),
    Contestant("ws", "Node `ws`", script(_NODE, "ws"), install_packages),
    Contestant(
        "socketio",
        "socket.io",
        script(_NODE, "socketio", kind="socketio", path=_SOCKETIO_PATH),
        install_packages,
    ),
    Contestant(
        "bun",
        "uWebSockets (Bun)",
        script(FOLDER / "node_modules" / ".bin" / "bun", "bun"),
        install_packages,
    ),
    Contestant("websockets", "Python `websockets`", websockets, install_websockets),
)
