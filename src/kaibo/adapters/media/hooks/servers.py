"""The external media servers of this installation, each with what speaks its language."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.media.hooks.desk import HookDesk
from kaibo.adapters.media.hooks.words import Dialect
from kaibo.modules.media.ports import ExternalServer, ExternalServers, ServerSettings


@dataclass(frozen=True, slots=True)
class HookedServer:
    """One of them. ``asked`` is none for a server without an interface that can be asked."""

    settings: ServerSettings
    dialect: Dialect
    asked: ExternalServer | None
    desk: HookDesk


class HookedServers(dict[str, HookedServer]):
    """All of them, by id."""

    def asked(self) -> ExternalServers:
        """Give those that can be asked, as the media module does."""
        return ExternalServers(
            {name: server.asked for name, server in self.items() if server.asked is not None}
        )
