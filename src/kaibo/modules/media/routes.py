"""HTTP: stream keys and the picture, for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from kaibo.modules.media import keys, pictures, service
from kaibo.modules.media.addresses import Addresses, stream_name
from kaibo.modules.media.contracts import Choice, Picture, Role, StreamKey, StreamKeys
from kaibo.modules.media.errors import NoSuchServerError, ServerSilentError
from kaibo.modules.media.health import HealthBoard
from kaibo.modules.media.ports import ExternalServers
from kaibo.modules.media.servers import MediaServers
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.http.origin import origin_of
from kaibo.platform.http.problems import language_of

router = APIRouter(prefix="/shows/{show}", tags=["media"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
KeyReader = Annotated[Principal, Depends(StaffWith("streams:read", takes_out=True))]
Director = Annotated[Principal, Depends(StaffWith("shows:write"))]


class SourceChoice(BaseModel):
    """What viewers are to get; ``url`` is the HLS playlist of a picture from ``outside``."""

    kind: Choice
    url: str | None = Field(default=None, min_length=8, max_length=2000)


class ServerChoice(BaseModel):
    """The media server to push to."""

    server_id: str = Field(min_length=1, max_length=80)


@router.get("/stream-keys")
async def get_stream_keys(request: Request, ctx: Ctx, _staff: KeyReader, show: str) -> StreamKeys:
    """Give what to enter in the encoders; the keys are made on first use."""
    return await _keys(request, ctx, show)


@router.post("/stream-keys/{role}/rotate")
async def rotate_stream_key(
    request: Request, ctx: Ctx, _staff: Director, show: str, role: Role
) -> StreamKey:
    """Replace an input's key; the old one stops working at once."""
    await ctx.db.run(keys.rotate, show, role)
    found = await _keys(request, ctx, show)
    return found.main if role is Role.MAIN else found.backup


@router.get("/picture")
async def get_picture(request: Request, ctx: Ctx, _staff: Reader, show: str) -> Picture:
    """Give the state and health of the show's picture: what viewers get, and both inputs."""
    return await _picture(request, ctx, show)


@router.put("/picture/source")
async def choose_source(
    request: Request, ctx: Ctx, _staff: Director, show: str, data: SourceChoice
) -> Picture:
    """Choose what viewers get; ``auto`` also gives back from the backup to the main input."""
    await ctx.db.run(service.choose_source, show, data.kind, data.url)
    return await _picture(request, ctx, show)


@router.put("/picture/server")
async def choose_server(
    request: Request, ctx: Ctx, _staff: Director, show: str, data: ServerChoice
) -> Picture:
    """Choose the media server whose addresses the keys show, on air too."""
    if not ctx.port(MediaServers).has(data.server_id):
        raise NoSuchServerError(field="server_id")
    await ctx.db.run(service.choose_server, show, data.server_id)
    return await _picture(request, ctx, show)


async def _picture(request: Request, ctx: Context, show: str) -> Picture:
    addresses = _addresses(request, ctx)
    board, language = ctx.port(HealthBoard), language_of(request)
    return await ctx.db.read(pictures.picture, show, addresses, board, language)


async def _keys(request: Request, ctx: Context, reference: str) -> StreamKeys:
    show, server_id, secrets = await ctx.db.run(keys.stream_keys, reference)
    addresses = _addresses(request, ctx)
    adapter = ctx.port(ExternalServers).get(server_id or "")
    found: dict[Role, StreamKey] = {}
    for role, secret in secrets.items():
        try:
            told = adapter and await adapter.push_address(stream_name(show.id, role), secret)
        except OSError as error:
            raise ServerSilentError from error
        found[role] = (
            StreamKey(role, server_id or "", told.rtmp_url, told.stream_key, told.whip_url)
            if told
            else addresses.of_key(server_id, show.id, role, secret)
        )
    return StreamKeys(found[Role.MAIN], found[Role.BACKUP])


def _addresses(request: Request, ctx: Context) -> Addresses:
    return Addresses(ctx.settings, ctx.port(MediaServers), ctx.clock.now(), origin_of(request))
