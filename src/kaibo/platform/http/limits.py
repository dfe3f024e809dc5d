"""A bound on what anyone may send: a request's body is kept in memory while it is read."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kaibo.kernel.errors import KaiboError
from kaibo.platform.http.problems import problem_response

BODY_LIMIT = 1 << 20
# These read their own bodies, by pieces and with bounds of their own.
UPLOADS = ("/picture", "/products/imports")


class BodyTooLargeError(KaiboError):
    """More came than was announced or is taken."""

    code = "too_large"
    status = 413


class BodyLimitMiddleware:
    """Refuses bodies over one megabyte, except where a route takes uploads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].endswith(UPLOADS):
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdigit() and int(announced) > BODY_LIMIT:
            response = problem_response(Request(scope), code="too_large", status=413)
            await response(scope, receive, send)
            return
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > BODY_LIMIT:
                raise BodyTooLargeError
            return message

        await self._app(scope, bounded, send)
