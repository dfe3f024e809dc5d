"""What the media process takes from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.platform.settings import Settings


@dataclass(frozen=True, slots=True)
class MediaConfig:
    """Addresses and the secret shared with core."""

    host: str
    rtmp_port: int
    media_port: int
    core_url: str
    """Core's own address, without a path."""
    token: str
    server_id: str

    @classmethod
    def from_settings(cls, settings: Settings) -> MediaConfig:
        """Core is reached on this machine, whatever address it listens on."""
        return cls(
            host=settings.host,
            rtmp_port=settings.rtmp_port,
            media_port=settings.media_port,
            core_url=settings.local_url,
            token=settings.media_token.get_secret_value(),
            server_id=settings.media_server_id,
        )
