"""A real `kaibo demo` or `kaibo serve` for the walks: its own process, ports and data folder."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.network import free_port, wait_until

PATIENCE_S = 90.0
SETUP_TOKEN = "let-the-walk-in"


@dataclass(frozen=True)
class Running:
    """A started installation: its address, its process and what it printed so far."""

    origin: str
    output: Path
    process: subprocess.Popen[bytes]

    def told(self, pattern: str) -> str:
        """Give the first group of `pattern` in the output."""
        text = self.output.read_text("utf-8")
        found = re.search(pattern, text)
        assert found, f"{pattern} is not in:\n{text}"
        return found[1]


@dataclass(frozen=True)
class Demo:
    """What `kaibo demo` printed."""

    viewer_url: str
    console_url: str
    origin: str


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Start `kaibo demo` and wait for its links; it must end well on Ctrl-C."""
    with running(folder, "demo", "--no-qr") as installation:
        yield Demo(
            viewer_url=installation.told(r"(http://\S+/s/\S+)"),
            console_url=installation.told(r"(http://\S+/console/enter\?token=\S+)"),
            origin=installation.origin,
        )


@contextmanager
def running(
    folder: Path, *command: str, database_url: str = "", port: int = 0, **settings: str
) -> Iterator[Running]:
    """Start `kaibo …` until it says how to stop it; it must end well on Ctrl-C.

    `settings` are further ones, by their names without `KAIBO_`.
    """
    output = folder / "output.log"
    port = port or free_port()
    env = {
        **os.environ,
        "KAIBO_DATA": str(folder / "data"),
        "KAIBO_DATABASE_URL": database_url,
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(port),
        "KAIBO_MEDIA_PORT": str(free_port()),
        "KAIBO_RTMP_PORT": str(free_port()),
        "KAIBO_SETUP_TOKEN": SETUP_TOKEN,
        "KAIBO_LANGUAGE": "en",
        **{f"KAIBO_{name.upper()}": value for name, value in settings.items()},
    }
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kaibo.apps.cli", *command],
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(
            lambda: process.poll() is not None or "Ctrl-C" in output.read_text("utf-8"),
            PATIENCE_S,
            because=f"kaibo {command[0]} never said that it runs",
        )
        assert process.poll() is None, output.read_text("utf-8")
        yield Running(f"http://127.0.0.1:{port}", output, process)
        process.send_signal(signal.SIGINT)
        status = process.wait(timeout=30)
        assert status == 0, output.read_text("utf-8")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def child(installation: Running, module: str) -> int | None:
    """Give the process id of the supervisor's child that runs `module`."""
    listing = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(installation.process.pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    for line in listing.splitlines():
        pid, _, command = line.strip().partition(" ")
        if module in command:
            return int(pid)
    return None
