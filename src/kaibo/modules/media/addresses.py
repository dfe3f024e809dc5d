"""Where encoders push and viewers play, as seen from the address a request came to."""

from __future__ import annotations

from urllib.parse import urlsplit

from kaibo.platform.settings import Settings


def host_of(origin: str) -> str:
    """Give the host of an origin, with brackets around an IPv6 address."""
    name = urlsplit(origin).hostname or "localhost"
    return f"[{name}]" if ":" in name else name


def media_origin(settings: Settings, request_origin: str) -> str:
    """Give the address below which the picture plays.

    Set by ``KAIBO_MEDIA_URL``; otherwise the host that viewers use already, at the media
    port, so that a phone on the same network needs no configuration.
    """
    if settings.media_url:
        return settings.media_url
    origin = settings.public_url or request_origin
    return f"{urlsplit(origin).scheme}://{host_of(origin)}:{settings.media_port}"


def hls_url(settings: Settings, request_origin: str, play_path: str | None) -> str | None:
    """Give the playlist's address, when there is something to play."""
    if play_path is None:
        return None
    return f"{media_origin(settings, request_origin)}/{play_path}/index.m3u8"


def rtmp_url(settings: Settings, request_origin: str) -> str:
    """Give the server address to enter in an encoder."""
    host = host_of(settings.public_url or request_origin)
    return f"rtmp://{host}:{settings.rtmp_port}/live"
