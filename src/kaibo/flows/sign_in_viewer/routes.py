"""HTTP: signing in by a code."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, Field

from kaibo.flows.sign_in_viewer import service
from kaibo.flows.sign_in_viewer.service import Typed
from kaibo.modules.audience import facade as audience
from kaibo.modules.audience.contracts import CodeRequest, ViewerSession
from kaibo.modules.audience.errors import BadCodeError
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail.errors import MailNotSetUpError
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import VIEWER_COOKIE, MaybeViewer, set_session_cookie
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.fields import Email
from kaibo.platform.http.problems import language_of

router = APIRouter(prefix="/viewers", tags=["viewers"])


class CodeInput(BaseModel):
    """Where to send a code."""

    email: Email


class CodeTyped(BaseModel):
    """A code as it was typed, and the request it answers."""

    request_id: str = Field(max_length=40, pattern=r"^[a-z0-9_]+$")
    code: str = Field(max_length=20)


@router.post("/sign-in-codes", status_code=status.HTTP_202_ACCEPTED)
async def ask_for_code(
    request: Request, ctx: Ctx, viewer: MaybeViewer, data: CodeInput
) -> CodeRequest:
    """Have a code sent, unless one was just now: then that one answers this request, too.

    The answer is the same whether or not the address is known, and whether or not mail is sent.
    """
    if not mail.is_set_up(ctx):
        raise MailNotSetUpError
    device = viewer.id if viewer else None
    ctx.port(audience.CodeThrottle).ask(_host(request), device, data.email)
    return await ctx.db.run(service.ask, data.email, language_of(request))


@router.post("/sessions", status_code=status.HTTP_201_CREATED)
async def sign_in_by_code(
    request: Request, response: Response, ctx: Ctx, viewer: MaybeViewer, data: CodeTyped
) -> ViewerSession:
    """Sign in by a code; what the guest had goes along."""
    ctx.port(audience.CodeThrottle).guess(_host(request))
    typed = Typed(
        request_id=data.request_id,
        # As people type it: from a mail program, with a blank in the middle.
        code="".join(data.code.split()),
        guest_id=_guest(viewer),
        user_agent=request.headers.get("user-agent", ""),
        language=language_of(request),
    )
    opened = await ctx.db.run(service.sign_in, ctx.secret, typed)
    if opened is None:
        raise BadCodeError(field="code")
    token = audience.sign_token(ctx.secret, opened.viewer_id, opened.session_id)
    set_session_cookie(request, response, VIEWER_COOKIE, token, audience.SESSION_DAYS)
    found = await ctx.db.read(audience.get_viewer, opened.viewer_id)
    return ViewerSession(viewer=found, token=token)


def _guest(viewer: Principal | None) -> str | None:
    """Give who hands over what they have: a guest, never another account."""
    return viewer.id if viewer and not audience.is_account(viewer.id) else None


def _host(request: Request) -> str | None:
    return request.client.host if request.client else None
