"""HTTP: how mail is set up, what templates look like, and what became of each mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response, status
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.identity import facade as identity
from kaibo.modules.mail import facade, repository, service, writing
from kaibo.modules.mail.contracts import Mail, MailKind, MailSetup
from kaibo.modules.mail.errors import MailNotSetUpError, NoAddressError
from kaibo.modules.mail.letter import as_html, as_text
from kaibo.modules.mail.post import PostOffice
from kaibo.modules.mail.samples import sample
from kaibo.modules.mail.views import to_mail
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.http.paging import Limit, Page, by_id, page_of
from kaibo.platform.i18n import Language

router = APIRouter(prefix="/mail", tags=["mail"])

Keeper = Annotated[Principal, Depends(StaffWith("store:write"))]

# A preview is a document of its own: it may be styled and framed by our pages, and nothing else.
# It keeps its origin, which is no danger as nothing in it runs; a frame without one is moved to
# another process, and not every browser then lays it out by the frame's size.
_PREVIEW_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class MailPreview:
    """A template filled with made-up facts."""

    kind: MailKind
    subject: str
    text: str


class TestMailInput(BaseModel):
    """Which template to send to oneself."""

    __test__ = False

    kind: MailKind = MailKind.TEST
    language: Language = "en"


@router.get("/setup")
async def mail_setup(ctx: Ctx, _staff: Keeper) -> MailSetup:
    """Tell how mail leaves."""
    transport = ctx.port(PostOffice).transport
    return MailSetup(
        transport=transport.name if transport else "none",
        sender=transport.sender if transport else "",
        has_links=bool(ctx.settings.public_url),
    )


@router.get("/previews/{kind}")
async def preview_mail(
    ctx: Ctx, _staff: Keeper, kind: MailKind, language: Language = "en"
) -> MailPreview:
    """Show a template's subject and text, with made-up facts."""
    letter, head = await _sample(ctx, kind, language)
    return MailPreview(kind, letter.subject, as_text(letter, head))


@router.get("/previews/{kind}/page", response_class=HTMLResponse)
async def preview_mail_page(
    ctx: Ctx, _staff: Keeper, kind: MailKind, language: Language = "en"
) -> HTMLResponse:
    """Show a template as a mail program does, with made-up facts."""
    letter, head = await _sample(ctx, kind, language)
    headers = {
        "content-security-policy": _PREVIEW_POLICY,
        "x-frame-options": "SAMEORIGIN",
        "cache-control": "no-store",
    }
    return HTMLResponse(as_html(letter, head), headers=headers)


@router.post("/tests", status_code=status.HTTP_202_ACCEPTED)
async def send_test_mail(ctx: Ctx, staff: Keeper, data: TestMailInput) -> Mail:
    """Send a template, with made-up facts, to the address of whoever asks."""
    if not facade.is_set_up(ctx):
        raise MailNotSetUpError
    email = (await ctx.db.read(identity.get_staff, staff.id)).email
    if not email:
        raise NoAddressError
    return await ctx.db.run(service.send_sample, email, data.kind, data.language)


@router.get("")
async def list_mails(
    ctx: Ctx, _staff: Keeper, cursor: Annotated[str | None, by_id("mal")] = None, limit: Limit = 30
) -> Page[Mail]:
    """List mails, newest first."""
    rows = await ctx.db.read(repository.page, before=cursor, limit=limit + 1)
    kept, after = page_of(rows, limit, key=lambda row: row.id)
    return Page(items=[to_mail(row) for row in kept], next_cursor=after)


@router.post("/{mail_id}/retry", status_code=status.HTTP_204_NO_CONTENT)
async def retry_mail(ctx: Ctx, _staff: Keeper, mail_id: str) -> Response:
    """Send a failed mail again."""
    if not await ctx.db.run(service.retry, mail_id):
        raise NotFoundError(mail_id=mail_id)
    ctx.db.outbox.wake()
    return Response(status_code=status.HTTP_204_NO_CONTENT)


async def _sample(
    ctx: Context, kind: MailKind, language: Language
) -> tuple[writing.Letter, writing.Letterhead]:
    head = await ctx.port(PostOffice).letterhead(ctx)
    store = await ctx.db.read(identity.get_store)
    return writing.letter(sample(kind, language, store.currency), language, head), head
