"""The index in PostgreSQL: a narrow table of tsvectors with a GIN index.

A GIN index gathers all that matches before the newest can be told, which takes long for common
words; going through the newest rows takes long for rare ones. PostgreSQL's planner chooses from
what it knows of single words, and is far off for words that come together, or never do. So it is
not asked: the newest rows are gone through first, and only what is too rare to fill a page from
them is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVarTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    TableClause,
    any_,
    bindparam,
    cast,
    column,
    delete,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR, array
from sqlalchemy.orm import InstrumentedAttribute, Session

from kaibo.platform.search.tokens import Phrase

Ts = TypeVarTuple("Ts")

# Going through these takes 2 to 4 ms. A word that one row in eighty has fills a page of 51.
NEWEST_ROWS = 4000


def put(session: Session, name: str, rows: Iterable[tuple[int, list[str]]]) -> None:
    """Store the tokens of these rows, whatever was stored for them before.

    Each row once; in the order of their numbers, so that two transactions cannot wait for
    each other.
    """
    ordered = sorted(rows)
    session.execute(
        text(
            f"INSERT INTO {name} (row_no, words)"  # noqa: S608 - the name is the module's own
            " SELECT row_no, CAST(words AS tsvector)"
            " FROM unnest(CAST(:row_nos AS bigint[]), CAST(:words AS text[])) AS t(row_no, words)"
            " ON CONFLICT (row_no) DO UPDATE SET words = excluded.words"
        ),
        {
            "row_nos": [row_no for row_no, _ in ordered],
            "words": [_vector(tokens) for _, tokens in ordered],
        },
    )


def remove(session: Session, name: str, row_no: int | None) -> None:
    """Forget a row, or all of them."""
    index = _table(name)
    statement = delete(index)
    session.execute(statement if row_no is None else statement.where(index.c.row_no == row_no))


def matching(name: str, phrases: Sequence[Phrase]) -> Select[int]:
    """Select the numbers of the rows that hold all phrases, as ``row_no``."""
    index = _table(name)
    return select(index.c.row_no).where(_matches(index.c.words, phrases))


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
    row_no = index.c.row_no
    latest = (
        select(row_no, index.c.words)
        .where(*_below(row_no, before))
        .order_by(row_no.desc())
        .limit(NEWEST_ROWS)
        .subquery()
    )
    common = statement.where(_matches(latest.c.words, phrases), *_within(latest.c.row_no, among))
    found = _joined(session, common, latest.c.row_no, key, limit)
    if len(found) == limit:
        return found
    # The table's key does not serve a sum, so GIN is what is left; and all of it is gathered and
    # sorted (that is what the offset is for) before any other table is looked into.
    number = row_no + 0
    rare = (
        select(number.label("row_no"))
        .where(_matches(index.c.words, phrases), *_below(number, before), *_within(row_no, among))
        .order_by(number.desc())
        .offset(0)
        .subquery()
    )
    return _joined(session, statement, rare.c.row_no, key, limit)


def _below(number: ColumnElement[int], before: int | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [number < before]


def _within(number: ColumnElement[int], among: Select[int] | None) -> list[ColumnElement[bool]]:
    return [] if among is None else [number.in_(among)]


def _joined(
    session: Session,
    statement: Select[*Ts],
    row_no: ColumnElement[int],
    key: InstrumentedAttribute[int],
    limit: int,
) -> Sequence[Row[*Ts]]:
    # An array of one can only be joined by looking each row up, newest first, and stopping when
    # the page is full; an equality would also let the whole other table be sorted or hashed.
    by_key = statement.where(key == any_(array([row_no])))
    return session.execute(by_key.order_by(row_no.desc()).limit(limit)).all()


def _table(name: str) -> TableClause:
    return table(name, column("row_no", BigInteger), column("words", TSVECTOR))


def _matches(words: ColumnElement[str], phrases: Sequence[Phrase]) -> ColumnElement[bool]:
    query = " & ".join(
        "("
        + " <-> ".join(f"'{token}'" for token in phrase.tokens)
        + (":*" if phrase.is_open else "")
        + ")"
        for phrase in phrases
    )
    # Bound as what it is, it is read once, and not once a row.
    return words.bool_op("@@")(cast(bindparam(None, query, TSQUERY), TSQUERY))


def _vector(tokens: Sequence[str]) -> str:
    return " ".join(f"'{token}':{position}" for position, token in enumerate(tokens, 1))
