"""HTTP: planning shows, for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import BaseModel, Field

from kaibo.kernel.errors import ForbiddenError
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.shows import facade, repository, service, timeline
from kaibo.modules.shows.contracts import Access, EntryKind, Show, TimelineEntry
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.moments import Moment
from kaibo.platform.http.paging import PAGE_LIMIT, Limit, Page, Place, by_id, page_of, place_of

router = APIRouter(prefix="/shows", tags=["shows"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
Editor = Annotated[Principal, Depends(StaffWith("shows:write"))]
Kinds = Annotated[list[EntryKind], Query(description="Only these; all when left out.")]
Begins = Annotated[Moment | None, Query(description="Only shows that begin then or later.")]
BeginsBefore = Annotated[Moment | None, Query(description="Only shows that begin earlier.")]
ProductIds = Annotated[list[str], Field(max_length=500)]


class ShowInput(BaseModel):
    """The show to plan."""

    title: str = Field(min_length=1, max_length=120)
    slug: str | None = Field(default=None, pattern=r"^[a-z0-9](?:[a-z0-9-]{1,57}[a-z0-9])$")
    description: str = Field(default="", max_length=500)
    host_name: str = Field(default="", max_length=80)
    starts_at: Moment | None = None
    product_ids: ProductIds = []
    access: Access = Access.PUBLIC
    cover_of: str | None = Field(
        default=None, max_length=60, description="A show whose cover this one takes over."
    )


class ShowChanges(BaseModel):
    """Fields to change; those left out stay."""

    title: str | None = Field(default=None, min_length=1, max_length=120)
    description: str | None = Field(default=None, max_length=500)
    host_name: str | None = Field(default=None, max_length=80)
    starts_at: Moment | None = None
    access: Access | None = None


class Tray(BaseModel):
    """The products of a show, in order."""

    product_ids: ProductIds


@router.get("")
async def list_shows(
    ctx: Ctx,
    _staff: Reader,
    cursor: Annotated[str | None, by_id("shw")] = None,
    limit: Limit = 50,
    since: Begins = None,
    until: BeginsBefore = None,
) -> Page[Show]:
    """List shows, newest first."""
    rows = await ctx.db.read(
        repository.page, before=cursor, limit=limit + 1, since=since, until=until
    )
    kept, following = page_of(rows, limit, key=lambda row: row.id)
    return Page(items=[service.to_show(row) for row in kept], next_cursor=following)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_show(ctx: Ctx, _staff: Editor, data: ShowInput) -> Show:
    """Plan a show."""
    return await ctx.db.run(service.create, service.NewShow(**data.model_dump()))


@router.get("/{show}")
async def get_show(ctx: Ctx, _staff: Reader, show: str) -> Show:
    """Give one show, by id or address."""
    return await ctx.db.read(facade.get_show, show)


@router.patch("/{show}")
async def change_show(ctx: Ctx, _staff: Editor, show: str, data: ShowChanges) -> Show:
    """Change a show that is not over."""
    changes = data.model_dump(exclude_unset=True)
    kept = {
        name: value for name, value in changes.items() if value is not None or name == "starts_at"
    }
    return await ctx.db.run(service.change, show, kept)


@router.put("/{show}/cover", openapi_extra=catalog.PICTURE_BODY)
async def set_cover(request: Request, ctx: Ctx, _staff: Editor, show: str) -> Show:
    """Set the cover: the body is a PNG, JPEG or WebP file of 5 MB at most."""
    await ctx.db.read(facade.get_show, show)
    name = await catalog.store_picture(ctx.blobs, request.stream())
    return await ctx.db.run(service.set_cover, show, name)


@router.delete("/{show}/cover")
async def remove_cover(ctx: Ctx, _staff: Editor, show: str) -> Show:
    """Remove the cover; pictures of the products stand for it then."""
    return await ctx.db.run(service.set_cover, show, None)


@router.put("/{show}/products")
async def set_products(ctx: Ctx, _staff: Editor, show: str, data: Tray) -> Show:
    """Set which products the show sells, and in which order."""
    return await ctx.db.run(service.set_products, show, data.product_ids)


@router.get("/{show}/timeline")
async def get_timeline(
    ctx: Ctx,
    staff: Reader,
    show: str,
    kind: Kinds = [],  # noqa: B006 -- never changed
    cursor: Place = None,
    limit: Limit = PAGE_LIMIT,
) -> Page[TimelineEntry]:
    """Give what happened in the show, oldest first.

    Signals, which tell somebody's words and network, are for who has `rooms:review`; others are
    given all else.
    """
    if not staff.may("rooms:review"):
        if EntryKind.SIGNAL in kind:
            raise ForbiddenError(scope="rooms:review")
        kind = kind or [one for one in EntryKind if one is not EntryKind.SIGNAL]
    found = await ctx.db.read(facade.get_show, show)
    after = place_of(cursor)
    rows = await ctx.db.read(timeline.read, found.id, kind, after=after, limit=limit + 1)
    kept, following = page_of(rows, limit, key=lambda row: f"{row.at_ms}.{row.id}")
    return Page(items=[timeline.to_entry(row) for row in kept], next_cursor=following)
