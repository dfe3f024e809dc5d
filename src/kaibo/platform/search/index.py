"""A search index, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVarTuple

from sqlalchemy import MetaData, Row, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kaibo.platform.db import Base
from kaibo.platform.search import fts5, scripts, tokens, tsvector
from kaibo.platform.search.schema import declare
from kaibo.platform.search.tokens import Phrase, marks_of, phrases_of, tokens_of

Ts = TypeVarTuple("Ts")

# Rows that are stored by one statement.
CHUNK = 1000

# The row by which an index says how its tokens were cut; rows of modules begin at 1.
_ITSELF = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row is found by: the words of ``text``, narrowed by ``marks``.

    ``row_no`` is 1 or more.
    """

    row_no: int
    text: str
    marks: tuple[str, ...] = ()


class SearchIndex:
    """The words of a module's rows, under their numbers.

    A larger number is a newer row. The caller's transaction decides when something is stored.
    Marks are for conditions that few rows meet, such as a category: the index answers words and
    marks together, where joined conditions would be tried on every row that has the words.
    """

    def __init__(self, name: str, metadata: MetaData = Base.metadata) -> None:
        self.name = name
        declare(metadata, name)

    def put(self, session: Session, entry: Entry) -> None:
        """Have the row found by this entry, and by nothing that it was found by before."""
        self.put_many(session, [entry])

    def put_many(self, session: Session, entries: Iterable[Entry]) -> None:
        """Do what ``put`` does, for any number of rows; of a row that comes twice, the last."""
        rest = iter(entries)
        while chunk := {entry.row_no: entry for entry in islice(rest, CHUNK)}:
            rows = [(row_no, _tokens(entry)) for row_no, entry in chunk.items()]
            _dialect(session).put(session, self.name, rows)

    def remove(self, session: Session, row_no: int) -> None:
        """Have the row found by nothing."""
        _dialect(session).remove(session, self.name, row_no)

    def rebuild(self, session: Session, entries: Iterable[Entry]) -> None:
        """Forget everything and store these, which must be all there are."""
        _dialect(session).remove(session, self.name, None)
        self.put_many(session, entries)
        self.settle(session)

    def is_settled(self, session: Session) -> bool:
        """Whether every row is stored, with the tokens that queries are cut into today.

        It is not when a migration has just made the table, or when a new release cuts otherwise.
        """
        settled = _dialect(session).matching(self.name, [_settled()])
        return session.scalar(settled) is not None

    def settle(self, session: Session) -> None:
        """Note that every row is stored: for a module that has done so bit by bit."""
        rows = [(_ITSELF, list(_settled().tokens))]
        _dialect(session).put(session, self.name, rows)

    def matching(
        self, session: Session, query: str, *, marks: Iterable[str] = ()
    ) -> Select[int] | None:
        """Select ``row_no`` of the rows that hold all of ``query``; to be joined, or for IN.

        ``None`` when the query has nothing that can be looked for.
        """
        phrases = _phrases(query, marks)
        return _dialect(session).matching(self.name, phrases) if phrases else None

    def newest(
        self,
        session: Session,
        statement: Select[*Ts],
        query: str,
        *,
        key: InstrumentedAttribute[int],
        marks: Iterable[str] = (),
        among: Select[int] | None = None,
        before: int | None,
        limit: int,
    ) -> Sequence[Row[*Ts]] | None:
        """Run ``statement`` for rows that hold all of ``query`` and ``marks``, newest first.

        ``key`` is the statement's column of row numbers; only those below ``before`` are given.
        ``among`` selects the numbers of rows that may be given at all: for a condition that
        changes too often for a mark, and has an index of its own.
        ``None`` when the query has nothing that can be looked for.
        """
        phrases = _phrases(query, marks)
        if not phrases:
            return None
        return _dialect(session).newest(
            session,
            statement,
            self.name,
            phrases,
            key=key,
            among=among,
            before=before,
            limit=limit,
        )


def _settled() -> Phrase:
    cut = f"tokens {tokens.VERSION} {scripts.fingerprint()}"
    return Phrase(tuple(marks_of([cut])))


def _tokens(entry: Entry) -> list[str]:
    return tokens_of(entry.text) + marks_of(entry.marks)


def _phrases(query: str, marks: Iterable[str]) -> list[Phrase]:
    phrases = phrases_of(query)
    return phrases and phrases + [Phrase((mark,)) for mark in marks_of(marks)]


class _Dialect(Protocol):
    """What the modules of both databases offer."""

    def put(self, session: Session, name: str, rows: Iterable[tuple[int, list[str]]]) -> None: ...

    def remove(self, session: Session, name: str, row_no: int | None) -> None: ...

    def matching(self, name: str, phrases: Sequence[Phrase]) -> Select[int]: ...

    def newest(
        self,
        session: Session,
        statement: Select[*Ts],
        name: str,
        phrases: Sequence[Phrase],
        *,
        key: InstrumentedAttribute[int],
        among: Select[int] | None,
        before: int | None,
        limit: int,
    ) -> Sequence[Row[*Ts]]: ...


def _dialect(session: Session) -> _Dialect:
    return fts5 if session.get_bind().dialect.name == "sqlite" else tsvector
