"""The last health that a media server reported of each stream: live, so kept in memory."""

from __future__ import annotations

from kaibo.modules.media.contracts import StreamHealth


class HealthBoard:
    """Health by stream id; a stream is forgotten with the server's next report without it."""

    def __init__(self) -> None:
        self._by_server: dict[str, dict[str, StreamHealth]] = {}

    def report(self, server_id: str, streams: dict[str, StreamHealth]) -> None:
        """Take a server's report of everything it carries."""
        self._by_server[server_id] = streams

    def of(self, stream_id: str) -> StreamHealth | None:
        """Give the last report of a stream."""
        for streams in self._by_server.values():
            if stream_id in streams:
                return streams[stream_id]
        return None
