"""Statements for many rows, and those that the two databases spell differently."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVarTuple, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Dialect,
    FromClause,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    func,
    inspect,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kaibo.platform.db.base import Base

Ts = TypeVarTuple("Ts")
Processor = Callable[[Any], Any]

_NOTHING = object()


def insert_new(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; one whose key stands already is left as it is."""
    if not rows:
        return
    connection = session.connection()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def delete_some(session: Session, table: type[Base], *which: ColumnElement[bool], most: int) -> int:
    """Delete at most so many of the rows that fit; tell how many went."""
    key = inspect(table).primary_key
    chosen = select(*key).where(*which).limit(most)
    removed = session.execute(
        delete(table)
        .where(tuple_(*key).in_(chosen))
        .returning(*key)
        .execution_options(synchronize_session=False)
    ).all()
    return len(removed)


Given = Callable[..., tuple[FromClause, list[ColumnElement[str]]]]
"""``given(name, width=1)``: a table of the rows passed under ``name``, and its columns of texts."""


class Lookup(Generic[*Ts]):
    """A SELECT of columns by lists of texts, for hot paths.

    It is built once, sent without the ORM, and each list is one parameter: an ``IN`` of hundreds
    takes longer to be written than answered. ``build`` joins with the tables that it gets from
    ``given``; other parameters it names by ``bindparam``::

        def names(given):
            wanted, (id_,) = given("ids")
            return select(Row.id, Row.name).select_from(wanted).join(Row, Row.id == id_)


        Lookup(names)(session, ids=["vwr_1", "vwr_2"])
    """

    def __init__(self, build: Callable[[Given], Select[*Ts]]) -> None:
        self._build = build
        self._built: dict[str, tuple[Select[*Ts], dict[str, int]]] = {}

    def __call__(self, session: Session, /, **values: object) -> Sequence[Row[*Ts]]:
        """Give the rows; a list of ``width`` 1 has texts, a wider one tuples of them."""
        # As the ORM does before it looks: what this session is about to write counts.
        session.flush()
        connection = session.connection()
        name = connection.dialect.name
        known = self._built.get(name)
        if known is None:
            known = self._built[name] = self._prepare(name)
        statement, widths = known
        for each, width in widths.items():
            values |= _packed(name, each, width, cast("Collection[Any]", values.pop(each)))
        return connection.execute(statement, values).all()

    def _prepare(self, dialect: str) -> tuple[Select[*Ts], dict[str, int]]:
        widths: dict[str, int] = {}

        def given(name: str, width: int = 1) -> tuple[FromClause, list[ColumnElement[str]]]:
            widths[name] = width
            return _table(dialect, name, width)

        return self._build(given), widths


def _table(dialect: str, name: str, width: int) -> tuple[FromClause, list[ColumnElement[str]]]:
    if dialect == "sqlite":
        table = func.json_each(bindparam(name, type_=Text)).table_valued("value", name=name)
        if width == 1:
            return table, [table.c.value]
        return table, [func.json_extract(table.c.value, f"$[{number}]") for number in range(width)]
    lists = [bindparam(f"{name}_{number}", type_=ARRAY(Text)) for number in range(width)]
    names = [f"column_{number}" for number in range(width)]
    columns = func.unnest(*lists).table_valued(*names, name=name).render_derived()
    return columns, list(columns.c)


def _packed(dialect: str, name: str, width: int, given: Collection[Any]) -> dict[str, object]:
    rows = list(dict.fromkeys(given))
    if dialect == "sqlite":
        return {name: json.dumps(rows)}
    if width == 1:
        return {f"{name}_0": rows}
    return {f"{name}_{number}": [row[number] for row in rows] for number in range(width)}


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
