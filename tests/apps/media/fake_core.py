"""A core that only knows the media contract: enough HTTP to talk to the media process."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field

TOKEN = "shared-secret"
KEY = "good-key"


@dataclass
class FakeCore:
    """Accepts `KEY`, refuses others, and remembers every call in order."""

    calls: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    kick: list[str] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)
    port: int = 0
    _streams: int = 0
    _server: asyncio.Server | None = None
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    def of(self, name: str) -> list[dict[str, object]]:
        """What was posted to `/api/v1/media/<name>`."""
        return [body for called, body in self.calls if called == name]

    async def called(self, name: str, count: int = 1, seconds: float = 15.0) -> dict[str, object]:
        """Wait for the `count`-th call of that name."""
        async with self._changed, asyncio.timeout(seconds):
            await self._changed.wait_for(lambda: len(self.of(name)) >= count)
        return self.of(name)[count - 1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                path = line.split()[1].decode()
                head = {}
                while (field_line := await reader.readline()) not in (b"\r\n", b""):
                    name, _, value = field_line.decode().partition(":")
                    head[name.lower()] = value.strip()
                body = json.loads(await reader.readexactly(int(head["content-length"])))
                status, answer = self._answer(path, head, body)
                text = json.dumps(answer).encode() if answer is not None else b""
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Length: {len(text)}\r\n\r\n".encode() + text
                )
                async with self._changed:
                    self._changed.notify_all()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _answer(
        self, path: str, head: dict[str, str], body: dict[str, object]
    ) -> tuple[int, dict[str, object] | None]:
        name = path.removeprefix("/api/v1/media/")
        if head.get("authorization") != f"Bearer {TOKEN}":
            return 401, None
        if name in self.failing:
            return 503, None
        self.calls.append((name, body))
        if name == "heartbeat":
            return 200, {"kick": self.kick}
        if name != "publish":
            return 204, None
        if body["stream_key"] != KEY:
            return 403, {"code": "media.unknown_key", "title": "No", "detail": "Unknown key."}
        self._streams += 1
        stream_id = f"str_{self._streams}"
        return 200, {"stream_id": stream_id, "play_path": f"live/{stream_id}"}


async def _main(port: int) -> None:
    core = FakeCore()
    await core.start(port)
    seen = 0
    while True:
        await asyncio.sleep(0.2)
        for name, body in core.calls[seen:]:
            if name != "heartbeat" or body.get("streams"):
                print(name, json.dumps(body), flush=True)  # noqa: T201
        seen = len(core.calls)


if __name__ == "__main__":
    import sys

    asyncio.run(_main(int(sys.argv[1])))
