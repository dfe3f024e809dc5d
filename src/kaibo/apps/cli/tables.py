"""Bringing the database up to date for a command, and saying what keeps it from that."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from kaibo.apps import migrations
from kaibo.apps.cli.console import fail
from kaibo.platform.db.engine import sqlite_has_fts5, sqlite_version
from kaibo.platform.settings import Settings


def bring_up_to_date(settings: Settings, url: str | None = None) -> tuple[str | None, str | None]:
    """Apply what is missing; give the revision before and after.

    ``url`` names another database of the settings' kind. An SQLite that cannot hold the tables
    ends the command, before anything is changed; so does a database that a newer release has
    shaped. One that is away, or fails while it is changed, keeps the shape that it had.
    """
    if settings.is_sqlite and not sqlite_has_fts5():
        version = ".".join(map(str, sqlite_version()))
        fail(settings, "doctor.sqlite_no_search", version=version)
    if url is not None:
        return migrations.migrate(url)
    try:
        return migrations.migrate(settings.sqlalchemy_url)
    except migrations.NewerDatabaseError as error:
        fail(settings, "database_newer", found=error.revision, newest=migrations.head())
    except (SQLAlchemyError, migrations.BrokenReferencesError) as error:
        told = str(getattr(error, "orig", None) or error).strip().splitlines()
        problem = told[0] if told else type(error).__name__
        fail(settings, "database_failed", problem=problem)
