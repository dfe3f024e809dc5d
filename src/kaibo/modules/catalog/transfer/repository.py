"""SQL of imports and their errors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.transfer.models import ProductImportErrorRow, ProductImportRow
from kaibo.modules.catalog.transfer.reading import RowError
from kaibo.platform.db import UnitOfWork

_SHOWN = 120
"""Characters of a cell that are kept beside its error."""


def find(session: Session, import_id: str) -> ProductImportRow | None:
    """Find an import."""
    return session.get(ProductImportRow, import_id)


def hold(uow: UnitOfWork, import_id: str) -> ProductImportRow | None:
    """Find an import and hold it until the transaction ends."""
    return uow.session.get(ProductImportRow, import_id, with_for_update=True)


def page(session: Session, *, before: str | None, limit: int) -> Sequence[ProductImportRow]:
    """Give imports, newest first."""
    query = select(ProductImportRow).order_by(ProductImportRow.id.desc()).limit(limit)
    if before:
        query = query.where(ProductImportRow.id < before)
    return session.scalars(query).all()


def errors(
    session: Session, import_id: str, *, after: int = 0, limit: int | None = None
) -> Sequence[ProductImportErrorRow]:
    """Give errors in the order in which they were found."""
    query = (
        select(ProductImportErrorRow)
        .where(ProductImportErrorRow.import_id == import_id, ProductImportErrorRow.id > after)
        .order_by(ProductImportErrorRow.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def errors_of_rows(
    session: Session, import_id: str, rows: Collection[int]
) -> Sequence[ProductImportErrorRow]:
    """Give the errors of some rows."""
    query = (
        select(ProductImportErrorRow)
        .where(ProductImportErrorRow.import_id == import_id, ProductImportErrorRow.row.in_(rows))
        .order_by(ProductImportErrorRow.id)
    )
    return session.scalars(query).all()


def add_errors(uow: UnitOfWork, import_id: str, found: Collection[RowError]) -> None:
    """Write errors down."""
    if not found:
        return
    uow.session.connection().execute(
        insert(ProductImportErrorRow),
        [
            {
                "import_id": import_id,
                "row": error.row,
                "column_key": error.column,
                "code": error.code,
                "params": error.params,
                "value": error.value[:_SHOWN],
            }
            for error in found
        ],
    )


def forget_errors(uow: UnitOfWork, import_ids: Collection[str]) -> None:
    """Remove all errors of these imports."""
    uow.session.execute(
        delete(ProductImportErrorRow)
        .where(ProductImportErrorRow.import_id.in_(import_ids))
        .execution_options(synchronize_session=False)
    )


def left_before(
    session: Session, moment: datetime, *, but: Collection[str]
) -> Sequence[ProductImportRow]:
    """Give imports that were uploaded before ``moment``, except in these states."""
    query = select(ProductImportRow).where(
        ProductImportRow.created_at < moment, ProductImportRow.state.not_in(but)
    )
    return session.scalars(query).all()


def forget(uow: UnitOfWork, import_ids: Collection[str]) -> None:
    """Remove these imports with their errors."""
    forget_errors(uow, import_ids)
    uow.session.execute(
        delete(ProductImportRow)
        .where(ProductImportRow.id.in_(import_ids))
        .execution_options(synchronize_session=False)
    )
