"""Statements for many rows, and those that the two databases spell differently."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Dialect, FromClause, Table, Text, bindparam, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kaibo.platform.db.base import Base

Processor = Callable[[Any], Any]

_NOTHING = object()


def insert_new(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; one whose key stands already is left as it is."""
    if not rows:
        return
    connection = session.connection()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def given(
    session: Session, rows: Collection[tuple[str, ...]], width: int = 1
) -> tuple[FromClause, list[ColumnElement[str]]]:
    """Give a table of these rows of ``width`` texts, and its columns, to join with.

    It is sent as one parameter: an ``IN`` of hundreds takes longer to be written than answered.
    """
    if session.get_bind().dialect.name == "sqlite":
        texts = bindparam(None, json.dumps(list(rows)), Text, unique=True)
        table = func.json_each(texts).table_valued("value")
        return table, [func.json_extract(table.c.value, f"$[{number}]") for number in range(width)]
    lists = [
        bindparam(None, [row[number] for row in rows], ARRAY(Text), unique=True)
        for number in range(width)
    ]
    names = [f"given_{number}" for number in range(width)]
    columns = func.unnest(*lists).table_valued(*names).render_derived()
    return columns, list(columns.c)


def insert_rows(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns; no column's default is applied.

    For hot paths: values are converted column by column, and only in columns that need it, where
    the usual way goes through every value of every row. About three times as fast.
    """
    if not rows:
        return
    connection = session.connection()
    names = tuple(rows[0])
    sql, processors = _plan(connection.dialect, table, names)
    columns = [
        _converted([row[name] for row in rows], process)
        for name, process in zip(names, processors, strict=True)
    ]
    connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


@lru_cache(maxsize=256)
def _plan(
    dialect: Dialect, table: type[Base], names: tuple[str, ...]
) -> tuple[str, tuple[Processor | None, ...]]:
    described = table.__table__
    if not isinstance(described, Table):
        raise TypeError(table)
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.name == "sqlite" else "%s"
    columns = ", ".join(quote(name) for name in names)
    marks = ", ".join(mark for _ in names)
    sql = f"INSERT INTO {quote(described.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - our own names
    processors = tuple(
        described.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
    )
    return sql, processors


def _converted(values: list[Any], process: Processor | None) -> list[Any]:
    if process is None:
        return values
    converted: list[Any] = []
    last: Any = _NOTHING
    result: Any = None
    for value in values:
        # Rows of one transaction share their moments; nothing dearer than `is` is worth it.
        if value is not last:
            last, result = value, process(value)
        converted.append(result)
    return converted
