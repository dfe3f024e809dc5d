"""The server of sockets alone: what it answers besides them (`test_mount` has the sockets)."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest

from kaibo.platform.realtime import Page, RealtimeEndpoint, Refusal, SocketServer, mount
from tests.support.fleet import go
from tests.support.sockets import Client, handshake


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[int]:
    endpoint = RealtimeEndpoint(lambda _request: Refusal(404, "realtime.not_found"))
    server = SocketServer(endpoint, {"/healthz": lambda: Page(b"well", "text/plain")})
    port = await server.start("127.0.0.1", 0)
    try:
        yield port
    finally:
        await server.stop()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        (b"GET /healthz?full=1 HTTP/1.0\r\n\r\n", 200),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        (b"POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody", 405),
        (b"GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"GET /ws/rooms/tea HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"\x16\x03\x01 a TLS hello\r\n\r\n", 400),
        (handshake("http://[a/ws/"), 404),
        (handshake("/elsewhere"), 404),
        (handshake("/ws/rooms/tea", {"Upgrade": "h2c"}), 404),
    ],
)
def test_each_request_has_its_answer(request_: bytes, status: int) -> None:
    async def scenario() -> None:
        async with listening() as port:
            client = await Client.dial(port, request_)
            assert client.status == status
            if status == 200:
                assert client.body == b"well"
            else:
                assert json.loads(client.body)["status"] == status
            assert await client.is_gone()
            await client.hang_up()

    go(scenario())


def test_a_head_that_does_not_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mount, "HEAD_PATIENCE", 0.05)

    async def scenario() -> None:
        async with listening() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nX: ")
            client = Client(reader, writer)
            assert await client.is_gone()
            await client.hang_up()

    go(scenario())
