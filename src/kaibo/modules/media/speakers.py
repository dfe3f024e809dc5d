"""Which media server speaks: each is known by its own token."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from kaibo.modules.media.errors import UnknownServerError
from kaibo.modules.media.servers import MediaServers
from kaibo.platform.http.context import Ctx


@dataclass(frozen=True, slots=True)
class Speaker:
    """A media server that calls. ``external_id`` is none for the built-in one."""

    servers: MediaServers
    external_id: str | None

    def require(self, server_id: str) -> None:
        """Raise ``UnknownServerError`` unless it may speak for the server of that id."""
        external = self.servers.find(server_id)
        if (external.id if external else None) != self.external_id:
            raise UnknownServerError
        if self.external_id is not None and server_id != self.external_id:
            raise UnknownServerError


async def media_speaker(request: Request, ctx: Ctx) -> Speaker:
    """Give the media server whose token this is."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token, servers = given.strip(), ctx.port(MediaServers)
    if scheme.lower() == "bearer" and token:
        expected = ctx.settings.media_token.get_secret_value()
        if expected and hmac.compare_digest(token.encode(), expected.encode()):
            return Speaker(servers, None)
        if external := servers.holder_of(token):
            return Speaker(servers, external.id)
    raise UnknownServerError


MediaSpeaker = Annotated[Speaker, Depends(media_speaker)]
