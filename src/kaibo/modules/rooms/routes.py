"""HTTP: the public face of a show, the door to its room, and pins."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response, status
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from kaibo.modules.audience import facade as audience
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import ProductPage
from kaibo.modules.identity import facade as identity
from kaibo.modules.media import facade as media
from kaibo.modules.promotions import facade as promotions
from kaibo.modules.rooms import explaining, frames, reviewing, service
from kaibo.modules.rooms.attendance import AttendanceKeeper
from kaibo.modules.rooms.contracts import (
    Attendance,
    Explanation,
    Noticed,
    Pin,
    PublicShow,
    RoomTicket,
    ShowCard,
)
from kaibo.modules.rooms.devices import device_of
from kaibo.modules.rooms.figures import attendance
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.signals import SignalKind
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import MaybeStaff, MaybeViewer, StaffWith
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.http.origin import origin_of
from kaibo.platform.http.paging import PAGE_LIMIT, Limit, Page, Place, page_of, place_of
from kaibo.platform.http.problems import language_of
from kaibo.platform.realtime import TicketSigner

router = APIRouter(tags=["rooms"])

TICKET_LIFE = timedelta(seconds=90)

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
Reviewer = Annotated[Principal, Depends(StaffWith("rooms:review"))]
Director = Annotated[Principal, Depends(StaffWith("rooms:run"))]
Kind = Annotated[SignalKind | None, Query(description="Only this kind; all when left out.")]


class TicketRequest(BaseModel):
    """As whom to enter; without a wish a viewer enters as one, staff as staff."""

    role: Literal["viewer", "staff"] | None = None


class PinInput(BaseModel):
    """The product to hold up, or to explain."""

    product_id: str = Field(max_length=40)


@router.get("/shows/public")
async def list_public_shows(ctx: Ctx) -> Page[ShowCard]:
    """List the shows on air and to come."""
    return Page(items=await ctx.db.read(service.show_cards))


@router.get("/shows/{show}/public")
async def get_public_show(
    request: Request, ctx: Ctx, show: str, visitor: shows.AtTheDoor, viewer: MaybeViewer
) -> PublicShow:
    """Give everything a viewer's page needs to begin."""
    at = origin_of(request)
    return await ctx.db.read(_public_show, show, visitor, viewer.id if viewer else None, ctx, at)


@router.get("/shows/{show}/products/{product_id}")
async def get_product_page(
    ctx: Ctx, show: str, product_id: str, visitor: shows.AtTheDoor
) -> ProductPage:
    """Give all that a buyer may read of a product that the show sells."""
    return await ctx.db.read(_public_page, show, visitor, product_id)


@router.post("/rooms/{show}/tickets", status_code=status.HTTP_201_CREATED)
async def make_ticket(
    request: Request,
    response: Response,
    ctx: Ctx,
    show: str,
    viewer: MaybeViewer,
    staff: MaybeStaff,
    visitor: shows.AtTheDoor,
    data: TicketRequest | None = None,
) -> RoomTicket:
    """Give a ticket that opens the room's socket within ninety seconds."""
    wish = data.role if data else None
    caller = staff if wish == "staff" or (wish is None and viewer is None) else viewer
    if caller is None:
        raise UnauthenticatedError
    if caller.is_staff and not caller.may("rooms:talk"):
        raise ForbiddenError(scope="rooms:talk")
    found = await ctx.db.read(shows.visible, show, visitor)
    name = caller.name
    if not caller.is_staff:
        name = (await ctx.db.read(audience.get_viewer, caller.id)).display_name
    expires_at = ctx.clock.now() + TICKET_LIFE
    ticket = ctx.port(TicketSigner).issue(
        room=found.id,
        subject=caller.id,
        name=name,
        role=caller.kind,
        language=language_of(request),
        expires_at=epoch_ms(expires_at),
        device=device_of(request, response),
    )
    response.headers["cache-control"] = "no-store"
    return RoomTicket(ticket, f"/ws/rooms/{found.slug}?ticket={ticket}", expires_at)


@router.get("/rooms/{show}/snapshot", response_class=Response)
async def get_snapshot(ctx: Ctx, show: str, visitor: shows.AtTheDoor) -> Response:
    """Give what a newcomer's socket would be greeted with (see docs/protocol.md)."""
    found = await ctx.db.read(shows.visible, show, visitor)
    snapshot = await ctx.port(RoomHub).snapshot(found.id)
    if snapshot is None:
        raise NotFoundError(show=show)
    return Response(frames.encode(snapshot), media_type="application/json")


@router.post("/rooms/{show}/pins", status_code=status.HTTP_201_CREATED)
async def pin(ctx: Ctx, _staff: Director, show: str, data: PinInput) -> Pin:
    """Hold a product up."""
    return await ctx.db.run(service.pin, show, data.product_id)


@router.delete("/rooms/{show}/pins/{product_id}", status_code=status.HTTP_204_NO_CONTENT)
async def unpin(ctx: Ctx, _staff: Director, show: str, product_id: str) -> None:
    """Put a product back."""
    await ctx.db.run(service.unpin, show, product_id)


@router.put("/rooms/{show}/explaining")
async def explain(ctx: Ctx, _staff: Director, show: str, data: PinInput) -> Explanation:
    """Say that the host explains this product now; ends the explanation of another."""
    return await ctx.db.run(explaining.explain, show, data.product_id)


@router.delete("/rooms/{show}/explaining", status_code=status.HTTP_204_NO_CONTENT)
async def stop_explaining(ctx: Ctx, _staff: Director, show: str) -> None:
    """Say that the host explains no product now."""
    await ctx.db.run(explaining.stop, show)


@router.get("/shows/{show}/signals")
async def list_signals(
    ctx: Ctx,
    _staff: Reviewer,
    show: str,
    kind: Kind = None,
    cursor: Place = None,
    limit: Limit = PAGE_LIMIT,
) -> Page[Noticed]:
    """List what looked as if no person did it, newest first."""
    found = await ctx.db.read(shows.get_show, show)
    before = place_of(cursor)
    lines = await ctx.db.read(reviewing.noticed, found.id, kind, before=before, limit=limit + 1)
    kept, following = page_of(lines, limit, key=lambda line: line.id)
    return Page(items=list(kept), next_cursor=following)


@router.get("/shows/{show}/attendance")
async def get_attendance(ctx: Ctx, _staff: Reader, show: str) -> Attendance:
    """Give who came to the show and for how long, up to now."""
    found = await ctx.db.read(shows.get_show, show)
    figures = await ctx.port(AttendanceKeeper).figures(found.id)
    return attendance(figures, settled=found.state is ShowState.CLOSED)


def _public_show(
    session: Session,
    reference: str,
    visitor: shows.Visitor,
    viewer_id: str | None,
    context: Context,
    origin: str,
) -> PublicShow:
    show = shows.visible(session, reference, visitor)
    return PublicShow(
        id=show.id,
        slug=show.slug,
        title=show.title,
        description=show.description,
        cover_url=show.cover_url,
        host_name=show.host_name,
        state=show.state,
        starts_at=show.starts_at,
        share_url=f"{context.settings.public_url or origin}{show.viewer_path}",
        booking=shows.booking_of(session, show.id, viewer_id),
        store=identity.get_store(session),
        playback=media.playback(session, show, media.addresses(context, origin)),
        products=service.tray(session, show),
        pins=service.present_pins(session, show),
        explaining=explaining.present(session, show),
        deals=promotions.present_deals(session, show.id, context.clock.now()),
    )


def _public_page(
    session: Session, reference: str, visitor: shows.Visitor, product_id: str
) -> ProductPage:
    show = shows.visible(session, reference, visitor)
    if product_id not in show.product_ids:
        raise NotFoundError(product_id=product_id)
    return catalog.page(session, product_id, show_id=show.id)
