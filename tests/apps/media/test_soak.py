"""The media process for a long time: memory and file handles stay flat.

A minute and a half, and an hour: where the time for long tests is bounded (`--budget`), the hour is
left out.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import httpx
import pytest

from tests.apps.media.conftest import Media, Push
from tests.apps.media.fake_core import FakeCore
from tests.support.hls import check_follows, read
from tests.support.network import wait_until

_WARM_UP = 0.4
_GROWTH_BYTES = 12 * 1024 * 1024

pytestmark = pytest.mark.ffmpeg


def lasting(seconds: int) -> object:
    """Mark a run of that length with the time it takes."""
    marks = [pytest.mark.long(seconds=seconds + 20), pytest.mark.timeout(seconds + 180)]
    return pytest.param(seconds, marks=marks, id=f"{seconds}s")


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def handles(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


class Crowd(threading.Thread):
    """A player that follows by blocking reloads, and fetches what it is told of."""

    def __init__(self, media: Media, path: str, name: str, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._base, self._name, self._over = media.url(path), name, over
        self.parts = 0
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            self._follow()
        except (AssertionError, httpx.HTTPError) as error:
            self.failed = error

    def _follow(self) -> None:
        with httpx.Client(timeout=20, trust_env=False) as http:
            before = read(http.get(f"{self._base}/{self._name}").text)
            fetched: set[str] = set()
            while not self._over.is_set():
                number, part = before.newest
                query = {"_HLS_msn": number, "_HLS_part": (part or 0) + 1}
                answer = http.get(f"{self._base}/{self._name}", params=query)
                assert answer.status_code == 200, answer.text
                now = read(answer.text)
                check_follows(before, now)
                listed = {p.uri for s in now.segments for p in s.parts}
                for uri in listed - fetched if fetched else ():
                    assert http.get(f"{self._base}/{uri}").status_code == 200
                    self.parts += 1
                fetched, before = listed, now


def knock(media: Media) -> None:
    """Do what strangers do: half handshakes, garbage, requests that are not awaited."""
    for port, said in ((media.rtmp_port, b"\x03" + bytes(700)), (media.rtmp_port, b"GET /\r\n\r\n"),
                       (media.http_port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")):  # fmt: skip
        with socket.create_connection(("127.0.0.1", port), timeout=5) as stranger:
            stranger.sendall(said)


@pytest.mark.parametrize("seconds", [lasting(90), lasting(3600)])
def test_memory_and_file_handles_stay_flat(
    seconds: int, core: FakeCore, media: Media, push: Push, clip: Callable[..., Path]
) -> None:
    source = clip(20, video="-g 60 -bf 2 -b:v 3M -minrate 3M -maxrate 3M -bufsize 1M")
    push(source, media.rtmp_url(), loop=True)
    core.called("playable")
    over = threading.Event()
    names = ("index.m3u8", "index.m3u8", "audio.m3u8")
    crowd = [Crowd(media, "live/str_1", name, over) for name in names]
    for player in crowd:
        player.start()
    marks: list[tuple[float, int, int]] = []
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        knock(media)
        over.wait(min(1.0, seconds / 60))
        if passed > seconds * _WARM_UP:
            marks.append((passed, resident(media.process.pid), handles(media.process.pid)))
        assert media.process.poll() is None
        assert not any(player.failed for player in crowd), [player.failed for player in crowd]
    over.set()
    for player in crowd:
        player.join(20)
        assert player.parts > seconds * 2
    third = len(marks) // 3
    first, last = marks[:third], marks[-third:]
    grown = median(m[1] for m in last) - median(m[1] for m in first)
    assert grown < _GROWTH_BYTES
    assert median(m[2] for m in last) <= median(m[2] for m in first) + 3
    assert not core.of("unpublish")
    beats = core.of("heartbeat")
    wait_until(lambda: handles(media.process.pid) < 40, 15, because="handles are left over")
    assert beats
