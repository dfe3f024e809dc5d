"""What the media process takes from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaibo.adapters.media.builtin.webrtc.ice import IceServer, parse_ice_servers
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
    recordings: Path
    min_free_bytes: int
    """Recording stops while the disk has less room than this."""
    take_over: bool = False
    """Whether a second encoder with a key in use ends the first, or is refused."""
    low_lines: int = 0
    """Lines of the low rendition; 0 for none."""
    whep_viewers: int = 20
    ice_servers: tuple[IceServer, ...] = ()
    announced: tuple[str, ...] = ()
    """Addresses that WebRTC tells beside the machine's own."""

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
            recordings=settings.recordings_folder,
            min_free_bytes=int(settings.recording_min_free_gb * 1_000_000_000),
            take_over=settings.second_publisher == "take_over",
            low_lines=settings.low_rendition,
            whep_viewers=settings.whep_viewers,
            ice_servers=parse_ice_servers(settings.ice_servers),
            announced=settings.announced_hosts,
        )
