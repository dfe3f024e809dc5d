"""What media servers last reported of each stream: live, so kept in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kaibo.modules.media.contracts import StreamHealth

# Servers report every two seconds. One that was killed reports no end of its streams.
SILENCE = timedelta(seconds=10)


class HealthBoard:
    """Health by stream id, and when each was last heard of."""

    def __init__(self) -> None:
        self._by_server: dict[str, dict[str, StreamHealth]] = {}
        self._heard: dict[str, datetime] = {}
        self._since: datetime | None = None

    def report(self, server_id: str, streams: dict[str, StreamHealth], now: datetime) -> None:
        """Take a server's report of everything it carries."""
        self._since = self._since or now
        self._by_server[server_id] = streams
        recent = {stream: at for stream, at in self._heard.items() if now - at <= SILENCE}
        self._heard = recent | dict.fromkeys(streams, now)

    def unheard(self, running: Mapping[str, datetime], now: datetime) -> list[str]:
        """Give those of the running streams, with their starts, that no server has named lately.

        Nothing is known of the time before this process's first report.
        """
        if self._since is None:
            return []
        return [
            stream_id
            for stream_id, started_at in running.items()
            if now - self._heard.get(stream_id, max(started_at, self._since)) > SILENCE
        ]

    def of(self, stream_id: str) -> StreamHealth | None:
        """Give the last report of a stream."""
        for streams in self._by_server.values():
            if stream_id in streams:
                return streams[stream_id]
        return None
