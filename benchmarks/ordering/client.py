"""A crowd of buyers in a process of their own: as little work for each request as there can be.

Every connection is kept and asks again as soon as it is answered (a closed loop). Requests are
whole bytes before the clock starts, each from a buyer of its own; of an answer the status and the
length are read.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from typing import cast

import uvloop

from benchmarks.ordering import seam
from kaibo.kernel.ids import new_id
from kaibo.modules.audience import facade as audience
from kaibo.platform.auth import SecretKey

PATIENCE_SECONDS = 60.0
BUYERS = 20_000


@dataclass(frozen=True, slots=True)
class Item:
    """Something to order one of, and in which show."""

    id: str
    show: str
    price: int


@dataclass(frozen=True, slots=True)
class Rush:
    """What the crowd is to do."""

    port: int
    items: tuple[Item, ...]
    """Ordered in turn."""
    connections: int
    seconds: float
    requests: int
    """How many are made beforehand; the rush ends when none is left."""
    first_buyer: int
    """`BUYERS` from here on ask in turn."""


@dataclass(slots=True)
class Told:
    """What the crowd was answered."""

    per_second: float = 0.0
    """Answers, until the last one was there: everybody waits for the one they asked for."""
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    accepted: Counter[str] = field(default_factory=Counter)
    """Orders by item."""
    sold_out: int = 0
    others: int = 0
    """Answers that are neither."""
    example: str = ""
    """One of them."""
    share: float = 0.0
    """Of the client's core."""
    ran_dry: bool = False
    """No request was left before time was up."""


def buyer_id(number: int) -> str:
    """Give a buyer's id, which looks like any."""
    return f"vwr_{number:026d}"


def serve(secret: str, core: int | None, pipe: Pipe) -> None:
    """Carry out one rush after the other, as they come down the pipe (the process)."""
    if core is not None:
        os.sched_setaffinity(0, {core})
    gc.disable()
    key = SecretKey(secret.encode())
    while (rush := pipe.recv()) is not None:
        crowd = _Crowd(rush, list(_requests(rush, key)))
        pipe.send("prepared")
        pipe.recv()
        pipe.send(uvloop.run(crowd.rush()))
        del crowd
        gc.collect()


def _requests(rush: Rush, key: SecretKey) -> Iterator[tuple[bytes, str]]:
    bodies = [(_body(item), item) for item in rush.items]
    tokens = [
        audience.sign_token(key, buyer_id(rush.first_buyer + number))
        for number in range(min(BUYERS, rush.requests))
    ]
    for number in range(rush.requests):
        body, item = bodies[number % len(bodies)]
        yield (
            (
                f"POST {seam.PATH} HTTP/1.1\r\nHost: 127.0.0.1:{rush.port}\r\n"
                f"Authorization: Bearer {tokens[number % BUYERS]}\r\n"
                f"Idempotency-Key: {new_id('idk')}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body,
            item.id,
        )


def _body(item: Item) -> bytes:
    line = {seam.LINE_KEY: item.id, "quantity": 1, "unit_price": item.price}
    return json.dumps(
        {
            "show": item.show,
            "lines": [line],
            "contact": {"name": "小明", "phone": "+86 138 0013 8000"},
            "address": {
                "country": "CN",
                "region": "浙江省",
                "city": "杭州市",
                "line1": "西湖区龙井路 1 号",
                "postal_code": "310013",
            },
            "note": "",
        }
    ).encode()


class _Crowd:
    """The connections of one rush, and what they were answered."""

    def __init__(self, rush: Rush, requests: Sequence[tuple[bytes, str]]) -> None:
        self._rush = rush
        self._requests = requests
        self._asked = 0
        self._busy = rush.connections
        self._latencies: list[float] = []
        self._until = 0.0
        self._is_over = asyncio.Event()
        self.told = Told()

    async def rush(self) -> Told:
        """Connect everybody, let them ask until time is up, and wait for the last answers."""
        loop = asyncio.get_running_loop()
        buyers = [
            (await loop.create_connection(lambda: _Buyer(self), "127.0.0.1", self._rush.port))[1]
            for _ in range(self._rush.connections)
        ]
        begun, cpu = time.perf_counter(), time.process_time()
        self._until = begun + self._rush.seconds
        for buyer in buyers:
            buyer.ask()
        async with asyncio.timeout(self._rush.seconds + PATIENCE_SECONDS):
            await self._is_over.wait()
        seconds = time.perf_counter() - begun
        self.told.share = (time.process_time() - cpu) / seconds
        self._sum_up(seconds)
        for buyer in buyers:
            buyer.leave()
        return self.told

    def next_request(self) -> tuple[bytes, str] | None:
        """Give what to send now; nothing once time is up, or when nothing is left."""
        now = time.perf_counter()
        if now < self._until and self._asked == len(self._requests):
            self.told.ran_dry = True
            self._until = now
        if now >= self._until:
            self._busy -= 1
            if not self._busy:
                self._is_over.set()
            return None
        self._asked += 1
        return self._requests[self._asked - 1]

    def answered(self, asked_at: float, item: str, answer: bytes) -> None:
        """Count an answer."""
        self._latencies.append(time.perf_counter() - asked_at)
        status = answer[9:12]
        if status == b"201":
            self.told.accepted[item] += 1
        elif status == b"409" and seam.SOLD_OUT.encode() in answer:
            self.told.sold_out += 1
        else:
            self.told.others += 1
            self.told.example = answer.decode(errors="replace")

    def lost(self) -> None:
        """Note that a connection was closed in the midst of its request."""
        self.told.others += 1
        self.told.example = "a connection was lost"
        self._busy -= 1
        if not self._busy:
            self._is_over.set()

    def _sum_up(self, seconds: float) -> None:
        latencies = sorted(self._latencies)
        if not latencies:
            return
        self.told.per_second = len(latencies) / seconds
        self.told.p50_ms = latencies[len(latencies) // 2] * 1000
        self.told.p99_ms = latencies[len(latencies) * 99 // 100] * 1000


class _Buyer(asyncio.Protocol):
    """One connection."""

    def __init__(self, crowd: _Crowd) -> None:
        self._crowd = crowd
        self._answer = b""
        self._size = 0
        """Of the whole answer; 0 until its head is there."""
        self._item = ""
        self._asked_at = 0.0
        self._is_waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = cast("asyncio.Transport", transport)

    def ask(self) -> None:
        """Send the next request, if there is one."""
        request = self._crowd.next_request()
        self._is_waiting = request is not None
        if request is not None:
            data, self._item = request
            self._asked_at = time.perf_counter()
            self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        """Read on; ask again once the answer is whole."""
        self._answer = self._answer + data if self._answer else data
        if not self._size:
            end = self._answer.find(b"\r\n\r\n")
            if end < 0:
                return
            at = self._answer.index(b"content-length: ", 0, end) + 16
            self._size = end + 4 + int(self._answer[at : self._answer.index(b"\r", at)])
        if len(self._answer) < self._size:
            return
        answer, self._answer, self._size = self._answer, b"", 0
        self._crowd.answered(self._asked_at, self._item, answer)
        self.ask()

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell, when an answer was still to come."""
        if self._is_waiting:
            self._crowd.lost()

    def leave(self) -> None:
        """Hang up."""
        self._is_waiting = False
        self._transport.close()
