"""Which kinds of external media servers there are, and what speaks for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kaibo.adapters.media.hooks.desk import HookDesk
from kaibo.adapters.media.hooks.servers import HookedServer, HookedServers
from kaibo.adapters.media.hooks.words import Dialect
from kaibo.adapters.media.nginx_rtmp.dialect import NginxRtmpDialect
from kaibo.adapters.media.nginx_rtmp.server import NginxRtmpServer
from kaibo.modules.media.ports import ExternalServer, ServerSettings
from kaibo.platform.http.context import Context

Speech = tuple[Dialect, ExternalServer | None]


def _nginx_rtmp(settings: ServerSettings) -> Speech:
    return NginxRtmpDialect(settings.token), NginxRtmpServer(settings)


KINDS: dict[str, Callable[[ServerSettings], Speech]] = {
    "nginx-rtmp": _nginx_rtmp,
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
