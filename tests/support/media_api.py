"""Stands in for a media server's interface: real HTTP on a port, answers as documented."""

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl, urlsplit

from kaibo.modules.media.ports import ExternalServer, ServerSettings

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class MediaApi:
    """What it answers, by method and path, and what it was asked."""

    url: str
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def settings(self, kind: str, **more: Any) -> ServerSettings:  # noqa: ANN401 - any setting
        """Settings of an external server whose interface this is."""
        told: dict[str, Any] = {
            "id": "edge",
            "kind": kind,
            "name": "Edge",
            "token": "a-token-of-sixteen",
            "rtmp_url": "rtmp://edge.test/live",
            "api_url": self.url,
            "play_url": f"{self.url}/play/{{sig}}/{{name}}.m3u8",
            **more,
        }
        return ServerSettings(**told)

    def said(self, method: str) -> list[str]:
        """Paths that were asked for by a method."""
        return [one.path for one in self.asked if one.method == method]


@contextmanager
def media_api() -> Iterator[MediaApi]:
    """Serve one, on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            target = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(
                self.command,
                target.path,
                dict(parse_qsl(target.query)),
                headers,
                json.loads(body) if body else None,
            )
            api.asked.append(asked)
            answer = api.answers.get((self.command, target.path), 404)
            if callable(answer):
                answer = answer(asked)
            status = answer if isinstance(answer, int) else 200
            if isinstance(answer, int):
                answer = b"{}"
            sent = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - names that http.server calls

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - not a word
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        port = cast("tuple[str, int]", server.server_address)[1]
        api = MediaApi(f"http://127.0.0.1:{port}")
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield api
        finally:
            server.shutdown()
            thread.join()


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nname-1.ts\n"
VARIANTS = b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nvariant.m3u8\n"


def ask(server: ExternalServer, asked: Coroutine[Any, Any, T]) -> T:
    """Run what is asked of a server, which then lets go of its connections."""

    async def then_close() -> T:
        try:
            return await asked
        finally:
            await server.close()

    return asyncio.run(then_close())
