"""`/~<expiry>.<signature>/recordings/<recording>/<n>.mp4`: recorded files over HTTP, with ranges.

Always by a signed address. A file that is settled never changes again and may be cached for ever;
one that still grows is served as far as it is whole, and not kept by caches. Files are read in
pieces by a few threads, at the pace at which the client takes them.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from kaibo.adapters.media.builtin.hls.requests import Request
from kaibo.adapters.media.builtin.hls.responses import MEDIA, Response, problem
from kaibo.adapters.media.builtin.limits import RecordingLimits

FOLDER = "recordings"
_ADDRESS = re.compile(
    r"/(?P<prefix>~[^/]*)/recordings/(?P<id>rec_[0-9a-z]{26})/(?P<n>\d{1,6})\.mp4"
)
_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))")
_IMMUTABLE = "public, max-age=31536000, immutable"
_GROWING = "no-store"

Verify = Callable[[str, str], bool]
"""Whether a signature's segment of a path opens the path behind it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to, but not with, `end`."""

    start: int
    end: int


class RecordedFiles:
    """Serves recordings; the HTTP server's `Routes` for their addresses."""

    def __init__(
        self,
        folder: Path,
        verify: Verify,
        settled: Callable[[str], bool],
        limits: RecordingLimits | None = None,
    ) -> None:
        """`settled` tells whether a recording's files will not change any more."""
        self._folder = folder
        self._verify = verify
        self._settled = settled
        self._limits = limits or RecordingLimits()
        self._threads = ThreadPoolExecutor(
            self._limits.file_threads, thread_name_prefix="recorded-files"
        )

    def close(self) -> None:
        """Take no more; what is being read is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def answer(self, request: Request) -> Coroutine[None, None, Response] | None:
        """Answer what has the form of a recording's address."""
        if request.method not in {"GET", "HEAD"} or f"/{FOLDER}/" not in request.target:
            return None
        path, _, _ = request.target.partition("?")
        return self._answer(request, path)

    async def _answer(self, request: Request, path: str) -> Response:
        match = _ADDRESS.fullmatch(path)
        if match is None:
            return problem(HTTPStatus.NOT_FOUND, "No such recording.")
        recording_id = match["id"]
        if not self._verify(match["prefix"], f"{FOLDER}/{recording_id}"):
            return problem(HTTPStatus.FORBIDDEN, "This address is not valid, or no longer.")
        settled = self._settled(recording_id)
        place = self._folder / recording_id / f"{int(match['n'])}.mp4"
        opening = asyncio.get_running_loop().run_in_executor(self._threads, OpenFile, place)
        try:
            file = await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_opened)
            raise
        except OSError:
            return problem(HTTPStatus.NOT_FOUND, "No such recording.")
        return self._respond(request, file, settled=settled)

    def _respond(self, request: Request, file: OpenFile, *, settled: bool) -> Response:
        cache = _IMMUTABLE if settled else _GROWING
        common = f"Accept-Ranges: bytes\r\nETag: {file.tag}\r\n"
        wanted = request.header(b"range")
        condition = request.header(b"if-range")
        # A growing file has another tag each time; what was read of it stays as it was.
        if wanted is not None and condition is not None and condition != file.tag:
            wanted = None
        if wanted is None and request.header(b"if-none-match") == file.tag:
            file.close()
            return Response(HTTPStatus.NOT_MODIFIED, cache=cache, extra=common)
        try:
            span = _span(wanted, file.size)
        except ValueError:
            file.close()
            extra = f"{common}Content-Range: bytes */{file.size}\r\n"
            return problem(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "No such range.", extra)
        status, extra = HTTPStatus.OK, common
        if span is None:
            span = Span(0, file.size)
        else:
            status = HTTPStatus.PARTIAL_CONTENT
            extra += f"Content-Range: bytes {span.start}-{span.end - 1}/{file.size}\r\n"
        pieces = _FilePieces(file, span, self._threads, self._limits.piece_bytes)
        return Response(status, MEDIA, cache, extra=extra, pieces=pieces)


class OpenFile:
    """An open file that may be closed while a thread reads it. Made in a thread."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._fd: int | None = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        found = os.fstat(self._fd)
        self.size = found.st_size
        self.tag = f'"{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}"'

    def read(self, start: int, size: int) -> bytes:
        """Read some bytes; nothing when it is closed. Raises `OSError`."""
        with self._lock:
            return b"" if self._fd is None else os.pread(self._fd, size, start)

    def close(self) -> None:
        """Close it, after a read that is going on."""
        with self._lock:
            if self._fd is not None:
                os.close(self._fd)
            self._fd = None


class _FilePieces:
    """A span of a file, read piece by piece."""

    def __init__(self, file: OpenFile, span: Span, threads: ThreadPoolExecutor, most: int) -> None:
        """Read `most` bytes at once."""
        self.size = span.end - span.start
        self._file = file
        self._at, self._end = span.start, span.end
        self._threads = threads
        self._most = most

    async def read(self) -> bytes:
        """Give the next piece."""
        size = min(self._most, self._end - self._at)
        loop = asyncio.get_running_loop()
        data = await loop.run_in_executor(self._threads, self._file.read, self._at, size)
        self._at += len(data)
        return data

    def close(self) -> None:
        """Close the file in a thread: a read may be going on."""
        try:
            self._threads.submit(self._file.close)
        except RuntimeError:  # the server has stopped
            self._file.close()


def _close_opened(opening: asyncio.Future[OpenFile]) -> None:
    """Close a file for which nobody waits any more, if it could be opened."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _span(wanted: str | None, size: int) -> Span | None:
    """Read a `Range` header; None means all. Raises `ValueError` when nothing is in the range.

    Several ranges, or another unit, are answered with all, as RFC 9110 (14.2) allows.
    """
    match = _RANGE.fullmatch(wanted.replace(" ", "")) if wanted else None
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
        if last and int(last) < start:
            return None
    if start >= end:
        raise ValueError
    return Span(start, end)
