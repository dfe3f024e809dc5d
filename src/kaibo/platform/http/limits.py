"""A bound on what anyone may send: a request's body is kept in memory while it is read."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kaibo.kernel.errors import KaiboError
from kaibo.platform.http.problems import problem_response

BODY_LIMIT = 1 << 20
# These read their own bodies, by pieces and with bounds of their own, which are below this one.
# By their whole addresses: an id that is somebody's word, such as `picture`, ends addresses too.
UPLOAD_LIMIT = 24 << 20
_UPLOADS = re.compile(
    r"PUT /api/v1/(?:products/[^/]+/picture|shows/[^/]+/(?:cover|captions/[^/]+)"
    r"|viewers/me/picture)"
    r"|POST /api/v1/products/(?:[^/]+/pictures/picture|imports)"
)


class BodyTooLargeError(KaiboError):
    """More came than was announced or is taken."""

    code = "too_large"
    status = 413


class BodyLimitMiddleware:
    """Refuses bodies over one megabyte, or over 24 where a route takes uploads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_upload = _UPLOADS.fullmatch(f"{scope['method']} {scope['path']}")
        limit = UPLOAD_LIMIT if is_upload else BODY_LIMIT
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdigit() and int(announced) > limit:
            response = problem_response(Request(scope), code="too_large", status=413)
            await response(scope, receive, send)
            return
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise BodyTooLargeError
            return message

        await self._app(scope, bounded, send)
