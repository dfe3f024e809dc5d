"""Bringing the database to the shape this release expects."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

import kaibo
from kaibo.apps.wiring import METADATA
from kaibo.platform import search
from kaibo.platform.db.engine import postgresql_engine, sqlite_engine

_PACKAGED = Path(kaibo.__file__).parent / "_migrations"
_IN_REPOSITORY = Path(kaibo.__file__).parents[2] / "migrations"

# Two processes that start together must not migrate together (PostgreSQL; SQLite has its lock).
_ADVISORY_LOCK = 0x6B616962


class BrokenReferencesError(RuntimeError):
    """A migration left rows that refer to rows which are not there; nothing was changed."""


class NewerDatabaseError(RuntimeError):
    """The database has a ``revision`` that this release does not know; nothing was changed."""

    def __init__(self, revision: str | None) -> None:
        super().__init__(f"revision {revision} is not known")
        self.revision = revision


def scripts() -> Path:
    """Give where the migration scripts are: in the wheel, else in the repository."""
    return _PACKAGED if _PACKAGED.is_dir() else _IN_REPOSITORY


def engine_for(url: str) -> Engine:
    """Open the database for migrating."""
    if url.startswith("sqlite"):
        return sqlite_engine(url, readonly=False, foreign_keys=False)
    return postgresql_engine(url, pool_size=1)


def migrate(url: str) -> tuple[str | None, str | None]:
    """Apply what is missing; give the revision before and after."""
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
            before = current(connection)
            if not knows(before):
                raise NewerDatabaseError(before)
            command.upgrade(_config(connection), "head")
            _check_references(connection)
            return before, current(connection)
    finally:
        engine.dispose()


def _check_references(connection: Connection) -> None:
    """Look, before the commit, for rows that refer to nothing: migrating SQLite asks no keys."""
    if connection.dialect.name == "sqlite":
        lost = connection.execute(text("PRAGMA foreign_key_check")).all()
        if lost:
            raise BrokenReferencesError(str(lost[:5]))


def current(connection: Connection) -> str | None:
    """Give the database's revision; ``None`` when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """Give the newest revision of this release."""
    return ScriptDirectory(str(scripts())).get_current_head()


def knows(revision: str | None) -> bool:
    """Whether this release can bring a database of that revision up to date."""
    known = {script.revision for script in ScriptDirectory(str(scripts())).walk_revisions()}
    return revision is None or revision in known


def is_empty(url: str) -> bool:
    """Whether the database holds no table."""
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            return not inspect(connection).get_table_names()
    finally:
        engine.dispose()


def revision_of(url: str) -> str | None:
    """Give the revision of the database at that address; ``None`` when it is empty."""
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            return current(connection)
    finally:
        engine.dispose()


# Those of triggers: a dump brings them along, and stops where one is there already.
_OWN_FUNCTIONS = """
SELECT CAST(CAST(oid AS regprocedure) AS text) FROM pg_proc
WHERE pronamespace = CAST(current_schema() AS regnamespace)
AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


def drop(url: str) -> None:
    """Drop every table and function of a PostgreSQL database, but not what an extension brought.

    Whoever uses them makes it give up soon.
    """
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            quote = connection.dialect.identifier_preparer.quote
            tables = ", ".join(quote(name) for name in inspect(connection).get_table_names())
            if tables:
                connection.execute(text("SET LOCAL lock_timeout = '10s'"))
                connection.execute(text(f"DROP TABLE {tables}"))
            for function in connection.scalars(text(_OWN_FUNCTIONS)).all():
                connection.execute(text(f"DROP FUNCTION {function}"))
    finally:
        engine.dispose()


def drift(url: str) -> list[str]:
    """Tell in what the migrated database differs from the models; empty when in step."""
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            command.upgrade(_config(connection), "head")
            options = {"compare_type": True, "include_name": search.is_looked_at(METADATA)}
            context = MigrationContext.configure(connection, opts=options)
            differences = [str(difference) for difference in compare_metadata(context, METADATA)]
            return differences + search.drift(connection, METADATA)
    finally:
        engine.dispose()


def revise(url: str, message: str) -> None:
    """Write a new migration script from the difference between database and models."""
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            config = _config(connection)
            command.upgrade(config, "head")
            number = f"{len(list((scripts() / 'versions').glob('*.py'))) + 1:04d}"
            command.revision(config, message=message, autogenerate=True, rev_id=number)
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts()))
    config.attributes["connection"] = connection
    return config
