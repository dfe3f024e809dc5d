"""How fast one core delivers a room's frames, beside a bare socket library and a naive loop.

    make bench-realtime
    make bench-realtime ARGS="--subscribers 5000 --rounds 5"

Three servers live in this process, pinned to one core; each in turn gets its subscribers from a
second process on the other core, so all ratios come from one run:

- *room*: the product. uvicorn, the mount, tickets, a room that applies, numbers and encodes each
  event once, bounded queues.
- *shared frame*: bare picows, one prepared frame of the same size written to everyone. What is left
  of it is what the room costs.
- *naive*: bare picows, each event encoded and sent once per subscriber.

A delivery counts when the subscriber's process has read it. Saturation is measured with one event
per turn of the event loop, where every event costs everybody a system call, and with bursts, which
the room joins into one write per subscriber. Rounds are interleaved; medians count. Where other
programs want the cores too, the deliveries per second of processor time are the ones to compare.
"""

import argparse
import asyncio
import contextlib
import ctypes
import dataclasses
import json
import multiprocessing
import os
import resource
import select
import socket
import statistics
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import picows
import uvicorn
import uvloop

from kaibo.modules.rooms.frames import (
    Event,
    Money,
    OrderPaid,
    Playback,
    ProductCard,
    RoomSnapshot,
    ShowInfo,
    encode,
)
from kaibo.modules.rooms.hub import RoomHub
from kaibo.platform.realtime import RealtimeEndpoint, TicketSigner, http_protocol, wire

EVENT = OrderPaid("小*", "prd_0123456789abcdef", 1)
BURST = 8
MAX_QUEUED_BYTES = 32 * 1024
PACED_DELIVERIES = 50_000

Counter = ctypes.c_uint64
"""Bytes read by the subscribers, in memory shared with their process."""


@dataclass
class Contestant:
    """A server to measure: where subscribers go, and how one event reaches all of them."""

    name: str
    port: int
    path: Callable[[int], str]
    publish: Callable[[], int]
    """Send one event to everyone; return the bytes of its frame."""
    queued: Callable[[], int]
    """The most bytes queued for any subscriber."""
    count: Callable[[], int]
    """Subscribers connected."""


class Bare(picows.WSListener):
    """A subscriber of the bare servers."""

    def __init__(self, everyone: "set[Bare]") -> None:
        super().__init__()
        self._everyone = everyone
        self.transport: picows.WSTransport | None = None

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """Join."""
        self.transport = transport
        self.write = transport.underlying_transport.write
        self.queued = transport.underlying_transport.get_write_buffer_size
        self._everyone.add(self)

    def on_ws_disconnected(self, _transport: picows.WSTransport) -> None:
        """Leave."""
        self._everyone.discard(self)

    def pause_writing(self) -> None:
        """Do nothing; `MAX_QUEUED_BYTES` is the limit here."""

    def resume_writing(self) -> None:
        """Do nothing."""


def sample(seq: int) -> bytes:
    """Return the JSON of a numbered event, as a room sends it."""
    return encode(Event(epoch="abcdefghijkl", seq=seq, e=EVENT))


@contextlib.asynccontextmanager
async def bare(name: str, *, is_naive: bool) -> AsyncIterator[Contestant]:
    """Serve with picows alone."""
    everyone: set[Bare] = set()
    server = await picows.ws_create_server(
        lambda _request: Bare(everyone), "127.0.0.1", 0, use_aiofastnet=False
    )
    frame = wire.text_frame(sample(1000))

    def publish_shared() -> int:
        for one in everyone:
            one.write(frame)
        return len(frame)

    def publish_naively() -> int:
        for one in everyone:
            one.transport.send(picows.WSMsgType.TEXT, sample(1000))  # type: ignore[union-attr]
        return len(frame)

    try:
        yield Contestant(
            name=name,
            port=server.sockets[0].getsockname()[1],
            path=lambda _number: "/",
            publish=publish_naively if is_naive else publish_shared,
            queued=lambda: max((one.queued() for one in everyone), default=0),
            count=lambda: len(everyone),
        )
    finally:
        server.close()


@contextlib.asynccontextmanager
async def room() -> AsyncIterator[Contestant]:
    """Serve the product: a hub behind uvicorn."""
    signer = TicketSigner(b"benchmark" * 4)
    snapshot = RoomSnapshot(
        show=ShowInfo("shw_1", "bench", "Bench", "Host", "on_air"),
        playback=Playback("offline", None),
        products=(
            ProductCard(
                id="prd_0123456789abcdef",
                title="Tea",
                description="",
                price=Money(100, "CNY"),
                compare_at=None,
                compare_basis="",
                picture_url=None,
                available=5,
            ),
        ),
        pins=(),
    )
    hub = RoomHub(lambda _id: snapshot, translate=lambda code, *_a, **_k: code, now=lambda: 0)
    endpoint = RealtimeEndpoint(hub.resolver(signer))
    config = uvicorn.Config(
        _no_app, http=http_protocol(endpoint), ws="none", lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        port = listener.getsockname()[1]
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        hub.start()
        live = await hub.load("shw_1")
        if live is None:
            raise RuntimeError("no room")
        size = len(wire.text_frame(sample(1)))

        def publish() -> int:
            seq = live.publish(EVENT)
            return size - 1 + len(str(seq))

        def path(number: int) -> str:
            ticket = signer.issue(
                room="shw_1",
                subject=f"vwr_{number}",
                name="viewer",
                role="viewer",
                language="en",
                expires_at=1,
            )
            return f"/ws/rooms/bench?ticket={ticket}"

        try:
            yield Contestant(
                name="room",
                port=port,
                path=path,
                publish=publish,
                queued=endpoint.most_buffered_bytes,
                count=lambda: endpoint.connection_count,
            )
        finally:
            server.should_exit = True
            await serving
            await hub.stop()


async def _no_app(_scope: object, _receive: object, _send: object) -> None:
    """Serve no HTTP at all."""


def subscribe(port: int, paths: list[str], received: Counter, core: int | None) -> None:
    """Connect to each path, then read and count bytes for ever (the second process)."""
    _pin(core)
    poll = select.epoll()
    sockets = {}
    for path in paths:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(
            (
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                "Connection: upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            ).encode()
        )
        connection.setblocking(False)  # noqa: FBT003 -- the socket module's signature
        sockets[connection.fileno()] = connection
        poll.register(connection, select.EPOLLIN)
    buffer = bytearray(1 << 18)
    while sockets:
        total = 0
        for fileno, _events in poll.poll(1.0):
            with contextlib.suppress(BlockingIOError, ConnectionError):
                total += sockets[fileno].recv_into(buffer)
        received.value += total


@dataclass
class Figures:
    """What one round measured."""

    singles: float
    """Deliveries a second, one event per turn."""
    singles_per_cpu: float
    """The same per second of the server's processor time."""
    bursts: float
    """As `singles`, with bursts of `BURST` events."""
    bursts_per_cpu: float
    cpu_at_pace: float
    """Share of a core at `PACED_DELIVERIES` a second."""


async def measure(it: Contestant, options: argparse.Namespace, core: int | None) -> Figures:
    """Subscribe to `it`, saturate it, then pace it."""
    received = multiprocessing.RawValue(ctypes.c_uint64)
    paths = [it.path(number) for number in range(options.subscribers)]
    process = multiprocessing.get_context("fork").Process(
        target=subscribe, args=(it.port, paths, received, core), daemon=True
    )
    process.start()
    try:
        while it.count() < options.subscribers:  # noqa: ASYNC110 -- asked, nobody tells
            await asyncio.sleep(0.05)
        await _silence(received)
        singles = await _saturate(it, options, received, 1)
        bursts = await _saturate(it, options, received, BURST)
        cpu = await _pace(it, options)
        await _silence(received)
    finally:
        process.kill()
        process.join()
    while it.count():  # noqa: ASYNC110 -- asked, nobody tells
        await asyncio.sleep(0.05)
    return Figures(*singles, *bursts, cpu)


async def _saturate(
    it: Contestant, options: argparse.Namespace, received: Counter, burst: int
) -> tuple[float, float]:
    """Publish as fast as it is read; return deliveries per second, of wall and processor time."""
    begun, cpu, before, published, size = (
        time.perf_counter(),
        time.process_time(),
        received.value,
        0,
        0,
    )
    while time.perf_counter() - begun < options.seconds:
        for _ in range(burst):
            size += it.publish()
        published += burst
        await asyncio.sleep(0)
        if published % BURST:
            continue
        while it.queued() > MAX_QUEUED_BYTES:  # noqa: ASYNC110 -- asked, nobody tells
            await asyncio.sleep(0.001)
    while received.value - before < size * options.subscribers:
        await asyncio.sleep(0.001)
        if time.perf_counter() - begun > 4 * options.seconds + 10:
            lost = size * options.subscribers - (received.value - before)
            raise RuntimeError(f"{it.name}: {lost} bytes were not delivered")
    deliveries = published * options.subscribers
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return deliveries / wall, deliveries / cpu


async def _pace(it: Contestant, options: argparse.Namespace) -> float:
    """Return the share of a core used at a fixed rate of deliveries."""
    interval = options.subscribers / PACED_DELIVERIES
    begun, cpu = time.perf_counter(), time.process_time()
    for number in range(int(options.seconds / interval)):
        it.publish()
        await asyncio.sleep(max(0.0, begun + (number + 1) * interval - time.perf_counter()))
    return (time.process_time() - cpu) / (time.perf_counter() - begun)


async def _silence(received: Counter) -> None:
    last = -1
    while last != received.value:
        last = received.value
        await asyncio.sleep(0.3)


def _pin(core: int | None) -> None:
    if core is not None:
        os.sched_setaffinity(0, {core})


async def compare(options: argparse.Namespace) -> None:
    """Run all rounds and print the table."""
    cores = sorted(os.sched_getaffinity(0))
    server_core, client_core = (cores[0], cores[1]) if len(cores) > 1 else (None, None)
    _pin(server_core)
    results: dict[str, list[Figures]] = {}
    async with (
        room() as product,
        bare("shared frame", is_naive=False) as shared,
        bare("naive", is_naive=True) as naive,
    ):
        for number in range(options.rounds):
            for it in (product, shared, naive):
                figures = await measure(it, options, client_core)
                results.setdefault(it.name, []).append(figures)
                print(f"round {number + 1}: {it.name:13} {figures.singles:9,.0f}/s", flush=True)
    _report(results, options)


def _report(results: dict[str, list[Figures]], options: argparse.Namespace) -> None:
    medians = {name: _medians(rounds) for name, rounds in results.items()}
    naive, shared, it = medians["naive"], medians["shared frame"], medians["room"]
    print(f"\n{options.subscribers} subscribers, {len(sample(1000))} bytes, one core\n")
    print("| server | singly/s | per CPU s | in bursts/s | per CPU s | CPU at 50 k/s |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, one in medians.items():
        print(
            f"| {name} | {one.singles:,.0f} | {one.singles_per_cpu:,.0f} | {one.bursts:,.0f} "
            f"| {one.bursts_per_cpu:,.0f} | {one.cpu_at_pace:.0%} |"
        )
    ratios = {
        "singly_room_to_shared_frame": it.singles_per_cpu / shared.singles_per_cpu,
        "singly_room_to_naive": it.singles_per_cpu / naive.singles_per_cpu,
        "bursts_room_to_shared_frame": it.bursts_per_cpu / shared.bursts_per_cpu,
        "bursts_room_to_naive": it.bursts_per_cpu / naive.bursts_per_cpu,
    }
    print("\n" + json.dumps({name: round(value, 2) for name, value in ratios.items()}))


def _medians(rounds: list[Figures]) -> Figures:
    columns = zip(*(dataclasses.astuple(figures) for figures in rounds), strict=True)
    return Figures(*(statistics.median(column) for column in columns))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subscribers", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(compare(options))


if __name__ == "__main__":
    main()
