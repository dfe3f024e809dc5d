"""HTTP: the lobby."""

from __future__ import annotations

from fastapi import APIRouter

from kaibo.flows.lobby import facade
from kaibo.flows.lobby.contracts import Lobby
from kaibo.platform.http.callers import MaybeViewer
from kaibo.platform.http.context import Ctx

router = APIRouter(tags=["lobby"])


@router.get("/shows/lobby")
async def get_lobby(ctx: Ctx, viewer: MaybeViewer) -> Lobby:
    """Give the public shows: on air, to come, and to see again."""
    return await facade.lobby(ctx, viewer.id if viewer else None)
