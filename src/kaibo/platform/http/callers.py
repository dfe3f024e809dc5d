"""Who calls: tokens from header or cookie, and the guard against forged requests.

A browser sends cookies along with requests that another site started. A request that
changes something and is authenticated by cookie must therefore carry the header
``X-Kaibo-Client``, which another site cannot set without permission.
"""

from __future__ import annotations

from typing import Annotated, Protocol

import structlog
from fastapi import Depends, Request, Response

from kaibo.kernel.errors import ForbiddenError, UnauthenticatedError
from kaibo.platform import acting
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Ctx, context_of
from kaibo.platform.http.details import details_of
from kaibo.platform.http.households import household

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
    """Give the member of staff who calls, if one does; what they change is written down."""
    token = token_of(request, STAFF_COOKIE, "kst_")
    staff = await ctx.port(StaffAuthenticator).staff(token) if token else None
    if staff is not None and request.method not in _SAFE:
        acting.begin(await act_of(request, staff))
    return staff


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
    """A dependency that lets through staff who hold ``scope``.

    ``takes_out`` marks reading that the audit log is to know of, such as exports and keys.
    """

    def __init__(self, scope: str, *, takes_out: bool = False) -> None:
        self._scope = scope
        self._takes_out = takes_out

    async def __call__(self, staff: SignedInStaff, request: Request, ctx: Ctx) -> Principal:
        """Give the member of staff who calls, or refuse."""
        if not staff.may(self._scope):
            raise ForbiddenError(scope=self._scope)
        if self._takes_out and request.method in _SAFE:
            acting.begin(await act_of(request, staff))
            await ctx.db.run(take_note)
        return staff


def take_note(_uow: UnitOfWork) -> None:
    """Change nothing: what staff do is written down with whatever transaction comes first."""


async def act_of(request: Request, staff: Principal | None = None) -> acting.Act:
    """Give what the audit log is to say of this request."""
    return acting.Act(
        action=_action(request),
        staff_id=staff.id if staff else "",
        staff_name=staff.name if staff else "",
        target="/".join(str(value) for value in request.path_params.values()),
        details=details_of(await _body(request)) | dict(details_of(dict(request.query_params))),
        network=household(request.client.host if request.client else None),
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
    )


def _action(request: Request) -> str:
    """Give the part of Kaibo and the name of the route, such as ``refund_order.refund``."""
    endpoint = request.scope.get("endpoint")
    # kaibo.modules.identity.routes; kaibo.adapters.payments.sandbox.control_routes
    parts = getattr(endpoint, "__module__", "").split(".")
    return f"{parts[-2] if len(parts) > 1 else 'kaibo'}.{getattr(endpoint, '__name__', 'act')}"


async def _body(request: Request) -> object:
    """Give a JSON body; pictures and tables are read by their routes, in pieces."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        return await request.json()
    except ValueError:
        return None


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
