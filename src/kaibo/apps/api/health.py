"""Whether the process lives, whether it can serve, and its figures."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from kaibo import __version__
from kaibo.platform.http.context import Ctx

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "ok", "version": __version__}


@router.get("/readyz")
async def readyz(ctx: Ctx) -> JSONResponse:
    """Tell whether the database answers too."""
    try:
        await ctx.db.read(lambda session: session.execute(text("SELECT 1")).scalar())
    except SQLAlchemyError:
        return JSONResponse({"status": "unavailable", "database": "unreachable"}, 503)
    return JSONResponse({"status": "ok", "database": "reachable"})


@router.get("/metrics")
async def metrics() -> Response:
    """Give the process's figures in Prometheus's text form."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
