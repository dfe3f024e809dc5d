"""HTTP: products and their pictures, for staff."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import BaseModel, Field, StringConstraints, model_validator
from sqlalchemy.orm import Session

from kaibo.modules.catalog import pictures
from kaibo.modules.catalog.contracts import Category, CompareKind, Product, ReturnClass
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.repository.shown import shown
from kaibo.modules.catalog.service import pictures as picture_service
from kaibo.modules.catalog.service import products as service
from kaibo.modules.catalog.service import views
from kaibo.modules.catalog.service.variants import VariantDraft
from kaibo.modules.identity import facade as identity
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.moments import Moment
from kaibo.platform.http.paging import Limit, Page, by_id, page_of

router = APIRouter(prefix="/products", tags=["products"])

Reader = Annotated[Principal, Depends(StaffWith("products:read"))]
Exporter = Annotated[Principal, Depends(StaffWith("products:read", takes_out=True))]
Editor = Annotated[Principal, Depends(StaffWith("products:write"))]

# Far above any price on sale, and far below what a 64-bit sum of many could overflow.
PRICE_LIMIT = 10**12
STOCK_LIMIT = 10**9

Price = Annotated[int, Field(ge=0, le=PRICE_LIMIT, strict=True)]
Units = Annotated[int, Field(ge=0, le=STOCK_LIMIT, strict=True)]


def _words(least: int, most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


class SpecificationInput(BaseModel):
    """A line of the data sheet."""

    name: Annotated[str, _words(1, 60)]
    value: Annotated[str, _words(1, 300)]


class CertificateInput(BaseModel):
    """A certificate that the product bears."""

    name: Annotated[str, _words(1, 120)]
    number: Annotated[str, _words(0, 80)] = ""
    issuer: Annotated[str, _words(0, 120)] = ""
    valid_until: date | None = None


class ComponentInput(BaseModel):
    """What one piece of a bundle draws."""

    variant_id: str = Field(max_length=40)
    units: int = Field(ge=1, le=999)


class VariantInput(BaseModel):
    """A variant; ``id`` names one that exists, whose stock then stays as it is.

    ``stock`` is the first stock of a new one. ``components`` makes a bundle.
    """

    id: str | None = Field(default=None, max_length=40)
    values: list[Annotated[str, _words(1, 60)]] = Field(default=[], max_length=2)
    sku: Annotated[str, _words(0, 64)] | None = None
    price: Price
    compare_at: Annotated[int, Field(ge=1, le=PRICE_LIMIT)] | None = None
    stock: Units = 0
    low_at: Units = 0
    picture_id: str | None = Field(default=None, max_length=40)
    components: list[ComponentInput] = Field(default=[], max_length=20)

    def draft(self) -> VariantDraft:
        """Give the variant as the catalog takes it."""
        return VariantDraft(
            id=self.id,
            values=tuple(self.values),
            sku=self.sku or None,
            price=self.price,
            compare_at=self.compare_at,
            stock=self.stock,
            low_at=self.low_at,
            picture_id=self.picture_id,
            components=tuple((part.variant_id, part.units) for part in self.components),
        )


Options = Annotated[list[Annotated[str, _words(1, 40)]], Field(max_length=2)]
Variants = Annotated[list[VariantInput], Field(min_length=1, max_length=100)]
Tags = Annotated[list[Annotated[str, _words(1, 40)]], Field(max_length=30)]


class ProductInput(BaseModel):
    """The product to create; prices in minor units of the store's currency.

    Either ``variants`` (with one value for each of ``options``), or ``price`` and ``stock`` of
    the only one.
    """

    title: Annotated[str, _words(1, 200)]
    description: str = Field(default="", max_length=5000)
    price: Price | None = None
    compare_at: Annotated[int, Field(ge=1, le=PRICE_LIMIT)] | None = None
    stock: Units = 0
    options: Options = []
    variants: Variants | None = None
    compare_kind: CompareKind = CompareKind.STATED
    compare_basis: str = Field(default="", max_length=120)
    specifications: list[SpecificationInput] = Field(default=[], max_length=60)
    certificates: list[CertificateInput] = Field(default=[], max_length=20)
    return_class: ReturnClass = ReturnClass.SEVEN_DAYS
    category: Annotated[str, _words(0, 200)] = ""
    tags: Tags = []
    limit_per_buyer: int | None = Field(default=None, ge=1, le=9999)
    sale_from: Moment | None = None
    sale_until: Moment | None = None

    @model_validator(mode="after")
    def _has_a_price(self) -> ProductInput:
        if self.price is None and self.variants is None:
            msg = "either price or variants"
            raise ValueError(msg)
        return self


class ProductChanges(BaseModel):
    """Fields to change; those left out stay. ``variants`` is the whole new list."""

    title: Annotated[str, _words(1, 200)] | None = None
    description: str | None = Field(default=None, max_length=5000)
    price: Price | None = None
    compare_at: Annotated[int, Field(ge=1, le=PRICE_LIMIT)] | None = None
    options: Options | None = None
    variants: Variants | None = None
    compare_kind: CompareKind | None = None
    compare_basis: str | None = Field(default=None, max_length=120)
    specifications: list[SpecificationInput] | None = Field(default=None, max_length=60)
    certificates: list[CertificateInput] | None = Field(default=None, max_length=20)
    return_class: ReturnClass | None = None
    category: Annotated[str, _words(0, 200)] | None = None
    tags: Tags | None = None
    limit_per_buyer: int | None = Field(default=None, ge=1, le=9999)
    sale_from: Moment | None = None
    sale_until: Moment | None = None


# Fields that null empties; for the others it means that they were left out.
_EMPTIED_BY_NULL = frozenset({"compare_at", "limit_per_buyer", "sale_from", "sale_until"})


class PictureOrder(BaseModel):
    """The pictures to show, in this order; those left out are removed."""

    picture_ids: list[str] = Field(max_length=50)


class ArchiveInput(BaseModel):
    """Whether the product is off the shelves."""

    archived: bool


@router.get("")
async def list_products(
    ctx: Ctx,
    _staff: Reader,
    q: Annotated[str | None, Query(max_length=100)] = None,
    category: Annotated[str | None, Query(max_length=40)] = None,
    tag: Annotated[str | None, Query(max_length=40)] = None,
    archived: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    low: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    cursor: Annotated[str | None, by_id("prd")] = None,
    limit: Limit = 50,
) -> Page[Product]:
    """List products, newest first; ``low`` gives those that are low or sold out.

    ``q`` asks for words in title, values, SKUs, category and tags: all of them, the last one
    perhaps unfinished, and Chinese from one character on, in simplified and traditional
    characters alike.
    """
    chosen = repository.ProductFilter(q, category, tag, archived, low)

    def query(session: Session) -> Page[Product]:
        found = repository.page(session, chosen, before=cursor, limit=limit + 1)
        kept, following = page_of(found, limit, key=lambda product_id: product_id)
        items = [views.to_product(row) for row in shown(session, kept).values()]
        return Page(items=items, next_cursor=following)

    return await ctx.db.read(query)


@router.get("/categories")
async def list_categories(ctx: Ctx, _staff: Reader) -> list[Category]:
    """List all categories by path."""

    def query(session: Session) -> list[Category]:
        return [Category(row.id, row.path) for row in repository.categories(session)]

    return await ctx.db.read(query)


@router.get("/tags")
async def list_tags(ctx: Ctx, _staff: Reader) -> list[str]:
    """List every tag in use."""
    return list(await ctx.db.read(repository.tags))


@router.get("/by-variant")
async def list_products_of_variants(
    ctx: Ctx,
    _staff: Reader,
    variant_ids: Annotated[list[str], Query(alias="id", min_length=1, max_length=100)],
) -> list[Product]:
    """Give the products that these variants are of, those off the shelves too."""

    def query(session: Session) -> list[Product]:
        ids = {row.product_id for row in repository.variants(session, set(variant_ids))}
        return [views.to_product(row) for row in shown(session, sorted(ids)).values()]

    return await ctx.db.read(query)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_product(ctx: Ctx, staff: Editor, data: ProductInput) -> Product:
    """Create a product."""
    store = await ctx.db.read(identity.get_store)
    told = data.model_dump(mode="python", exclude={"variants", "price", "options", "tags"})
    new = service.NewProduct(
        **_plain(told),
        price=data.price or 0,
        options=tuple(data.options),
        tags=tuple(data.tags),
        variants=tuple(variant.draft() for variant in data.variants or ()),
        currency=store.currency,
    )
    return await ctx.db.run(service.create, new, staff.name)


@router.get("/{product_id}")
async def get_product(ctx: Ctx, _staff: Reader, product_id: str) -> Product:
    """Give one product."""
    return await ctx.db.read(_product, product_id)


@router.patch("/{product_id}")
async def change_product(ctx: Ctx, staff: Editor, product_id: str, data: ProductChanges) -> Product:
    """Change a product; the live room shows the change at once."""
    changes = {
        name: value
        for name, value in data.model_dump(exclude_unset=True).items()
        if value is not None or name in _EMPTIED_BY_NULL
    }
    if "variants" in changes:
        changes["variants"] = [variant.draft() for variant in data.variants or ()]
    return await ctx.db.run(service.change, product_id, _plain(changes), staff.name)


@router.put("/{product_id}/archived")
async def archive_product(ctx: Ctx, _staff: Editor, product_id: str, data: ArchiveInput) -> Product:
    """Take a product off the shelves, or put it back."""
    return await ctx.db.run(service.archive, product_id, is_archived=data.archived)


@router.put("/{product_id}/picture", openapi_extra=pictures.UPLOAD_BODY)
async def set_picture(request: Request, ctx: Ctx, _staff: Editor, product_id: str) -> Product:
    """Set the first picture: the body is a PNG, JPEG or WebP file of 5 MB at most."""
    await ctx.db.read(_product, product_id)
    name = await pictures.store(ctx.blobs, request.stream())
    return await ctx.db.run(picture_service.set_first_picture, product_id, name)


@router.post(
    "/{product_id}/pictures/picture",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=pictures.UPLOAD_BODY,
)
async def add_picture(request: Request, ctx: Ctx, _staff: Editor, product_id: str) -> Product:
    """Add a picture after those that are there; the body as for the first one."""
    await ctx.db.read(_product, product_id)
    name = await pictures.store(ctx.blobs, request.stream())
    return await ctx.db.run(picture_service.add_picture, product_id, name)


@router.put("/{product_id}/pictures")
async def order_pictures(ctx: Ctx, _staff: Editor, product_id: str, data: PictureOrder) -> Product:
    """Set which pictures are shown, and in which order."""
    return await ctx.db.run(picture_service.order_pictures, product_id, data.picture_ids)


def _product(session: Session, product_id: str) -> Product:
    return views.to_product(service.find_shown(session, product_id))


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """Give the fields as columns take them: dates inside JSON as texts."""
    for certificate in told.get("certificates") or ():
        until = certificate["valid_until"]
        certificate["valid_until"] = until.isoformat() if until else None
    return told
