"""HTTP: viewers sign in as guests and name themselves."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, Field

from kaibo.modules.audience import facade, service
from kaibo.modules.audience.contracts import Viewer, ViewerSession
from kaibo.platform.http.callers import VIEWER_COOKIE, SignedInViewer, set_session_cookie
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.problems import language_of

router = APIRouter(prefix="/viewers", tags=["viewers"])

COOKIE_DAYS = 180


class ViewerInput(BaseModel):
    """The guest to be; a name is made up when none is given."""

    display_name: str | None = Field(default=None, max_length=100)


class ViewerChanges(BaseModel):
    """What a viewer may change."""

    display_name: str = Field(max_length=100)


@router.post("", status_code=status.HTTP_201_CREATED)
async def enter(request: Request, response: Response, ctx: Ctx, data: ViewerInput) -> ViewerSession:
    """Sign in as a guest."""
    viewer = await ctx.db.run(service.enter, data.display_name, language_of(request))
    token = facade.sign_token(ctx.secret, viewer.id)
    set_session_cookie(request, response, VIEWER_COOKIE, token, COOKIE_DAYS)
    return ViewerSession(viewer=viewer, token=token)


@router.get("/me")
async def who_am_i(caller: SignedInViewer, ctx: Ctx) -> Viewer:
    """Give the viewer who asks."""
    return await ctx.db.read(facade.get_viewer, caller.id)


@router.patch("/me")
async def rename(caller: SignedInViewer, ctx: Ctx, data: ViewerChanges) -> Viewer:
    """Change the name the room sees."""
    return await ctx.db.run(service.rename, caller.id, data.display_name)
