"""Imports as staff see them, in their language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.modules.catalog.transfer import repository
from kaibo.modules.catalog.transfer.contracts import (
    Counts,
    ImportProblem,
    ImportState,
    ProductImport,
    RowProblem,
    SampleRow,
)
from kaibo.modules.catalog.transfer.models import ProductImportErrorRow, ProductImportRow
from kaibo.modules.catalog.transfer.plans import Outcome
from kaibo.platform.i18n import Language, translate


def to_import(
    row: ProductImportRow, language: Language, *, now: datetime, sample: Sequence[SampleRow] = ()
) -> ProductImport:
    """Give an import."""
    problem = None
    if row.problem_code:
        message = translate(row.problem_code, language, **row.problem_params)
        problem = ImportProblem(row.problem_code, message)
    return ProductImport(
        id=row.id,
        state=ImportState(row.state),
        name=row.name,
        actor=row.actor,
        rows=row.rows,
        rows_done=row.rows_done,
        counts=Counts(row.new, row.changed, row.unchanged, row.wrong, row.stock_changes),
        columns=list(row.letters),
        unknown_columns=row.unknown,
        sample=list(sample),
        problem=problem,
        seconds_left=_seconds_left(row, now),
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def sample_of(session: Session, row: ProductImportRow, language: Language) -> list[SampleRow]:
    """Give the first rows of an import, each with what is wrong in it."""
    numbers = [entry["row"] for entry in row.sample]
    problems = to_problems(row, repository.errors_of_rows(session, row.id, numbers), language)
    return [
        SampleRow(
            row=entry["row"],
            outcome=Outcome(entry["outcome"]),
            cells=entry["cells"],
            changed=entry["changed"],
            errors=[problem for problem in problems if problem.row == entry["row"]],
        )
        for entry in row.sample
    ]


def to_problems(
    row: ProductImportRow, errors: Iterable[ProductImportErrorRow], language: Language
) -> list[RowProblem]:
    """Give errors with the sentence that says what is wrong."""
    return [
        RowProblem(
            row=error.row,
            column=error.column_key,
            cell=_cell(row, error),
            code=f"import.{error.code}",
            message=translate(f"import.{error.code}", language, **error.params),
            value=error.value,
        )
        for error in errors
    ]


def _cell(row: ProductImportRow, error: ProductImportErrorRow) -> str:
    letter = row.letters.get(error.column_key, "")
    return f"{letter}{error.row}" if letter else ""


def _seconds_left(row: ProductImportRow, now: datetime) -> int | None:
    done = row.rows_done - row.resumed_rows
    if row.state != ImportState.RUNNING or row.resumed_at is None or done <= 0:
        return None
    each = (now - row.resumed_at).total_seconds() / done
    return round(each * (row.rows - row.rows_done))
