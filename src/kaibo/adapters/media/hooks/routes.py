"""HTTP: webhooks of external media servers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.responses import JSONResponse

from kaibo.adapters.media.hooks.servers import HookedServer, HookedServers
from kaibo.adapters.media.hooks.words import Call, Playing, require_token
from kaibo.kernel.errors import ForbiddenError, NotFoundError
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.i18n import translate

router = APIRouter(prefix="/media/hooks/{server_id}", tags=["media server"])

Word = Annotated[str, Query(max_length=200)]


@router.post("")
async def take_hook(ctx: Ctx, request: Request, server_id: str) -> Response:
    """Take a webhook of an external media server, in that server's own form."""
    server = _server(ctx, server_id)
    call = _call(request, await request.body())
    said = server.dialect.read(call)
    try:
        await server.desk.carry_out(said)
    except (ForbiddenError, NotFoundError) as refusal:
        reason = translate(refusal.code, "en", **refusal.params)
        answer = server.dialect.answer(said, allowed=False, reason=reason)
    else:
        answer = server.dialect.answer(said, allowed=True, reason="")
    if answer.body is None:
        return Response(status_code=answer.status)
    return JSONResponse(answer.body, status_code=answer.status)


@router.get("/play", status_code=status.HTTP_204_NO_CONTENT)
async def may_play(ctx: Ctx, request: Request, server_id: str, name: Word, sig: Word = "") -> None:
    """Tell whether a viewer may watch, for a web server that asks before it gives out files."""
    server = _server(ctx, server_id)
    require_token(_call(request, b""), server.settings.token)
    await server.desk.carry_out(Playing(name, sig))


def _server(context: Context, server_id: str) -> HookedServer:
    server = context.port(HookedServers).get(server_id)
    if server is None:
        raise NotFoundError
    return server


def _call(request: Request, body: bytes) -> Call:
    return Call(dict(request.headers), dict(request.query_params), body)
