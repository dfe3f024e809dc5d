"""The tables of search indexes: how they are made, and how migrations are held to them.

They are in no metadata: FTS5's are virtual, with tables of its own beneath, and the two
databases have little in common here. So Alembic looks past them, and ``drift`` looks at them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, MetaData, text

_DECLARED = "search_indexes"
# What FTS5 keeps beneath a table of the name before.
_SHADOWS = ("_config", "_content", "_data", "_docsize", "_idx")


def ddl(name: str, dialect: str) -> tuple[str, ...]:
    """Give the statements that make an index of this name; a migration has them in its own text."""
    if dialect == "sqlite":
        # What comes is tokens already, which "ascii" only parts at the spaces. Without prefixes
        # the beginning of a word would be gathered from all words that begin so.
        return (f"CREATE VIRTUAL TABLE {name} USING fts5(words, prefix='1 2 3', tokenize='ascii')",)
    columns = f"row_no BIGINT NOT NULL, words TSVECTOR NOT NULL, CONSTRAINT pk_{name}"
    # An import is three times as fast with a list of what is still to be sorted in; a short one
    # costs a search less than a millisecond (the limit is in kB).
    options = "fastupdate = on, gin_pending_list_limit = 256"
    return (
        f"CREATE TABLE {name} ({columns} PRIMARY KEY (row_no))",
        f"CREATE INDEX ix_{name}_words ON {name} USING gin (words) WITH ({options})",
    )


def declare(metadata: MetaData, name: str) -> None:
    """Note that the application has an index of this name beside its tables."""
    metadata.info.setdefault(_DECLARED, set()).add(name)


def is_looked_at(metadata: MetaData) -> Callable[[str | None, str, Any], bool]:
    """Give Alembic's ``include_name``: every table but those of declared indexes is compared."""
    names = _declared(metadata)
    beneath = {name + ending for name in names for ending in ("", *_SHADOWS)}

    def include(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name not in beneath

    return include


def drift(connection: Connection, metadata: MetaData) -> list[str]:
    """Tell which declared indexes are missing or were made in another way than ``ddl`` says."""
    look = _of_sqlite if connection.dialect.name == "sqlite" else _of_postgresql
    return [
        f"search index {name} is not as it should be: {found or 'it is missing'}"
        for name in sorted(_declared(metadata))
        if (found := look(connection, name)) != _expected(name, connection.dialect.name)
    ]


def _declared(metadata: MetaData) -> set[str]:
    names: set[str] = metadata.info.get(_DECLARED, set())
    return names


def _expected(name: str, dialect: str) -> str:
    if dialect == "sqlite":
        return ddl(name, dialect)[0]
    index = f"ix_{name}_words fastupdate=on gin_pending_list_limit=256"
    return f"row_no bigint, words tsvector, {index}, pk_{name}"


def _of_sqlite(connection: Connection, name: str) -> str:
    made = connection.scalar(
        text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
    )
    return " ".join(str(made or "").split())


def _of_postgresql(connection: Connection, name: str) -> str:
    columns = connection.scalars(
        text(
            "SELECT column_name || ' ' || data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = :name ORDER BY 1"
        ),
        {"name": name},
    ).all()
    indexes = connection.scalars(
        text(
            "SELECT concat_ws(' ', index.relname, array_to_string(index.reloptions, ' '))"
            " FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid"
            " WHERE indrelid = to_regclass(:name) ORDER BY 1"
        ),
        {"name": name},
    ).all()
    return ", ".join(str(part) for part in (*columns, *indexes))
