"""Python's `websockets` on uvloop, as its documentation broadcasts.

python -m benchmarks.rooming.broadcasting COUNTER
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import uvloop
from websockets.asyncio.server import (  # type: ignore[import-not-found] # beside the environment
    ServerConnection,
    broadcast,
    serve,
)

from benchmarks.rooming.message import halves
from benchmarks.rooming.publishing import Counter, Publisher, take_orders, tell


async def main(counter: Path) -> None:
    """Serve until standard input ends."""
    everyone: set[ServerConnection] = set()
    before, after = halves()

    async def stay(connection: ServerConnection) -> None:
        everyone.add(connection)
        try:
            await connection.wait_closed()
        finally:
            everyone.discard(connection)

    def publish(at_ns: int) -> None:
        broadcast(everyone, f"{before}{at_ns:016x}{after}")

    server = await serve(stay, "127.0.0.1", 0, backlog=1024)
    tell({"port": next(iter(server.sockets)).getsockname()[1]})
    await take_orders(Publisher(publish, Counter(counter)).obey)
    # Taking leave of everybody would take as long as a server that nobody measures any more.
    asyncio.get_running_loop().stop()


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
