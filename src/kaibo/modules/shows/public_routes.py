"""HTTP: what viewers do with a show to come: book it, and put it into their calendar."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.shows import access, bookings, calendar
from kaibo.modules.shows.contracts import Booking
from kaibo.platform.http.callers import SignedInViewer
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.origin import public_origin

router = APIRouter(prefix="/shows/{show}", tags=["bookings"])


@router.put("/booking")
async def book(ctx: Ctx, caller: SignedInViewer, show: str, visitor: access.AtTheDoor) -> Booking:
    """Say that you want to come; saying it again changes nothing."""
    return await ctx.db.run(bookings.book, (show, visitor), caller.id)


@router.delete("/booking")
async def unbook(ctx: Ctx, caller: SignedInViewer, show: str, visitor: access.AtTheDoor) -> Booking:
    """Say that you do not want to come after all."""
    return await ctx.db.run(bookings.unbook, (show, visitor), caller.id)


@router.get("/calendar.ics", response_class=Response)
async def get_calendar(
    request: Request, ctx: Ctx, show: str, visitor: access.AtTheDoor
) -> Response:
    """Give the show as a calendar file; 404 while it has no time."""
    origin = public_origin(request, ctx.settings)

    def read(session: Session) -> str:
        found = access.visible(session, show, visitor)
        if found.starts_at is None:
            raise NotFoundError(show=show)
        # Whoever came by invitation finds back by it. Quoted: at a public show's door it is
        # anybody's word, and a line break in it would begin an entry of theirs.
        path = found.viewer_path
        if visitor.invite:
            path += f"?invite={quote(visitor.invite, safe='')}"
        return calendar.calendar_of(found, found.starts_at, f"{origin}{path}", now=ctx.clock.now())

    return Response(
        await ctx.db.read(read),
        media_type="text/calendar; charset=utf-8",
        headers={
            "content-disposition": 'attachment; filename="show.ics"',
            "cache-control": "no-cache",
        },
    )
