"""HTTP: products, their pictures and their stock, for staff."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import BaseModel, Field

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.catalog import pictures, repository, service
from kaibo.modules.catalog.contracts import Product
from kaibo.modules.catalog.errors import BadPictureError
from kaibo.modules.identity import facade as identity
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.paging import Cursor, Limit, Page, page_of

router = APIRouter(prefix="/products", tags=["products"])

Reader = Annotated[Principal, Depends(StaffWith("products:read"))]
Editor = Annotated[Principal, Depends(StaffWith("products:write"))]

# Far above any price on sale, and far below what a 64-bit sum of many could overflow.
PRICE_LIMIT = 10**12
STOCK_LIMIT = 10**9


class ProductInput(BaseModel):
    """The product to create; prices in minor units of the store's currency."""

    title: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=5000)
    price: int = Field(ge=0, le=PRICE_LIMIT)
    compare_at: int | None = Field(default=None, ge=1, le=PRICE_LIMIT)
    compare_basis: str = Field(default="", max_length=120)
    stock: int = Field(default=0, ge=0, le=STOCK_LIMIT)


class ProductChanges(BaseModel):
    """Fields to change; those left out stay."""

    title: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=5000)
    price: int | None = Field(default=None, ge=0, le=PRICE_LIMIT)
    compare_at: int | None = Field(default=None, ge=1, le=PRICE_LIMIT)
    compare_basis: str | None = Field(default=None, max_length=120)


class StockAdjustment(BaseModel):
    """Units to add (or, negative, to remove) and why."""

    delta: int = Field(ge=-STOCK_LIMIT, le=STOCK_LIMIT)
    reason: str = Field(min_length=1, max_length=200)


@router.get("")
async def list_products(
    ctx: Ctx,
    _staff: Reader,
    q: Annotated[str | None, Query(max_length=100)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[Product]:
    """List products, newest first."""
    rows = await ctx.db.read(repository.page, text=q, before=cursor, limit=limit + 1)
    kept, following = page_of(rows, limit, key=lambda row: row[0].id)
    return Page(items=[service.to_product(*row) for row in kept], next_cursor=following)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_product(ctx: Ctx, _staff: Editor, data: ProductInput) -> Product:
    """Create a product."""
    store = await ctx.db.read(identity.get_store)
    new = service.NewProduct(**data.model_dump(), currency=store.currency)
    return await ctx.db.run(service.create, new)


@router.get("/{product_id}")
async def get_product(ctx: Ctx, _staff: Reader, product_id: str) -> Product:
    """Give one product."""
    row = await ctx.db.read(repository.product, product_id)
    if row is None:
        raise NotFoundError(product_id=product_id)
    return service.to_product(*row)


@router.patch("/{product_id}")
async def change_product(
    ctx: Ctx, _staff: Editor, product_id: str, data: ProductChanges
) -> Product:
    """Change a product; the live room shows the change at once."""
    changes = data.model_dump(exclude_unset=True)
    kept = {
        name: value for name, value in changes.items() if value is not None or name == "compare_at"
    }
    return await ctx.db.run(service.change, product_id, kept)


@router.put(
    "/{product_id}/picture",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/png", "image/jpeg", "image/webp")
            },
        }
    },
)
async def set_picture(request: Request, ctx: Ctx, _staff: Editor, product_id: str) -> Product:
    """Set the picture: the body is a PNG, JPEG or WebP file of 5 MB at most."""
    upload = bytearray()
    async for chunk in request.stream():
        upload += chunk
        if len(upload) > pictures.LIMIT_BYTES:
            raise BadPictureError(limit_mb=pictures.LIMIT_BYTES >> 20)
    await get_product(ctx, _staff, product_id)
    picture = await asyncio.to_thread(pictures.normalise, bytes(upload))
    name = f"{new_id('pic')}.webp"
    await asyncio.to_thread(ctx.blobs.put, name, picture)
    return await ctx.db.run(service.set_picture, product_id, name)


@router.post("/{product_id}/stock-adjustments", status_code=status.HTTP_201_CREATED)
async def adjust_stock(ctx: Ctx, _staff: Editor, product_id: str, data: StockAdjustment) -> Product:
    """Add or remove units by hand."""
    return await ctx.db.run(service.adjust_stock, product_id, data.delta, data.reason)
