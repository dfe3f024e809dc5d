"""Recorded files over real sockets: signed addresses, ranges, and a pace set by the client."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import httpx
import pytest

from kaibo.adapters.media.builtin.hls.http import HttpServer
from kaibo.adapters.media.builtin.hls.origin import Origin
from kaibo.adapters.media.builtin.hls.requests import Request, Several
from kaibo.adapters.media.builtin.limits import HttpLimits
from kaibo.adapters.media.builtin.recording import serving
from kaibo.adapters.media.builtin.recording.serving import OpenFile, RecordedFiles
from kaibo.kernel.ids import new_id
from kaibo.platform.auth import playurls

TOKEN = "shared-secret"
REC = new_id("rec")
DATA = bytes(range(256)) * 4


def address(recording_id: str = REC, name: str = "0.mp4", *, now: float | None = None) -> str:
    path = f"recordings/{recording_id}"
    return f"/{playurls.signed_path(TOKEN, path, now or time.time())}/{name}"


@dataclass
class Shop:
    """A running HTTP origin with recordings."""

    port: int
    folder: Path
    growing: set[str]

    async def get(
        self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://127.0.0.1:{self.port}{path}"
            return await client.request(method, url, headers=headers)

    async def raw(self, text: str) -> bytes:
        """Send bytes that no client library would, and read what comes until the close."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(text.encode("latin-1"))
        try:
            return await asyncio.wait_for(reader.read(), 10)
        finally:
            writer.close()


def serve(
    tmp_path: Path,
    scenario: Callable[[Shop], Awaitable[None]],
    limits: HttpLimits | None = None,
) -> None:
    async def run() -> None:
        (tmp_path / "rec" / REC).mkdir(parents=True)
        (tmp_path / "rec" / REC / "0.mp4").write_bytes(DATA)
        growing: set[str] = set()
        files = RecordedFiles(
            tmp_path / "rec",
            lambda prefix, path: playurls.verify(TOKEN, path, prefix, time.time()),
            lambda recording_id: recording_id not in growing,
        )
        routes = Several()
        routes.add(files)
        server = HttpServer(Origin(), limits or HttpLimits(), routes)
        port = await server.start("127.0.0.1", 0)
        try:
            await scenario(Shop(port, tmp_path / "rec", growing))
        finally:
            await server.stop()
            files.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("wanted", "status", "start", "end"),
    [
        (None, 200, 0, 1024),
        ("bytes=0-99", 206, 0, 100),
        ("bytes=100-", 206, 100, 1024),
        ("bytes=1000-5000", 206, 1000, 1024),
        ("bytes=-24", 206, 1000, 1024),
        ("bytes=-5000", 206, 0, 1024),
        ("bytes=1024-", 416, 0, 0),
        ("bytes=9999999-10000000", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        # Not understood, or more than one: all of it, as RFC 9110 allows.
        ("bytes=5-2", 200, 0, 1024),
        ("bytes=0-1,5-6", 200, 0, 1024),
        ("lines=1-2", 200, 0, 1024),
        ("bytes=a-b", 200, 0, 1024),
        ("bytes=" + "9" * 400 + "-", 200, 0, 1024),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_ranges(
    tmp_path: Path, wanted: str | None, status: int, start: int, end: int, method: str
) -> None:
    async def scenario(shop: Shop) -> None:
        headers = {} if wanted is None else {"Range": wanted}
        answer = await shop.get(address(), method=method, headers=headers)
        assert answer.status_code == status
        if status == 416:
            assert answer.headers["content-range"] == "bytes */1024"
            return
        assert answer.headers["content-length"] == str(end - start)
        assert answer.headers["accept-ranges"] == "bytes"
        assert answer.headers["content-type"] == "video/mp4"
        assert answer.content == (DATA[start:end] if method == "GET" else b"")
        if status == 206:
            assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/1024"

    serve(tmp_path, scenario)


def test_an_old_copy_is_not_patched_with_bytes_of_another_file(tmp_path: Path) -> None:
    async def scenario(shop: Shop) -> None:
        tag = (await shop.get(address())).headers["etag"]
        part = {"Range": "bytes=0-9"}
        assert (await shop.get(address(), headers=part | {"If-Range": tag})).status_code == 206
        assert (await shop.get(address(), headers=part | {"If-Range": '"x"'})).status_code == 200
        answer = await shop.get(address(), headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content) == (304, b"")

    serve(tmp_path, scenario)


def test_a_settled_file_is_cached_for_ever_and_a_growing_one_never(tmp_path: Path) -> None:
    async def scenario(shop: Shop) -> None:
        assert "immutable" in (await shop.get(address())).headers["cache-control"]
        shop.growing.add(REC)
        answer = await shop.get(address())
        assert answer.headers["cache-control"] == "no-store"
        with (shop.folder / REC / "0.mp4").open("ab") as file:
            file.write(DATA)
        grown = await shop.get(address(), headers={"Range": "bytes=1024-"})
        assert grown.content == DATA
        assert grown.headers["etag"] != answer.headers["etag"]

    serve(tmp_path, scenario)


def test_an_address_without_a_signature_of_its_own_opens_nothing(tmp_path: Path) -> None:
    other = new_id("rec")
    prefix = playurls.sign(TOKEN, f"recordings/{other}", time.time())
    old = address(now=time.time() - 8 * 3600)

    async def scenario(shop: Shop) -> None:
        assert (await shop.get(f"/recordings/{REC}/0.mp4")).status_code == 404
        assert (await shop.get(f"/{prefix}/recordings/{REC}/0.mp4")).status_code == 403
        assert (await shop.get(old)).status_code == 403
        assert (await shop.get(f"/~/recordings/{REC}/0.mp4")).status_code == 403
        assert (await shop.get(address(other))).status_code == 404
        assert (await shop.get(address(name="1.mp4"))).status_code == 404

    serve(tmp_path, scenario)


@pytest.mark.parametrize(
    "tail",
    [
        "recordings/{rec}/../../secret.mp4",
        "recordings/{rec}/..%2f..%2fsecret.mp4",
        "recordings/{rec}/%2e%2e/0.mp4",
        "recordings/../{rec}/0.mp4",
        "recordings/./{rec}/0.mp4",
        "recordings//{rec}/0.mp4",
        "recordings/{rec}/0.mp4/",
        "recordings/{rec}/index.jsonl",
        "recordings/{rec}/0.mp4%00.txt",
        "recordings/{rec}/link.mp4",
        "recordings/rec_../0.mp4",
        "recordings/{rec}/٣.mp4",
    ],
)
def test_nothing_beside_the_recordings_can_be_reached(tmp_path: Path, tail: str) -> None:
    (tmp_path / "secret.mp4").write_bytes(b"secret")
    path = tail.format(rec=REC)
    sign = playurls.sign(TOKEN, f"recordings/{REC}", time.time())

    async def scenario(shop: Shop) -> None:
        (shop.folder / REC / "7.mp4").symlink_to(tmp_path / "secret.mp4")
        text = f"GET /{sign}/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        said = await shop.raw(text.encode().decode("latin-1"))
        assert said.split()[1] in {b"404", b"403", b"400"}
        assert b"secret" not in said
        assert (await shop.get(address(name="7.mp4"))).status_code == 404

    serve(tmp_path, scenario)


def test_a_client_that_does_not_read_holds_a_little_memory_and_then_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = 0
    pread = os.pread

    def counting(fd: int, size: int, at: int) -> bytes:
        nonlocal read
        read += size
        return pread(fd, size, at)

    monkeypatch.setattr(os, "pread", counting)

    async def scenario(shop: Shop) -> None:
        with (shop.folder / REC / "0.mp4").open("r+b") as file:
            file.truncate(1_000_000_000)
        reader, writer = await asyncio.open_connection("127.0.0.1", shop.port, limit=2**16)
        writer.write(f"GET {address()} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"Content-Length: 1000000000" in head
        sleeper = cast("asyncio.Transport", writer.transport)
        sleeper.pause_reading()
        before = -1
        while read != before:  # until nothing more is read of the file
            before = read
            await asyncio.sleep(0.2)
        assert read < 32 * 1024 * 1024
        # The origin serves others meanwhile, and drops the sleeper in the end.
        other = await shop.get(address(), headers={"Range": "bytes=5-8"})
        assert other.content == DATA[5:9]
        await asyncio.sleep(2.5)
        sleeper.resume_reading()
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(999_000_000)
        writer.close()

    serve(tmp_path, scenario, HttpLimits(stalled_seconds=0.5))


def test_a_whole_big_file_arrives(tmp_path: Path) -> None:
    data = os.urandom(3_000_001)

    async def scenario(shop: Shop) -> None:
        (shop.folder / REC / "2.mp4").write_bytes(data)
        assert (await shop.get(address(name="2.mp4"))).content == data

    serve(tmp_path, scenario)


def test_requests_behind_a_file_on_the_same_connection_are_answered_in_turn(
    tmp_path: Path,
) -> None:
    async def scenario(shop: Shop) -> None:
        line = f"GET {address()} HTTP/1.1\r\nHost: x\r\n"
        said = await shop.raw(
            f"{line}Range: bytes=0-3\r\n\r\n{line}Range: bytes=4-7\r\n\r\n"
            "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        assert said.index(DATA[0:4]) < said.index(DATA[4:8]) < said.index(b'"status"')

    serve(tmp_path, scenario)


def test_a_client_that_leaves_while_its_file_is_opened_leaves_no_handle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[OpenFile] = []
    begun, go_on = threading.Event(), threading.Event()

    def slowly(path: Path) -> OpenFile:
        begun.set()
        assert go_on.wait(10)
        opened.append(OpenFile(path))
        return opened[0]

    async def leave() -> None:
        (tmp_path / REC).mkdir()
        (tmp_path / REC / "0.mp4").write_bytes(DATA)
        files = RecordedFiles(tmp_path, lambda *_: True, lambda _: True)
        monkeypatch.setattr(serving, "OpenFile", slowly)
        answering = files.answer(Request("GET", address(), True, [], b"", "::1"))
        assert answering is not None
        task = asyncio.create_task(answering)
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        await asyncio.wait([task])
        go_on.set()
        async with asyncio.timeout(10):
            while not opened or opened[0].read(0, 1):  # noqa: ASYNC110 - a callback closes it and tells nobody
                await asyncio.sleep(0.01)
        files.close()

    asyncio.run(leave())
