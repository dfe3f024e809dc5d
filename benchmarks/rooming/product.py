"""The real core process, which publishes into one of its rooms as it is told.

    python -m benchmarks.rooming.product COUNTER [--show-all]

It is `kaibo.apps.api` with its settings from the environment. What comes beside are the orders
(see `publishing`): events go the way that handlers take, `RoomHub.publish`, and are numbered,
applied and told to all who listen; talk goes the way of a checked line, `Room.say`, through lane
and tick. With `--show-all` the room's cap on talk is lifted, so that what is offered is delivered.

Further orders:

- `open SHOW`: have the room in memory;
- `paths FIRST COUNT FILE`: write as many addresses with tickets, each of another viewer;
- `talk SECONDS PER_SECOND`: have so many lines said, of many viewers in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path
from unittest import mock

import kaibo.apps.api.server as server_module
from benchmarks.rooming.message import mark, product_of
from benchmarks.rooming.publishing import Answer, Counter, Publisher, pace, take_orders, tell
from kaibo.apps.wiring import Core, build_core
from kaibo.modules.rooms.frames import OrderPaid, You
from kaibo.modules.rooms.room import Room
from kaibo.platform.realtime import TicketSigner
from kaibo.platform.settings import Settings
from kaibo.platform.telemetry.logs import configure_logs

_TALKERS = 1000
_EVERYTHING = 1_000_000
"""Lines a second: more than anybody says."""
_NEVER_MS = 1 << 45


class Stage:
    """The room, and what is published into it."""

    def __init__(self, core: Core, counter: Counter) -> None:
        self._core = core
        self._room: Room | None = None
        self._publisher = Publisher(self._publish, counter)
        self._talkers = [You(_viewer(each), "v", "viewer") for each in range(_TALKERS)]
        self._said = 0

    async def obey(self, words: list[str]) -> Answer:
        """Do what an order says. Raises `ValueError` for one that nobody knows."""
        match words:
            case ["open", show]:
                self._room = await self._core.hub.load(show)
                return {"open": self._room is not None}
            case ["paths", first, count, file]:
                self._write_paths(int(first), int(count), Path(file))
                return {"paths": int(count)}
            case ["talk", seconds, per_second]:
                return {"published": await pace(float(seconds), float(per_second), self._say)}
        return await self._publisher.obey(words)

    @property
    def room(self) -> Room:
        """The open room."""
        if self._room is None:
            raise LookupError("no room is open")
        return self._room

    def _publish(self, at_ns: int) -> None:
        room = self.room
        event = OrderPaid(mark("e", at_ns), product_of(room.seq + 1), 1)
        self._core.hub.publish(room.id, event)

    def _say(self, at_ns: int) -> None:
        self._said += 1
        self.room.say(self._talkers[self._said % _TALKERS], mark("d", at_ns))

    def _write_paths(self, first: int, count: int, file: Path) -> None:
        signer, room = self._core.context.port(TicketSigner), self.room
        with file.open("w", encoding="ascii") as lines:
            for number in range(first, first + count):
                ticket = signer.issue(
                    room=room.id,
                    subject=_viewer(number),
                    name="v",
                    role="viewer",
                    language="en",
                    expires_at=_NEVER_MS,
                )
                lines.write(f"/ws/rooms/{room.slug}?ticket={ticket}\n")


def _viewer(number: int) -> str:
    return f"vwr_{number:08d}"


async def _listen(stage: Stage, port: int) -> None:
    tell({"port": port})
    await take_orders(stage.obey)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Read the options and serve until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("counter", type=Path)
    parser.add_argument("--show-all", action="store_true")
    options = parser.parse_args()
    settings, counter = Settings(), Counter(options.counter)
    configure_logs(form=settings.log_format, level=settings.log_level)

    # A task that nobody holds is lost to the collector.
    listening: list[asyncio.Task[None]] = []

    def build(settings: Settings) -> Core:
        core = build_core(settings)
        if options.show_all:
            policy = core.hub.policy
            core.hub.policy = replace(policy, shown_rate=_EVERYTHING, shown_burst=_EVERYTHING)
        begin = core.hub.start

        def start() -> None:
            begin()
            orders = _listen(Stage(core, counter), settings.port)
            listening.append(asyncio.get_running_loop().create_task(orders))
            listening[0].add_done_callback(_must_not_fail)

        mock.patch.object(core.hub, "start", start).start()
        return core

    with mock.patch.object(server_module, "build_core", build):
        server_module.serve_core(settings)


def _must_not_fail(orders: asyncio.Task[None]) -> None:
    if not orders.cancelled() and orders.exception() is not None:
        # Nobody can be told anything any more; the log says why.
        asyncio.get_running_loop().call_exception_handler(
            {"message": "an order failed", "exception": orders.exception()}
        )
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
