"""Where encoders push and viewers play."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from kaibo.modules.media.contracts import Role, StreamKey
from kaibo.modules.media.models import StreamRow
from kaibo.modules.media.ports import ServerSettings
from kaibo.modules.media.servers import MediaServers
from kaibo.platform.auth import playurls
from kaibo.platform.settings import Settings


def stream_name(show_id: str, role: Role) -> str:
    """Give an input's name on external servers."""
    return show_id if role is Role.MAIN else f"{show_id}-{role.value}"


def input_named(name: str) -> tuple[str, Role]:
    """Give show and role of an input's name, whether or not there is such a show.

    A name that is not `stream_name` of what it gives is nobody's: callers compare.
    """
    show_id, dash, rest = name.partition("-")
    return show_id, Role.BACKUP if dash and rest == Role.BACKUP else Role.MAIN


def is_name_of(name: str, show_id: str, role: Role) -> bool:
    """Whether that input has exactly this name."""
    return stream_name(show_id, role) == name


def host_of(origin: str) -> str:
    """Give the host of an origin, with brackets around an IPv6 address."""
    name = urlsplit(origin).hostname or "localhost"
    return f"[{name}]" if ":" in name else name


def media_origin(settings: Settings, request_origin: str | None) -> str:
    """Give the address below which the built-in server's pictures play.

    Set by ``KAIBO_MEDIA_URL``; otherwise the host that viewers use already, at the media
    port, so that a phone on the same network needs no configuration. For everybody, whose
    hosts differ (``request_origin`` is none), only the port: ``:8001``.
    """
    if settings.media_url:
        return settings.media_url
    if request_origin is None:
        return f":{settings.media_port}"
    origin = settings.public_url or request_origin
    return f"{urlsplit(origin).scheme}://{host_of(origin)}:{settings.media_port}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes addresses, as seen from the address a request came to (none: for everybody)."""

    settings: Settings
    servers: MediaServers
    now: datetime
    origin: str | None = None

    def of_key(self, server_id: str | None, show_id: str, role: Role, secret: str) -> StreamKey:
        """Give what to enter in an encoder that pushes to that server."""
        name, server = stream_name(show_id, role), self.servers.find(server_id)
        if server is None:
            origin = self.origin or ""
            host = host_of(self.settings.public_url or origin)
            return StreamKey(
                role,
                self.servers.default_id,
                f"rtmp://{host}:{self.settings.rtmp_port}/live",
                secret,
                f"{media_origin(self.settings, origin)}/whip",
            )
        whip = server.whip_url and _fill(server.whip_url, name=name, key=secret)
        return StreamKey(
            role,
            server.id,
            _fill(server.rtmp_url, name=name, key=secret),
            f"{name}?key={secret}",
            whip or None,
        )

    def of_stream(self, row: StreamRow, *, protected: bool) -> tuple[str | None, str | None]:
        """Give where a stream plays by HLS and by WHEP, as far as it does."""
        server = self.servers.find(row.server_id)
        if server is not None:
            return self._on(server, row, protected=protected)
        path = row.play_path
        if protected:
            token = self.settings.media_token.get_secret_value()
            path = playurls.signed_path(token, path, self.now.timestamp())
        base = f"{media_origin(self.settings, self.origin)}/{path}"
        return f"{base}/main.m3u8", f"{base}/whep" if row.whep else None

    def _on(
        self, server: ServerSettings, row: StreamRow, *, protected: bool
    ) -> tuple[str | None, str | None]:
        name = stream_name(row.show_id, Role(row.role))
        sig = playurls.sign(server.token, name, self.now.timestamp()) if protected else ""
        hls = server.play_url and _fill(server.play_url, name=name, sig=sig)
        whep = row.whep and server.whep_url and _fill(server.whep_url, name=name, sig=sig)
        return hls or None, whep or None


def _fill(template: str, **values: str) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", quote(value, safe="~"))
    return template
