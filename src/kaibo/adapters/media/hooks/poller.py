"""Asking external servers what they carry: most of them tell of beginnings, few of ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from kaibo.adapters.media.hooks.servers import HookedServer, HookedServers
from kaibo.modules.media import facade as media
from kaibo.modules.media.contracts import Ending, EndReason, Playable, StreamFacts
from kaibo.modules.media.ports import CarriedStream, ExternalServer
from kaibo.platform.http.context import Context

PAUSE_S = 1.0
_LOOKS_UNTIL_STRANGER = 2
"""So many looks in a row must find an input that nobody allowed before it is sent away: its
webhook may be on its way."""
_LOOKS_UNTIL_GONE = 2

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Memory:
    """What earlier looks saw on one server."""

    strangers: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    """Looks since a stream was last carried, by stream id."""
    bytes: dict[str, int] = field(default_factory=dict)
    still: dict[str, int] = field(default_factory=dict)
    """Looks since a stream's count of bytes last grew, by stream id."""
    stalled: set[str] = field(default_factory=set)
    silent: bool = False


class Poller:
    """Looks at every server once a second; `look` is one look at one of them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._servers = context.port(HookedServers)
        self._memories = {server_id: _Memory() for server_id in self._servers}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; call from the event loop."""
        loop = asyncio.get_running_loop()
        self._tasks = [
            loop.create_task(self._serve(server), name=f"poll-{server_id}")
            for server_id, server in self._servers.items()
            if server.asked is not None
        ]

    async def stop(self) -> None:
        """End at once."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for server in self._servers.values():
            if server.asked is not None:
                await server.asked.close()

    async def look(self, server_id: str) -> None:
        """Ask one server; whatever it no longer carries is over. Silence decides nothing."""
        server, memory = self._servers[server_id], self._memories[server_id]
        asked = server.asked
        if asked is None:
            return
        try:
            carried = await asked.streams()
        except OSError as error:
            if not memory.silent:
                log.warning("media_server_silent", server_id=server_id, problem=repr(error))
            memory.silent = True
            return
        memory.silent = False
        known = await self._known(server_id, memory, asked, carried)
        reported = await media.report(
            self._context, server_id, {facts.stream_id: one.health for one, facts in known}
        )
        for one, facts in known:
            if facts.stream_id in reported.kick:
                await _send_away(asked, server_id, one.name)
            else:
                await self._tell_flow(server_id, memory, facts, one)
                await self._tell_playable(server_id, asked, facts, one)
        await self._end_missing(server_id, memory, [facts for _, facts in known])

    async def _known(
        self,
        server_id: str,
        memory: _Memory,
        asked: ExternalServer,
        carried: Sequence[CarriedStream],
    ) -> list[tuple[CarriedStream, StreamFacts]]:
        """Give what is rightly carried; send away the rest."""
        known, strangers = [], {}
        for one in carried:
            facts = await self._context.db.read(media.running_named, server_id, one.name)
            if facts is not None:
                known.append((one, facts))
                continue
            strangers[one.name] = memory.strangers.get(one.name, 0) + 1
            if strangers[one.name] >= _LOOKS_UNTIL_STRANGER:
                await _send_away(asked, server_id, one.name)
        memory.strangers = strangers
        return known

    async def _tell_flow(
        self, server_id: str, memory: _Memory, facts: StreamFacts, one: CarriedStream
    ) -> None:
        """Notice an input that has fallen silent, as no server tells by itself."""
        stream_id, received = facts.stream_id, one.health.received_bytes
        is_same = memory.bytes.get(stream_id) == received
        memory.bytes[stream_id] = received
        memory.still[stream_id] = looks = memory.still.get(stream_id, 0) + 1 if is_same else 0
        is_silent = looks * PAUSE_S >= one.counted_every_s
        if not received or is_silent == (stream_id in memory.stalled):
            return
        silent = timedelta(seconds=(looks + 1) * PAUSE_S if is_silent else 0)
        (memory.stalled.add if is_silent else memory.stalled.discard)(stream_id)
        await self._context.db.run(media.stalled, server_id, stream_id, silent)

    async def _tell_playable(
        self, server_id: str, asked: ExternalServer, facts: StreamFacts, one: CarriedStream
    ) -> None:
        if facts.playable or not await asked.is_playable(one.name):
            return
        what = one.playable or Playable(None, None)
        await self._context.db.run(media.playable, server_id, facts.stream_id, what)

    async def _end_missing(
        self, server_id: str, memory: _Memory, carried: list[StreamFacts]
    ) -> None:
        here = {facts.stream_id for facts in carried}
        missed = dict.fromkeys(here, 0)
        for stream_id, looks in memory.missed.items():
            if stream_id in here:
                continue
            if looks + 1 >= _LOOKS_UNTIL_GONE:
                ending = Ending(EndReason.CONNECTION_LOST)
                await self._context.db.run(media.unpublish, server_id, stream_id, ending)
            else:
                missed[stream_id] = looks + 1
        memory.missed = missed
        for kept in (memory.bytes, memory.still):
            for stream_id in kept.keys() - missed:
                del kept[stream_id]
        memory.stalled &= set(missed)

    async def _serve(self, server: HookedServer) -> None:
        while True:
            try:
                await self.look(server.settings.id)
            except Exception:
                log.exception("media_server_poll_failed", server_id=server.settings.id)
            await asyncio.sleep(PAUSE_S)


async def _send_away(asked: ExternalServer, server_id: str, name: str) -> None:
    """Kick an encoder; one that cannot be kicked must not keep the others from being looked at."""
    try:
        await asked.kick(name)
    except OSError as error:
        log.warning("media_server_kick_failed", server_id=server_id, problem=repr(error))
