"""Tables of imports: how far each has come, and what was wrong with its rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class ProductImportRow(Base):
    """An upload, from its check to its end.

    Groups (products) before ``groups_done`` are carried out, with ``rows_done`` rows. The counts
    are of the check until it is started, then of the run. ``run`` grows with each start, so that a
    job of an earlier one knows that it is not wanted any more.
    """

    __tablename__ = "product_imports"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(200))
    file: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Integer)
    zone: Mapped[str] = mapped_column(String(60))
    prefer: Mapped[str] = mapped_column(String(10))
    actor: Mapped[str] = mapped_column(String(120))
    rows: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    groups: Mapped[int] = mapped_column(default=0)
    groups_done: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    stock_changes: Mapped[int] = mapped_column(default=0)
    run: Mapped[int] = mapped_column(default=0)
    letters: Mapped[dict[str, Any]]
    unknown: Mapped[list[Any]] = mapped_column(JSON, default=list)
    sample: Mapped[list[Any]] = mapped_column(JSON, default=list)
    problem_code: Mapped[str | None] = mapped_column(String(80))
    problem_params: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    # When the present run began or was taken up, and from which row on.
    resumed_at: Mapped[datetime | None]
    resumed_rows: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]


class ProductImportErrorRow(Base):
    """What is wrong with a row of an upload; ``column_key`` is empty for the row as a whole."""

    __tablename__ = "product_import_errors"
    __table_args__ = (Index("ix_product_import_errors_import_id_id", "import_id", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    import_id: Mapped[str] = mapped_column(ForeignKey("product_imports.id"))
    row: Mapped[int]
    column_key: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]
    value: Mapped[str] = mapped_column(String(120))
