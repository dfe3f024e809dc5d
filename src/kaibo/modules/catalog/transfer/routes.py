"""HTTP: products imported from sheets and exported as sheets, for staff."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, status
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from kaibo.kernel.ids import new_id
from kaibo.modules.catalog.repository.products import ProductFilter
from kaibo.modules.catalog.routes import Editor, Exporter, Reader
from kaibo.modules.catalog.transfer import exporting, repository, service, views
from kaibo.modules.catalog.transfer.columns import heading
from kaibo.modules.catalog.transfer.contracts import ProductImport, RowProblem
from kaibo.modules.catalog.transfer.errors import ImportTooLargeError
from kaibo.modules.catalog.transfer.exporting import SheetFormat
from kaibo.modules.catalog.transfer.models import ProductImportRow
from kaibo.modules.catalog.transfer.reading import LIMITS
from kaibo.modules.identity import facade as identity
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.bodies import whole
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.http.paging import PAGE_LIMIT, Limit, Number, Page, by_id, page_of
from kaibo.platform.http.problems import language_of
from kaibo.platform.i18n import Language, translate
from kaibo.platform.sheets import Cell, Layout

# Declared before the routes of one product, or `imports` would be taken for a product's id.
router = APIRouter(prefix="/products", tags=["products"])

Format = Annotated[SheetFormat, Query(alias="format")]
Zone = Annotated[
    str, Query(max_length=60, description="Of moments without an offset: `Asia/Taipei`, `+08:00`")
]
_SHEET: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            kind.media_type: {"schema": {"type": "string", "format": "binary"}}
            for kind in SheetFormat
        },
    }
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Chosen:
    """Which products to export: the filters of the list."""

    def __init__(
        self,
        q: Annotated[str | None, Query(max_length=100)] = None,
        category: Annotated[str | None, Query(max_length=40)] = None,
        tag: Annotated[str | None, Query(max_length=40)] = None,
        archived: bool = False,  # noqa: FBT001, FBT002 - a query parameter
        low: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    ) -> None:
        self.filter = ProductFilter(q, category, tag, archived, low)


@router.get("/export", response_class=StreamingResponse, responses=_SHEET)
async def export_products(
    request: Request,
    ctx: Ctx,
    _staff: Exporter,
    chosen: Annotated[Chosen, Depends()],
    kind: Format = SheetFormat.XLSX,
    zone: Zone = "UTC",
) -> StreamingResponse:
    """Give the products of the list as a sheet, one row a variant; an import takes it back."""
    language = language_of(request)
    rows = exporting.product_rows(
        ctx.db.read_blocking, chosen.filter, service.zone_of(zone), language
    )
    pieces = exporting.written(kind, rows, exporting.layout(language))
    day = ctx.clock.now().astimezone(service.zone_of(zone)).strftime("%Y%m%d")
    return _file(pieces, f"products-{day}", kind)


@router.get("/imports/template", response_class=StreamingResponse, responses=_SHEET)
async def get_template(
    request: Request, ctx: Ctx, _staff: Reader, kind: Format = SheetFormat.XLSX
) -> StreamingResponse:
    """Give an empty sheet with the headings and an example."""
    language = language_of(request)
    store = await ctx.db.read(identity.get_store)
    rows = exporting.template_rows(language, store.currency)
    pieces = exporting.written(kind, rows, exporting.layout(language))
    return _file(pieces, "products-template", kind)


@router.post("/imports", status_code=status.HTTP_201_CREATED, openapi_extra=_BODY)
async def upload_import(
    request: Request,
    ctx: Ctx,
    staff: Editor,
    name: Annotated[str, Query(max_length=200)] = "",
    zone: Zone = "UTC",
) -> ProductImport:
    """Upload a CSV or XLSX of 20 MB at most; it is checked, and nothing is changed yet."""
    service.zone_of(zone)
    language = language_of(request)
    content = await _body(request)
    # Not served to anybody: the ending is one that the pages refuse.
    file = f"{new_id('tbl')}.table"
    await asyncio.to_thread(ctx.blobs.put, file, content)
    prefer = "cp950" if language == "zh-TW" else "gb18030"
    stored = service.Upload(name, file, len(content), zone, prefer)

    def use_case(uow: UnitOfWork) -> tuple[ProductImport, list[str]]:
        old = service.forget_old(uow)
        row = service.upload(uow, stored, staff.name)
        return views.to_import(row, language, now=uow.now), old

    made, old = await ctx.db.run(use_case)
    for left in old:
        await asyncio.to_thread(ctx.blobs.delete, left)
    return made


@router.get("/imports")
async def list_imports(
    request: Request,
    ctx: Ctx,
    _staff: Reader,
    cursor: Annotated[str | None, by_id("imp")] = None,
    limit: Limit = 20,
) -> Page[ProductImport]:
    """List imports, newest first, without their rows."""
    language, now = language_of(request), ctx.clock.now()

    def query(session: Session) -> Page[ProductImport]:
        rows = repository.page(session, before=cursor, limit=limit + 1)
        kept, following = page_of(rows, limit, key=lambda row: row.id)
        items = [views.to_import(row, language, now=now) for row in kept]
        return Page(items=items, next_cursor=following)

    return await ctx.db.read(query)


@router.get("/imports/{import_id}")
async def get_import(request: Request, ctx: Ctx, _staff: Reader, import_id: str) -> ProductImport:
    """Give an import with its first rows."""
    language = language_of(request)

    def query(session: Session) -> ProductImport:
        return _whole(session, service.get(session, import_id), language, ctx)

    return await ctx.db.read(query)


@router.get("/imports/{import_id}/errors")
async def list_import_errors(
    request: Request,
    ctx: Ctx,
    _staff: Reader,
    import_id: str,
    cursor: Number = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_LIMIT)] = 50,
) -> Page[RowProblem]:
    """List what is wrong with an import's rows."""
    language = language_of(request)

    def query(session: Session) -> Page[RowProblem]:
        row = service.get(session, import_id)
        errors = repository.errors(session, import_id, after=cursor, limit=limit + 1)
        kept, following = page_of(errors, limit, key=lambda error: str(error.id))
        return Page(items=views.to_problems(row, kept, language), next_cursor=following)

    return await ctx.db.read(query)


@router.get("/imports/{import_id}/errors/sheet", response_class=StreamingResponse, responses=_SHEET)
async def export_import_errors(
    request: Request,
    ctx: Ctx,
    _staff: Reader,
    import_id: str,
    kind: Format = SheetFormat.XLSX,
) -> StreamingResponse:
    """Give what is wrong with an import's rows as a sheet."""
    language = language_of(request)

    def query(session: Session) -> list[Sequence[Cell]]:
        row = service.get(session, import_id)
        problems = views.to_problems(row, repository.errors(session, import_id), language)
        names = [translate(f"import.head_{part}", language) for part in _ERROR_COLUMNS]
        lines: list[Sequence[Cell]] = [
            (
                problem.row,
                heading(problem.column, language) if problem.column else "",
                problem.value,
                problem.message,
                problem.code,
            )
            for problem in problems
        ]
        return [names, *lines]

    rows = await ctx.db.read(query)
    layout = Layout(translate("import.errors_sheet", language), (8, 18, 30, 60, 28))
    return _file(exporting.written(kind, rows, layout), "import-errors", kind)


_ERROR_COLUMNS = ("row", "column", "value", "message", "code")


@router.post("/imports/{import_id}/start")
async def start_import(request: Request, ctx: Ctx, staff: Editor, import_id: str) -> ProductImport:
    """Start an import that was checked, or take one up that was stopped."""
    return await _change(request, ctx, service.start, import_id, staff.name)


@router.post("/imports/{import_id}/stop")
async def stop_import(request: Request, ctx: Ctx, _staff: Editor, import_id: str) -> ProductImport:
    """Stop an import; what was done stays, and it can be taken up again."""
    return await _change(request, ctx, service.stop, import_id)


async def _change(
    request: Request, ctx: Context, change: Callable[..., ProductImportRow], *args: str
) -> ProductImport:
    language = language_of(request)

    def use_case(uow: UnitOfWork) -> ProductImport:
        row = change(uow, *args)
        uow.session.flush()
        return _whole(uow.session, row, language, ctx)

    return await ctx.db.run(use_case)


def _whole(
    session: Session, row: ProductImportRow, language: Language, ctx: Context
) -> ProductImport:
    sample = views.sample_of(session, row, language)
    return views.to_import(row, language, now=ctx.clock.now(), sample=sample)


async def _body(request: Request) -> bytes:
    too_large = ImportTooLargeError(limit_mb=LIMITS.size >> 20)
    return await whole(request.stream(), LIMITS.size, too_large)


def _file(pieces: Iterator[bytes], name: str, kind: SheetFormat) -> StreamingResponse:
    headers = {
        "content-disposition": f'attachment; filename="{name}.{kind.value}"',
        "cache-control": "no-store",
    }
    return StreamingResponse(pieces, media_type=kind.media_type, headers=headers)
