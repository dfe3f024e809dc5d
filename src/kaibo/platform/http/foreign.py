"""Refuses what another site's page has a visitor's browser send.

The header ``X-Kaibo-Client`` guards what is authenticated by cookie (`callers`). Here go the
requests that need no cookie and may set one, such as signing in: without this, a page elsewhere
could sign a visitor in as somebody else. Programs send neither of these headers, and a bearer
token is nothing that a browser adds by itself.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kaibo.platform.http.context import Context
from kaibo.platform.http.problems import problem_response

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignPageGuard:
    """Plain ASGI, before anything is read of the request."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self._app = app
        self._context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in _SAFE or not self._is_foreign(scope):
            await self._app(scope, receive, send)
            return
        refusal = problem_response(Request(scope), code="forged_request", status=403)
        await refusal(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        if "authorization" in headers:
            return False
        # Sent by browsers over https and to this machine itself, but not over plain HTTP.
        if site := headers.get("sec-fetch-site"):
            return site not in {"same-origin", "none"}
        origin = headers.get("origin")
        if origin is None:
            return False
        ours = {headers.get("host", ""), urlsplit(self._context.settings.public_url).netloc}
        return not urlsplit(origin).netloc or urlsplit(origin).netloc not in ours
