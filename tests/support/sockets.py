"""A small WebSocket client and a real server, for tests of the realtime transport."""

import asyncio
import base64
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI

from kaibo.platform.realtime import RealtimeEndpoint, SocketServer, http_protocol

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_PATIENCE = 10.0


@contextlib.asynccontextmanager
async def serving(endpoint: RealtimeEndpoint, app: FastAPI | None = None) -> AsyncIterator[int]:
    """Run a uvicorn server with `endpoint` in this loop; yield its port."""
    config = uvicorn.Config(
        app or FastAPI(),
        http=http_protocol(endpoint),
        ws="none",
        log_config=None,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await until(lambda: server.started)
            yield port
        finally:
            server.should_exit = True
            await asyncio.wait_for(task, _PATIENCE)


@contextlib.asynccontextmanager
async def listening(endpoint: RealtimeEndpoint) -> AsyncIterator[int]:
    """Run a server of sockets alone with `endpoint` in this loop; yield its port."""
    server = SocketServer(endpoint)
    port = await server.start("127.0.0.1", 0)
    try:
        yield port
    finally:
        await server.stop()


async def until(condition: Callable[[], bool], patience: float = _PATIENCE) -> None:
    """Wait for `condition`, at most `patience` seconds."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110 -- conditions of any kind, without an event each
            await asyncio.sleep(0.005)


def frame(opcode: int, payload: bytes, *, fin: bool = True, rsv: int = 0) -> bytes:
    """Return a client's frame, masked as RFC 6455 asks."""
    mask = os.urandom(4)
    size = len(payload)
    first = (0x80 if fin else 0) | (rsv << 4) | opcode
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65536:
        head = bytes((first, 0x80 | 126)) + size.to_bytes(2)
    else:
        head = bytes((first, 0x80 | 127)) + size.to_bytes(8)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def handshake(path: str, headers: dict[str, str] | None = None) -> bytes:
    """Return an upgrade request; a header given as "" is left out."""
    key = base64.b64encode(os.urandom(16)).decode()
    fields = {
        "Host": "shop.test",
        "Upgrade": "websocket",
        "Connection": "keep-alive, Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
        **(headers or {}),
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


@dataclass
class Client:
    """One connection, from the client's side."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hello: dict[str, Any] = field(default_factory=dict)
    """The greeting, where a test's helper has read it."""
    close_reason: str = ""
    """What the close frame said, once it was read."""

    @classmethod
    async def dial(cls, port: int, request: bytes, *, buffer: int | None = None) -> "Client":
        """Connect, send `request` as it is, and read the answer's head.

        `buffer` is the size of the receive buffer, for readers that are to get behind soon.
        """
        sock = socket.socket()
        if buffer is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
        reader, writer = await asyncio.open_connection(sock=sock, limit=buffer or 65536)
        writer.write(request)
        client = cls(reader, writer)
        await client.read_head()
        return client

    @classmethod
    async def connect(
        cls,
        port: int,
        path: str,
        headers: dict[str, str] | None = None,
        *,
        glued: bytes = b"",
        buffer: int | None = None,
    ) -> "Client":
        """Ask for a socket; `glued` are frames sent in the same segment as the handshake."""
        return await cls.dial(port, handshake(path, headers) + glued, buffer=buffer)

    async def read_head(self) -> None:
        """Read the HTTP answer; the body too when there is one."""
        async with asyncio.timeout(_PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            status, *lines = head.rstrip().split("\r\n")
            self.status = int(status.split()[1])
            self.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
            self.body = await self.reader.readexactly(int(self.headers.get("content-length", 0)))

    async def frame(self) -> tuple[int, bytes]:
        """Read one frame; return its opcode and payload."""
        async with asyncio.timeout(_PATIENCE):
            first, second = await self.reader.readexactly(2)
            size = second & 0x7F
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2))
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8))
            return first & 0xF, await self.reader.readexactly(size)

    async def text(self) -> bytes:
        """Read one frame that is to be text."""
        opcode, payload = await self.frame()
        assert opcode == TEXT, (opcode, payload)
        return payload

    async def json(self) -> dict[str, Any]:
        """Read one frame that is to be a JSON object."""
        value: dict[str, Any] = json.loads(await self.text())
        return value

    async def json_of(self, kind: str) -> dict[str, Any]:
        """Read on until a frame with `t` equal to `kind`."""
        while True:
            value = await self.json()
            if value["t"] == kind:
                return value

    async def close_code(self) -> int:
        """Read on until the close frame; return its code, 1005 for none."""
        while True:
            opcode, payload = await self.frame()
            if opcode == CLOSE:
                self.close_reason = payload[2:].decode()
                return int.from_bytes(payload[:2]) if payload else 1005

    def send(self, payload: bytes, opcode: int = TEXT, *, fin: bool = True, rsv: int = 0) -> None:
        """Send one frame."""
        self.writer.write(frame(opcode, payload, fin=fin, rsv=rsv))

    def send_json(self, value: object) -> None:
        """Send `value` as a text frame."""
        self.send(json.dumps(value).encode())

    async def is_gone(self) -> bool:
        """Read to the end of the stream; return whether it came."""
        async with asyncio.timeout(_PATIENCE):
            with contextlib.suppress(ConnectionError):
                await self.reader.read(-1)
            return True

    async def hang_up(self) -> None:
        """Close the TCP connection without a word."""
        self.writer.transport.abort()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()
