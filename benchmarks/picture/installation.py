"""A real `kaibo serve` in a folder of its own, spoken to by its public API."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.support.processor import child_running
from benchmarks.support.programs import free_port, running, wait_for

_SETUP_TOKEN = "let-the-benchmark-in"  # noqa: S105 - opens a throw-away installation
_MEDIA_MODULE = "kaibo.apps.media"


@dataclass(frozen=True)
class Planned:
    """A show to push to."""

    id: str
    slug: str
    rtmp_url: str
    """Where its main encoder pushes, the key included."""
    page: str


class Installation:
    """What the benchmark does with it."""

    def __init__(self, origin: str, supervisor: int) -> None:
        self.origin = origin
        self._supervisor = supervisor
        self._http = httpx.Client(base_url=f"{origin}/api/v1", timeout=30, trust_env=False)

    @property
    def media_pid(self) -> int:
        """The process that takes and serves the picture."""
        return child_running(self._supervisor, _MEDIA_MODULE)

    def set_up(self) -> None:
        """Make the store and sign in as its owner."""
        session = self._post(
            "/setup",
            {
                "token": _SETUP_TOKEN,
                "store": {"name": "Bench", "currency": "CNY"},
                "owner": {
                    "name": "Bench",
                    "email": "bench@example.com",
                    "password": "nobody comes in here",
                },
            },
        )
        self._http.headers["Authorization"] = f"Bearer {session['token']}"

    def show(self, title: str, *, on_air: bool) -> Planned:
        """Plan a show, and perhaps begin it: what is on air is recorded."""
        show = self._post("/shows", {"title": title})
        if on_air:
            self._post(f"/shows/{show['id']}/go-on-air", {})
        key = self.get(f"/shows/{show['id']}/stream-keys")["main"]
        return Planned(
            id=show["id"],
            slug=show["slug"],
            rtmp_url=f"{key['rtmp_url']}/{key['stream_key']}",
            page=f"{self.origin}{show['viewer_path']}",
        )

    def end(self, show: Planned) -> None:
        """End the show."""
        self._post(f"/shows/{show.id}/end", {})

    def playlist(self, show: Planned) -> str:
        """Wait until the show can be watched; give its media playlist's address."""
        wait_for(lambda: self._program(show) is not None, f"the picture of {show.slug}")
        return str(self._program(show)).replace("main.m3u8", "index.m3u8")

    def replay(self, show: Planned) -> str | None:
        """Give the address of the ended show's replay, once everything is recorded."""
        desk = self.get(f"/shows/{show.id}/replay")
        if not desk["ready"]:
            return None
        return f"{self.origin}{desk['playlist_url']}"

    def get(self, path: str) -> dict[str, Any]:
        """Ask the API."""
        return self._answer(self._http.get(path))

    def _program(self, show: Planned) -> str | None:
        address: str | None = self.get(f"/shows/{show.id}/picture")["program"]["hls_url"]
        return address

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._answer(self._http.post(path, json=body))

    def _answer(self, answer: httpx.Response) -> dict[str, Any]:
        if answer.is_error:
            message = f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
            raise RuntimeError(message)
        body: dict[str, Any] = answer.json()
        return body


@contextlib.contextmanager
def installed(folder: Path, **settings: str) -> Iterator[Installation]:
    """Run `kaibo serve` until the block ends; `settings` are names without `KAIBO_`."""
    folder.mkdir(parents=True, exist_ok=True)
    log, port = folder / "kaibo.log", free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("KAIBO_")} | {
        "KAIBO_DATA": str(folder / "data"),
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(port),
        "KAIBO_MEDIA_PORT": str(free_port()),
        "KAIBO_RTMP_PORT": str(free_port()),
        "KAIBO_SETUP_TOKEN": _SETUP_TOKEN,
        "KAIBO_LANGUAGE": "en",
        **{f"KAIBO_{name.upper()}": value for name, value in settings.items()},
    }
    command = [sys.executable, "-m", "kaibo.apps.cli", "serve"]
    with running(command, log, env) as process:
        wait_for(
            lambda: process.poll() is not None or "Ctrl-C" in log.read_text("utf-8"),
            f"kaibo serve; see {log}",
        )
        it = Installation(f"http://127.0.0.1:{port}", process.pid)
        it.set_up()
        yield it
