"""Low-latency viewers without a picture: they read as a player reads, and note when parts come.

    python -m benchmarks.picture.viewers URL --viewers 100 --seconds 20

Each viewer keeps a connection: it asks for the playlist with the coming part (a blocking reload),
then fetches the parts that are new to it. A part is late when a player that keeps to the
playlist's PART-HOLD-BACK would have run dry: it came later behind the quickest part of all than
the hold-back allows. One line of JSON goes to standard output.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import uvloop

_PART = re.compile(r'#EXT-X-PART:DURATION=([\d.]+),URI="([^"]+)"')
_HOLD_BACK = re.compile(r"PART-HOLD-BACK=([\d.]+)")
_SEQUENCE = re.compile(r"#EXT-X-MEDIA-SEQUENCE:(\d+)")


@dataclass(slots=True)
class Figures:
    """What one viewer saw."""

    parts: int = 0
    size: int = 0
    delays: list[float] = field(default_factory=list)
    """Seconds from the end of a part's own time to its last byte here, less a constant."""
    hold_back: float = 0.0


@dataclass(slots=True)
class Edge:
    """Where a playlist ends: the segment and part to ask for next, and the parts it lists."""

    number: int
    part: int
    parts: list[tuple[str, float]]
    hold_back: float


def edge_of(playlist: str) -> Edge:
    """Read what a viewer needs of a playlist."""
    first = _SEQUENCE.search(playlist)
    hold_back = _HOLD_BACK.search(playlist)
    if first is None or hold_back is None:
        raise ValueError(playlist)
    number, part, parts = int(first[1]), 0, []
    for line in playlist.splitlines():
        found = _PART.match(line)
        if found:
            parts.append((found[2], float(found[1])))
            part += 1
        elif line and not line.startswith("#"):
            number, part = number + 1, 0
    return Edge(number, part, parts, float(hold_back[1]))


class Viewer:
    """One connection."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._url, self._path = url, parts.path
        self._host, self._port = parts.hostname or "", parts.port or 80
        self.figures = Figures()

    async def watch(self, until: float) -> None:
        """Watch until that time of the monotonic clock."""
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        edge = edge_of((await self._get(self._path)).decode())
        known = {name for name, _ in edge.parts}
        position = 0.0
        while time.monotonic() < until:
            query = f"?_HLS_msn={edge.number}&_HLS_part={edge.part}"
            edge = edge_of((await self._get(self._path + query)).decode())
            for name, duration in edge.parts:
                if name in known:
                    continue
                known.add(name)
                body = await self._get(urlsplit(urljoin(self._url, name)).path)
                position += duration
                self.figures.parts += 1
                self.figures.size += len(body)
                self.figures.delays.append(time.monotonic() - position)
        self.figures.hold_back = edge.hold_back
        self._writer.close()

    async def _get(self, target: str) -> bytes:
        self._writer.write(f"GET {target} HTTP/1.1\r\nHost: {self._host}\r\n\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        return await self._reader.readexactly(int(length[1]) if length else 0)


async def _watch(url: str, viewers: int, seconds: float) -> None:
    crowd = [Viewer(url) for _ in range(viewers)]
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for viewer in crowd:
            group.create_task(viewer.watch(until))
            await asyncio.sleep(min(0.01, seconds / viewers / 4))
    print(json.dumps(_summary([viewer.figures for viewer in crowd], seconds)))


def _summary(crowd: list[Figures], seconds: float) -> dict[str, float]:
    # Each viewer began at a part of its own choice, so each is compared with its own quickest.
    behind = [delay - min(one.delays) for one in crowd for delay in one.delays]
    hold_back = crowd[0].hold_back
    return {
        "viewers": len(crowd),
        "parts": sum(one.parts for one in crowd),
        "late_parts": sum(delay > hold_back for delay in behind),
        "behind_p50_ms": round(statistics.median(behind) * 1000, 1),
        "behind_p99_ms": round(statistics.quantiles(behind, n=100)[98] * 1000, 1),
        "hold_back_ms": round(hold_back * 1000),
        "mbit_per_second": round(sum(one.size for one in crowd) * 8 / seconds / 1e6, 1),
        "requests_per_second": round(2 * sum(one.parts for one in crowd) / seconds),
    }


def main() -> None:
    """Read the options and watch."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--viewers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    uvloop.run(_watch(options.url, options.viewers, options.seconds))


if __name__ == "__main__":
    main()
