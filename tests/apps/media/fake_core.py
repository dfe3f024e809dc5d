"""A core that only knows the media contract, for the media process to talk to."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.support.network import wait_until

TOKEN = "shared-secret"
KEY = "good-key"


@dataclass
class FakeCore:
    """Accepts `KEY`, refuses others, and remembers every call in order."""

    port: int = 0
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    kick: list[str] = field(default_factory=list)
    record: list[dict[str, Any]] | None = field(default_factory=list)
    """What it wants recorded; None like a core that knows of no recordings."""
    protected: bool = False
    failing: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def of(self, name: str) -> list[dict[str, Any]]:
        """What was posted to `/api/v1/media/<name>`."""
        return [body for called, body in self.calls if called == name]

    def called(self, name: str, count: int = 1, timeout: float = 20.0) -> dict[str, Any]:
        """Wait for the `count`-th call of that name."""
        missing = f"core never heard {name} for the {count}. time"
        wait_until(lambda: len(self.of(name)) >= count, timeout, because=missing)
        return self.of(name)[count - 1]

    def answer(
        self, path: str, token: str | None, body: dict[str, Any]
    ) -> tuple[int, dict[str, Any] | None]:
        name = path.removeprefix("/api/v1/media/")
        if token != f"Bearer {TOKEN}":
            return 401, None
        if name in self.failing:
            return 503, None
        self.calls.append((name, body))
        if name == "heartbeat":
            orders: dict[str, Any] = {"kick": self.kick}
            return 200, orders if self.record is None else orders | {"record": self.record}
        if name != "publish":
            return 204, None
        if body["stream_key"] != KEY:
            return 403, {"code": "media.unknown_key", "title": "No", "detail": "Unknown key."}
        stream_id = f"str_{len(self.of('publish'))}"
        where = {"stream_id": stream_id, "play_path": f"live/{stream_id}"}
        return 200, where | {"protected": self.protected}

    def record_stream(self, recording_id: str, stream_id: str = "str_1") -> None:
        """Want a stream recorded from now on."""
        since = time.time_ns() // 1_000_000
        self.record = [
            *(self.record or ()),
            {"stream_id": stream_id, "recording_id": recording_id, "since_ms": since},
        ]


@contextmanager
def run_core(port: int = 0) -> Iterator[FakeCore]:
    """Serve until the block ends."""
    core = FakeCore()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, found = core.answer(self.path, self.headers["Authorization"], body)
            text = json.dumps(found).encode() if found is not None else b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    core.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield core
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
