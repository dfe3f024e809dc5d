"""What media servers last reported of each stream: live, so kept in memory."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from kaibo.modules.media.contracts import ServerReport, StreamHealth

# Servers report every second or two. One that was killed reports no end of its streams.
SILENCE_S = 10.0
# As much as every reader of JSON can count.
_MOST = 2**53
_LONGEST = 80
# Encoders that are turned away come again every few seconds.
REFUSED_FOR = timedelta(minutes=2)
_REFUSED_MOST = 1000

Reading = TypeVar("Reading", StreamHealth, ServerReport)


def plausible(reading: Reading) -> Reading:
    """Give what a server told with numbers that can be reckoned with, and short words.

    Servers are believed, but one that divides by nothing must not stop those who read it.
    """
    changes: dict[str, Any] = {}
    for entry in fields(reading):
        told = getattr(reading, entry.name)
        if isinstance(told, str):
            changes[entry.name] = told[:_LONGEST]
        elif isinstance(told, int | float):
            least = -_MOST if entry.name == "av_drift_ms" else 0
            changes[entry.name] = min(max(told, least), _MOST) if math.isfinite(told) else 0
    return replace(reading, **changes)


class Refused(NamedTuple):
    """An encoder was turned away at the door; ``code`` as in ``contracts.Refusal``."""

    code: str
    at: datetime


class HealthBoard:
    """Health by stream id, when each was last heard of, and how the servers themselves do.

    Written in the event loop, read there and in the threads of queries: what is iterated over is
    copied first, in one step.
    """

    def __init__(self) -> None:
        self._by_server: dict[str, dict[str, StreamHealth]] = {}
        self._reports: dict[str, ServerReport] = {}
        self._recorded: dict[str, frozenset[str]] = {}
        self._heard: dict[str, float] = {}
        self._beats: dict[str, float] = {}
        self._refused: OrderedDict[tuple[str, str], Refused] = OrderedDict()

    def report(
        self,
        server_id: str,
        streams: Mapping[str, StreamHealth],
        now: float,
        server: ServerReport | None = None,
    ) -> None:
        """Take a server's report of everything it carries."""
        self._beats[server_id] = now
        self._by_server[server_id] = dict(streams)
        if server is not None:
            self._reports[server_id] = server
        self._heard |= dict.fromkeys(streams, now)

    def hears(self, server_id: str) -> bool:
        """Whether that server reports."""
        return server_id in self._beats

    def recorded(self, server_id: str, stream_ids: Iterable[str]) -> None:
        """Note which streams a server was last told to record."""
        self._recorded[server_id] = frozenset(stream_ids)

    def note_refused(self, show_id: str, role: str, code: str, at: datetime) -> None:
        """Note that an encoder with this input's key was turned away."""
        self._refused[show_id, role] = Refused(code, at)
        self._refused.move_to_end((show_id, role))
        while len(self._refused) > _REFUSED_MOST:
            self._refused.popitem(last=False)

    def refused(self, show_id: str, role: str, now: datetime) -> Refused | None:
        """Give why an encoder was turned away from this input lately."""
        found = self._refused.get((show_id, role))
        return found if found is not None and now - found.at <= REFUSED_FOR else None

    def unheard(self, running: Collection[str], now: float) -> list[str]:
        """Give those of the running streams that no server has named lately.

        Silence counts from when a stream is first asked for: of the time before nothing is known.
        """
        self._heard = {stream_id: self._heard.get(stream_id, now) for stream_id in running}
        return [stream_id for stream_id, at in self._heard.items() if now - at > SILENCE_S]

    def forget_silent_servers(self, now: float) -> None:
        """Forget what servers that no longer report said last."""
        for server_id, at in list(self._beats.items()):
            if now - at > SILENCE_S:
                for kept in (self._beats, self._by_server, self._reports, self._recorded):
                    kept.pop(server_id, None)

    def of(self, stream_id: str) -> StreamHealth | None:
        """Give the last report of a stream."""
        for streams in tuple(self._by_server.values()):
            if stream_id in streams:
                return streams[stream_id]
        return None

    def server(self, server_id: str) -> ServerReport | None:
        """Give a server's last report of itself."""
        return self._reports.get(server_id)

    def is_recorded(self, stream_id: str) -> bool:
        """Whether a stream is being recorded, as far as its server has told."""
        return any(
            stream_id in streams and not self._fails(server_id)
            for server_id, streams in tuple(self._recorded.items())
        )

    def _fails(self, server_id: str) -> bool:
        report = self._reports.get(server_id)
        return report is not None and bool(report.recording_failed)

    def carried(self, server_id: str) -> Collection[str]:
        """Give the streams that a server last named."""
        return self._by_server.get(server_id, {}).keys()
