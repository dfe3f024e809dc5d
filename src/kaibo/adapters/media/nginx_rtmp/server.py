"""Asking and telling an nginx-rtmp, by its ``rtmp_stat`` and ``rtmp_control``."""

from __future__ import annotations

from collections.abc import Sequence

from kaibo.adapters.media.hooks.client import Client
from kaibo.adapters.media.nginx_rtmp.statistics import read_statistics
from kaibo.modules.media.ports import CarriedStream, PushAddress, ServerSettings


class NginxRtmpServer:
    """An `ExternalServer`. Options: ``application``, ``stat_path``, ``control_path``."""

    def __init__(self, settings: ServerSettings) -> None:
        self._client = Client(settings)
        self._application = str(settings.options.get("application", "live"))
        self._stat = str(settings.options.get("stat_path", "/stat"))
        self._control = str(settings.options.get("control_path", "/control"))

    async def push_address(self, name: str, key: str) -> PushAddress | None:
        """Leave it to the file: names and keys are Kaibo's own here."""
        del name, key
        return None

    async def streams(self) -> Sequence[CarriedStream]:
        """Ask what it carries. Raises ``OSError``."""
        answer = await self._client.get(self._stat)
        try:
            return read_statistics(answer.content, self._application)
        except ValueError as error:
            raise OSError(str(error)) from error

    async def kick(self, name: str) -> None:
        """Drop the encoder of an input."""
        await self._client.get(
            f"{self._control}/drop/publisher", {"app": self._application, "name": name}
        )

    async def is_playable(self, name: str) -> bool:
        """Look whether its playlist names a segment."""
        return await self._client.has_segments(name)

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.close()
