"""The web application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from kaibo import __version__
from kaibo.adapters.media.hooks.poller import Poller
from kaibo.apps.api import backups, books, health, pages, system
from kaibo.apps.system import SystemWatch
from kaibo.apps.wiring import Core
from kaibo.apps.wiring.routers import API_ROUTERS, ROOT_ROUTERS
from kaibo.flows.remove_old import facade as remove_old
from kaibo.modules.analytics.facade import ActKeeper
from kaibo.modules.catalog.facade import settle_search
from kaibo.modules.media.facade import Watchdog
from kaibo.modules.quality.facade import QualityKeeper
from kaibo.modules.rooms.facade import AttendanceKeeper, SignalKeeper
from kaibo.platform.http.context import Context
from kaibo.platform.http.foreign import ForeignPageGuard
from kaibo.platform.http.hot import HotRoutes
from kaibo.platform.http.idempotency import IdempotencyMiddleware, forget_unanswered
from kaibo.platform.http.limits import BodyLimitMiddleware
from kaibo.platform.http.observe import API, ObserveMiddleware
from kaibo.platform.http.problems import Problem, install_problem_handlers
from kaibo.platform.work import WorkRunner
from kaibo.platform.work.repository import release_all


def create_app(core: Core) -> FastAPI:
    """Build the application around a core that is joined but not started."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await _settle(core.context)
        core.hub.start()
        if core.gateways is not None:
            core.gateways.start()
        runner = WorkRunner(core.context, core.registry)
        runner.start()
        keeper = core.context.port(QualityKeeper)
        keeper.start()
        (acts := core.context.port(ActKeeper)).start()
        watchdog = Watchdog(core.context)
        watchdog.start()
        poller = Poller(core.context)
        poller.start()
        system_watch = core.context.port(SystemWatch)
        system_watch.start()
        try:
            yield
        finally:
            await system_watch.stop()
            await poller.stop()
            await watchdog.stop()
            await keeper.stop()
            await acts.stop()
            core.endpoint.drain()
            if core.gateways is not None:
                await core.gateways.stop()
            await core.hub.stop()
            await core.context.port(AttendanceKeeper).stop()
            await core.context.port(SignalKeeper).stop()
            await runner.stop()
            core.context.db.close()

    app = FastAPI(
        title="Kaibo",
        version=__version__,
        description="Self-hosted live commerce. Errors are RFC 9457 problem details.",
        lifespan=lifespan,
        # The usual page of documentation loads its scripts from elsewhere; /openapi.json is enough.
        docs_url=None,
        redoc_url=None,
        # Kaibo tells its own measures (/metrics); FastAPI would look for a collector each time.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": Problem, "description": "Problem details (RFC 9457)"}},
    )
    app.state.context = core.context
    install_problem_handlers(app)
    api = APIRouter(prefix=API)
    for router in API_ROUTERS:
        api.include_router(router)
    api.include_router(backups.router)
    api.include_router(books.router)
    api.include_router(system.router)
    app.include_router(api)
    for router in ROOT_ROUTERS:
        app.include_router(router)
    app.include_router(health.router)
    pages.mount(app, core.context)
    _add_middleware(app, core)
    return app


async def _settle(context: Context) -> None:
    """Set right what the last process left, and see to what is to be done each day."""
    if context.db.is_sqlite:
        # One process at a time: what the last one left unfinished is free at once.
        await context.db.run(forget_unanswered)
        await context.db.run(release_all)
    await context.db.run(settle_search)
    await context.db.run(remove_old.schedule)


def _add_middleware(app: FastAPI, core: Core) -> None:
    """Add what every request passes; the last that is added is met first."""
    app.add_middleware(HotRoutes, routers=API_ROUTERS, prefix=API)
    # Orders keep their keys themselves.
    app.add_middleware(IdempotencyMiddleware, context=core.context, but=[f"{API}/orders"])
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(ForeignPageGuard, context=core.context)
    app.add_middleware(ObserveMiddleware, context=core.context)


def _operation_id(route: APIRoute) -> str:
    # Two modules may use one word for their own things (who_am_i of staff and of viewers).
    tag = str(route.tags[0]).replace(" ", "_") if route.tags else "root"
    return f"{tag}_{route.name}"
