"""The index in SQLite: an FTS5 table, whose rowid is the row's number.

FTS5 walks through what matches by rowid in either direction without gathering it first, so that
a page costs the same however common its words are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    TableClause,
    Text,
    column,
    delete,
    select,
    table,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from kaibo.platform.search.tokens import Phrase

Ts = TypeVarTuple("Ts")


def put(session: Session, name: str, rows: Iterable[tuple[int, list[str]]]) -> None:
    """Store the tokens of these rows, whatever was stored for them before."""
    session.connection().execute(
        text(f"INSERT OR REPLACE INTO {name} (rowid, words) VALUES (:row_no, :words)"),  # noqa: S608 - the name is the module's own
        [{"row_no": row_no, "words": " ".join(tokens)} for row_no, tokens in rows],
    )


def remove(session: Session, name: str, row_no: int | None) -> None:
    """Forget a row, or all of them."""
    index = _table(name)
    statement = delete(index)
    session.execute(statement if row_no is None else statement.where(index.c.rowid == row_no))


def matching(name: str, phrases: Sequence[Phrase]) -> Select[int]:
    """Select the numbers of the rows that hold all phrases, as ``row_no``."""
    index = _table(name)
    return select(index.c.rowid.label("row_no")).where(_matches(index, phrases))


def newest(
    session: Session,
    statement: Select[*Ts],
    name: str,
    phrases: Sequence[Phrase],
    *,
    key: InstrumentedAttribute[int],
    among: Select[int] | None,
    before: int | None,
    limit: int,
) -> Sequence[Row[*Ts]]:
    """Run the statement for the newest rows that hold all phrases."""
    index = _table(name)
    # The sum keeps SQLite from asking the index once for each product instead.
    found = statement.where(_matches(index, phrases), key == index.c.rowid + 0)
    if before is not None:
        found = found.where(index.c.rowid < before)
    if among is not None:
        # Here too: each number would be a question of its own to the index.
        found = found.where((index.c.rowid + 0).in_(among))
    return session.execute(found.order_by(index.c.rowid.desc()).limit(limit)).all()


def _table(name: str) -> TableClause:
    return table(name, column("rowid", Integer), column("words", Text))


def _matches(index: TableClause, phrases: Sequence[Phrase]) -> ColumnElement[bool]:
    query = " AND ".join(
        f'"{" ".join(phrase.tokens)}"{"*" if phrase.is_open else ""}' for phrase in phrases
    )
    return index.c.words.bool_op("MATCH")(query)
