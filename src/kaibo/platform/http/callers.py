"""Who calls: tokens from header or cookie, and the guard against forged requests.

A browser sends cookies along with requests that another site started. A request that
changes something and is authenticated by cookie must therefore carry the header
``X-Kaibo-Client``, which another site cannot set without permission.
"""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import Depends, Request, Response

from kaibo.kernel.errors import ForbiddenError, UnauthenticatedError
from kaibo.platform.auth import Principal
from kaibo.platform.http.context import Ctx, context_of

STAFF_COOKIE = "kaibo_staff"
VIEWER_COOKIE = "kaibo_viewer"
CLIENT_HEADER = "x-kaibo-client"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class StaffAuthenticator(Protocol):
    """Knows the members of staff; served by the identity module."""

    async def staff(self, token: str) -> Principal | None:
        """Give the member of staff whose live session this token opens."""
        ...


class ViewerAuthenticator(Protocol):
    """Knows the viewers; served by the audience module."""

    async def viewer(self, token: str) -> Principal | None:
        """Give the viewer whom this token names."""
        ...


class ForgedRequestError(ForbiddenError):
    """A request with a cookie lacks the header that only our own pages send."""

    code = "forged_request"


def token_of(request: Request, cookie: str, prefix: str) -> str | None:
    """Find the caller's token: a bearer header of that prefix, else the cookie."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return bearer.strip() if bearer.strip().startswith(prefix) else None
    token = request.cookies.get(cookie)
    if token and request.method not in _SAFE and CLIENT_HEADER not in request.headers:
        raise ForgedRequestError
    return token


async def maybe_staff(request: Request, ctx: Ctx) -> Principal | None:
    """Give the member of staff who calls, if one does."""
    token = token_of(request, STAFF_COOKIE, "kst_")
    return await ctx.port(StaffAuthenticator).staff(token) if token else None


async def maybe_viewer(request: Request, ctx: Ctx) -> Principal | None:
    """Give the viewer who calls, if one does."""
    token = token_of(request, VIEWER_COOKIE, "kvw_")
    return await ctx.port(ViewerAuthenticator).viewer(token) if token else None


MaybeStaff = Annotated[Principal | None, Depends(maybe_staff)]
MaybeViewer = Annotated[Principal | None, Depends(maybe_viewer)]


async def require_viewer(viewer: MaybeViewer) -> Principal:
    """Give the viewer who calls, or refuse."""
    if viewer is None:
        raise UnauthenticatedError
    return viewer


async def require_signed_in_staff(staff: MaybeStaff) -> Principal:
    """Give the member of staff who calls, or refuse."""
    if staff is None:
        raise UnauthenticatedError
    return staff


SignedInViewer = Annotated[Principal, Depends(require_viewer)]
SignedInStaff = Annotated[Principal, Depends(require_signed_in_staff)]


class StaffWith:
    """A dependency that lets through staff who hold ``scope``."""

    def __init__(self, scope: str) -> None:
        self._scope = scope

    async def __call__(self, staff: SignedInStaff) -> Principal:
        """Give the member of staff who calls, or refuse."""
        if not staff.may(self._scope):
            raise ForbiddenError(scope=self._scope)
        return staff


def set_session_cookie(
    request: Request, response: Response, name: str, token: str, days: int
) -> None:
    """Store the token in the browser; ``Secure`` wherever the pages are reached by https."""
    is_public_https = context_of(request).settings.public_url.startswith("https:")
    response.set_cookie(
        name,
        token,
        max_age=days * 86_400,
        httponly=True,
        samesite="lax",
        secure=is_public_https or request.url.scheme == "https",
        path="/",
    )
    response.headers["cache-control"] = "no-store"
