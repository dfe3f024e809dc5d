"""Back-pressure: what a connection does to a peer that does not read."""

import asyncio
import gc
import weakref

from kaibo.platform.realtime import Connection, Limits, RealtimeEndpoint, wire
from tests.support.loops import Run
from tests.support.sockets import PING, Client, frame, serving, until

FRAME = wire.text_frame(b"x" * 4000)
LIMITS = Limits(soft_bytes=64 * 1024, hard_bytes=256 * 1024, skips=10, close_grace=0.2)


class Doors:
    """Keeps the connections in the order in which they came."""

    def __init__(self) -> None:
        self.opened: list[Connection] = []
        self.closed: dict[Connection, int] = {}
        self.heard: list[bytes] = []
        self.floods = 0
        self.endpoint = RealtimeEndpoint(lambda _request: self, limits=LIMITS)

    def on_open(self, connection: Connection) -> None:
        self.opened.append(connection)

    def on_text(self, connection: Connection, payload: bytes) -> None:
        self.heard.append(payload)

    def on_flood(self, connection: Connection) -> None:
        self.floods += 1

    def on_close(self, connection: Connection, code: int) -> None:
        self.closed[connection] = code


async def stuck(doors: Doors, port: int) -> tuple[Client, Connection]:
    """Return a client that reads nothing any more, with frames up to the soft limit queued."""
    client = await Client.connect(port, "/ws/x", buffer=4096)
    await until(lambda: len(doors.opened) == 1)
    connection = doors.opened[0]
    while connection.buffered_bytes <= LIMITS.soft_bytes:
        assert connection.send_frame(FRAME)
        await asyncio.sleep(0)
    return client, connection


def test_ephemeral_frames_are_skipped_for_a_reader_that_is_behind(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client, connection = await stuck(doors, port)
            queued = connection.buffered_bytes
            for _ in range(LIMITS.skips - 1):
                assert not connection.send_frame(FRAME, ephemeral=True)
            assert connection.buffered_bytes == queued
            assert connection.is_open
            assert connection.send_frame(FRAME)
            assert connection.buffered_bytes == queued + len(FRAME)
            await client.hang_up()

    run(scenario())


def test_a_connection_tells_when_each_frame_must_be_weighed_and_when_no_more(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client = await Client.connect(port, "/ws/x", buffer=4096)
            await until(lambda: len(doors.opened) == 1)
            connection = doors.opened[0]
            changes: list[bool] = []
            connection.watch(lambda: changes.append(connection.write is not None))
            while connection.write is not None:
                connection.write(FRAME)
                await asyncio.sleep(0)
            # All that is beyond the bound is what was written before anybody could know.
            assert connection.buffered_bytes <= LIMITS.soft_bytes + len(FRAME)
            while connection.write is None:
                await client.frame()
            assert changes == [False, True]
            connection.close(1000)
            assert changes == [False, True, False]
            assert connection.write is None
            await client.hang_up()

    run(scenario())


def test_a_reader_that_catches_up_is_forgiven(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client, connection = await stuck(doors, port)
            for _ in range(LIMITS.skips - 1):
                connection.send_frame(FRAME, ephemeral=True)
            while connection.buffered_bytes:
                await client.text()
            assert connection.send_frame(FRAME, ephemeral=True)
            assert connection.is_open
            await client.hang_up()

    run(scenario())


def test_a_reader_that_stays_behind_is_closed_with_4408(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client, connection = await stuck(doors, port)
            for _ in range(LIMITS.skips):
                connection.send_frame(FRAME, ephemeral=True)
            assert connection.close_code == wire.TOO_SLOW
            await until(lambda: doors.closed == {connection: wire.TOO_SLOW})
            await client.hang_up()

    run(scenario())


def test_what_must_not_be_skipped_closes_the_deaf_instead_of_filling_memory(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client, connection = await stuck(doors, port)
            most = 0
            while connection.send_frame(FRAME):
                most = max(most, connection.buffered_bytes)
            assert most <= LIMITS.hard_bytes
            assert connection.close_code == wire.TOO_SLOW
            await until(lambda: bool(doors.closed))
            await client.hang_up()

    run(scenario())


def test_of_a_batch_only_what_must_be_kept_goes_to_a_reader_that_is_behind(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client, connection = await stuck(doors, port)
            queued = connection.buffered_bytes
            kept = wire.text_frame(b"kept")
            assert not connection.deliver(kept + FRAME, kept)
            assert connection.buffered_bytes == queued + len(kept)
            while (text := await client.text()) != b"kept":
                assert text == FRAME[4:]
            await client.hang_up()

    run(scenario())


def test_pings_from_a_reader_that_is_behind_go_unanswered(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client, connection = await stuck(doors, port)
            queued = connection.buffered_bytes
            client.writer.write(frame(PING, b"?" * 125) * (LIMITS.skips - 1))
            client.send(b"done")
            await until(lambda: doors.heard == [b"done"])
            assert connection.buffered_bytes == queued
            await client.hang_up()

    run(scenario())


def test_a_closed_connection_takes_nothing_and_may_be_closed_again(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client = await Client.connect(port, "/ws/x")
            await until(lambda: len(doors.opened) == 1)
            connection = doors.opened[0]
            connection.close(4404)
            connection.close(4401)
            assert not connection.send_frame(FRAME)
            client.send(b"too late")
            assert await client.close_code() == 4404
            client.send((4404).to_bytes(2), opcode=8)
            assert await client.is_gone()
            await until(lambda: doors.closed == {connection: 4404})
            assert doors.heard == []
            assert connection.buffered_bytes == 0
            await client.hang_up()

    run(scenario())


def test_nothing_is_left_of_a_connection_that_is_gone(run: Run) -> None:
    async def scenario() -> None:
        doors = Doors()
        async with serving(doors.endpoint) as port:
            client = await Client.connect(port, "/ws/x")
            await until(lambda: len(doors.opened) == 1)
            gc.collect()
            assert living("BoundHttpProtocol") == 0
            trace = weakref.ref(doors.opened[0])
            await client.hang_up()
            await until(lambda: len(doors.closed) == 1)
            doors.opened.clear()
            doors.closed.clear()
            gc.collect()
            assert trace() is None
            assert doors.endpoint.connection_count == 0

    run(scenario())


def living(name: str) -> int:
    return sum(type(thing).__name__ == name for thing in gc.get_objects())
