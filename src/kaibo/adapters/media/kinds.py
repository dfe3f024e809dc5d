"""Which kinds of external media servers there are, and what speaks for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kaibo.adapters.media.hooks.desk import HookDesk
from kaibo.adapters.media.hooks.servers import HookedServer, HookedServers
from kaibo.adapters.media.hooks.words import Dialect
from kaibo.adapters.media.livekit.dialect import LivekitDialect
from kaibo.adapters.media.livekit.server import LivekitServer
from kaibo.adapters.media.mediamtx.dialect import MediamtxDialect
from kaibo.adapters.media.mediamtx.server import MediamtxServer
from kaibo.adapters.media.nginx_rtmp.dialect import NginxRtmpDialect
from kaibo.adapters.media.nginx_rtmp.server import NginxRtmpServer
from kaibo.adapters.media.ovenmediaengine.dialect import OvenMediaEngineDialect
from kaibo.adapters.media.ovenmediaengine.server import OvenMediaEngineServer
from kaibo.adapters.media.srs.dialect import SrsDialect
from kaibo.adapters.media.srs.server import SrsServer
from kaibo.modules.media.ports import ExternalServer, ServerSettings
from kaibo.platform.http.context import Context

Speech = tuple[Dialect, ExternalServer | None]


def _nginx_rtmp(settings: ServerSettings) -> Speech:
    return NginxRtmpDialect(settings.token), _asked(NginxRtmpServer, settings)


def _srs(settings: ServerSettings) -> Speech:
    return SrsDialect(settings.token, _application(settings)), _asked(SrsServer, settings)


def _mediamtx(settings: ServerSettings) -> Speech:
    dialect = MediamtxDialect(settings.token, _application(settings))
    return dialect, _asked(MediamtxServer, settings)


def _livekit(settings: ServerSettings) -> Speech:
    api_key = str(settings.options.get("api_key", ""))
    return LivekitDialect(api_key, settings.token), _asked(LivekitServer, settings)


def _ovenmediaengine(settings: ServerSettings) -> Speech:
    dialect = OvenMediaEngineDialect(settings.token, _application(settings))
    return dialect, _asked(OvenMediaEngineServer, settings)


def _application(settings: ServerSettings) -> str:
    return str(settings.options.get("application", "live"))


def _asked(
    make: Callable[[ServerSettings], ExternalServer], settings: ServerSettings
) -> ExternalServer | None:
    """Have it asked, if the file says where."""
    return make(settings) if settings.api_url else None


KINDS: dict[str, Callable[[ServerSettings], Speech]] = {
    "nginx-rtmp": _nginx_rtmp,
    "srs": _srs,
    "mediamtx": _mediamtx,
    "livekit": _livekit,
    "ovenmediaengine": _ovenmediaengine,
}
"""By the ``kind`` in the file of media servers. One of no kind here speaks Kaibo's own contract."""


def hooked_servers(context: Context, external: Iterable[ServerSettings]) -> HookedServers:
    """Join each server of a known kind with what speaks its language."""
    servers = HookedServers()
    for settings in external:
        make = KINDS.get(settings.kind)
        if make is not None:
            dialect, asked = make(settings)
            servers[settings.id] = HookedServer(
                settings, dialect, asked, HookDesk(context, settings)
            )
    return servers
