"""HTTP: viewers come as guests, name themselves, and see to their account."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, Field

from kaibo.kernel.errors import KaiboError
from kaibo.kernel.ids import new_id
from kaibo.modules.audience import facade, repository, service, sessions
from kaibo.modules.audience.contracts import Account, Device, Viewer, ViewerSession
from kaibo.modules.audience.errors import BadAvatarError, GuestError
from kaibo.modules.audience.tokens import is_account
from kaibo.modules.mail import facade as mail
from kaibo.platform.auth import Principal
from kaibo.platform.http.bodies import whole
from kaibo.platform.http.callers import (
    VIEWER_COOKIE,
    SignedInViewer,
    set_session_cookie,
    token_of,
)
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.http.problems import language_of
from kaibo.platform.i18n import Language
from kaibo.platform.pictures import LIMIT_BYTES, UnreadablePictureError, encode_in_turn

router = APIRouter(prefix="/viewers", tags=["viewers"])

COOKIE_DAYS = 180
AVATAR_SIDE = 256
_PICTURE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/png", "image/jpeg", "image/webp")
        },
    }
}


class ViewerInput(BaseModel):
    """The guest to be; a name is made up when none is given."""

    display_name: str | None = Field(default=None, max_length=100)


class ViewerChanges(BaseModel):
    """What a viewer may change; ``language`` is that of their mails."""

    display_name: str | None = Field(default=None, max_length=100)
    language: Language | None = None


@router.post("", status_code=status.HTTP_201_CREATED)
async def enter(request: Request, response: Response, ctx: Ctx, data: ViewerInput) -> ViewerSession:
    """Come in as a guest."""
    viewer = await ctx.db.run(service.enter, data.display_name, language_of(request))
    token = facade.sign_token(ctx.secret, viewer.id)
    set_session_cookie(request, response, VIEWER_COOKIE, token, COOKIE_DAYS)
    return ViewerSession(viewer=viewer, token=token)


@router.get("/me")
async def who_am_i(caller: SignedInViewer, ctx: Ctx) -> Viewer:
    """Give the viewer who asks."""
    return await ctx.db.read(facade.get_viewer, caller.id)


@router.patch("/me")
async def change_viewer(caller: SignedInViewer, ctx: Ctx, data: ViewerChanges) -> Viewer:
    """Change the name the room sees, or the language of mails."""
    return await ctx.db.run(service.change, caller.id, data.display_name, data.language)


@router.get("/me/account")
async def my_account(caller: SignedInViewer, ctx: Ctx, response: Response) -> Account:
    """Give the viewer who asks as only they may see them."""
    response.headers["cache-control"] = "no-store"
    found = await ctx.db.read(facade.account_of, caller.id)
    viewer = found.viewer if found else await ctx.db.read(facade.get_viewer, caller.id)
    return Account(
        viewer=viewer,
        email=found.email if found else None,
        language=found.language if found else None,
        mail=mail.transport_name(ctx),
    )


@router.put("/me/picture", openapi_extra=_PICTURE_BODY)
async def set_avatar(request: Request, caller: SignedInViewer, ctx: Ctx) -> Viewer:
    """Set one's picture: the body is a PNG, JPEG or WebP file of 5 MB at most."""
    _must_be_account(caller)
    too_large = BadAvatarError(limit_mb=LIMIT_BYTES >> 20)
    upload = await whole(request.stream(), LIMIT_BYTES, too_large)
    try:
        picture = await encode_in_turn(upload, AVATAR_SIDE, is_square=True)
    except UnreadablePictureError as error:
        raise BadAvatarError(limit_mb=LIMIT_BYTES >> 20) from error
    name = f"{new_id('ava')}.webp"
    await asyncio.to_thread(ctx.blobs.put, name, picture)
    try:
        return await _show(ctx, caller.id, name)
    except KaiboError:
        # It is nobody's: they were erased meanwhile.
        await asyncio.to_thread(ctx.blobs.delete, name)
        raise


@router.delete("/me/picture")
async def remove_avatar(caller: SignedInViewer, ctx: Ctx) -> Viewer:
    """Go back to initials."""
    return await _show(ctx, caller.id, None)


@router.get("/me/sessions")
async def my_sessions(request: Request, caller: SignedInViewer, ctx: Ctx) -> list[Device]:
    """List where the account is open, last used first."""
    here = _session_of(request, ctx)
    rows = await ctx.db.read(repository.sessions, caller.id, ctx.clock.now())
    return [
        Device(row.id, row.device, row.created_at, row.seen_at, is_this=row.id == here)
        for row in rows
    ]


@router.delete("/me/sessions/current", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out_here(
    request: Request, response: Response, caller: SignedInViewer, ctx: Ctx
) -> None:
    """Sign out on this device; a guest, who cannot come back, stays."""
    _must_be_account(caller)
    book = ctx.port(sessions.SessionBook)
    await ctx.db.run(sessions.close, book, caller.id, _session_of(request, ctx))
    response.delete_cookie(VIEWER_COOKIE, path="/")


@router.delete("/me/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out_there(caller: SignedInViewer, ctx: Ctx, session_id: str) -> None:
    """Sign out on another device."""
    await ctx.db.run(sessions.close, ctx.port(sessions.SessionBook), caller.id, session_id)


@router.delete("/me/sessions", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out_everywhere(response: Response, caller: SignedInViewer, ctx: Ctx) -> None:
    """Sign out on every device, this one too."""
    _must_be_account(caller)
    await ctx.db.run(sessions.close, ctx.port(sessions.SessionBook), caller.id)
    response.delete_cookie(VIEWER_COOKIE, path="/")


async def _show(ctx: Context, viewer_id: str, name: str | None) -> Viewer:
    viewer, before = await ctx.db.run(service.set_avatar, viewer_id, name)
    if before:
        await asyncio.to_thread(ctx.blobs.delete, before)
    return viewer


def _session_of(request: Request, ctx: Context) -> str | None:
    token = token_of(request, VIEWER_COOKIE, "kvw_")
    proof = facade.prove(ctx.secret, token) if token else None
    return proof.session_id if proof else None


def _must_be_account(caller: Principal) -> None:
    if not is_account(caller.id):
        raise GuestError
