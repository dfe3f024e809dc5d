"""Each request gets an id in its logs and its answer, safe headers, and is timed by route."""

from __future__ import annotations

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kaibo.kernel.ids import new_id
from kaibo.platform.http.context import Context
from kaibo.platform.http.headers import add_missing, secure_headers
from kaibo.platform.http.problems import problem_response
from kaibo.platform.telemetry import metrics

API = "/api/v1"

log = structlog.get_logger(__name__)


class ObserveMiddleware:
    """Plain ASGI, so that nothing about cancellation or streaming changes."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self._app = app
        self._context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = new_id("req")
        started = time.perf_counter()
        status = 500
        has_begun = False

        async def observed(message: Message) -> None:
            nonlocal status, has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                add_missing(message, secure_headers(self._context.settings))
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, observed)
            except Exception:
                # Here and not in the application's own handler, which would be outside of this
                # middleware: the answer and the log carry the request's id.
                log.exception("request_failed", path=scope["path"])
                if has_begun:
                    raise
                failure = problem_response(Request(scope), code="internal", status=500)
                await failure(scope, receive, observed)
            finally:
                route = _template(scope)
                metrics.HTTP_SECONDS.labels(scope["method"], route, status).observe(
                    time.perf_counter() - started
                )


def _template(scope: Scope) -> str:
    """Give the route's address with its placeholders; one word for all that do not exist."""
    template: str | None = getattr(scope.get("route"), "path", None)
    if template is None:
        return "other"
    # A route knows its path below the router it was declared in; pages and API share names.
    is_api = scope["path"].startswith(API) and not template.startswith(API)
    return f"{API}{template}" if is_api else template
