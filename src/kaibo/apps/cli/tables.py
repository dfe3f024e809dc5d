"""Bringing the database up to date for a command, and saying what keeps it from that."""

from __future__ import annotations

from kaibo.apps import migrations
from kaibo.apps.cli.console import fail
from kaibo.platform.db.engine import sqlite_has_fts5, sqlite_version
from kaibo.platform.settings import Settings


def bring_up_to_date(settings: Settings, url: str | None = None) -> tuple[str | None, str | None]:
    """Apply what is missing; give the revision before and after.

    ``url`` names another database of the settings' kind. An SQLite that cannot hold the tables
    ends the command, before anything is changed.
    """
    if settings.is_sqlite and not sqlite_has_fts5():
        version = ".".join(map(str, sqlite_version()))
        fail(settings, "doctor.sqlite_no_search", version=version)
    return migrations.migrate(url or settings.sqlalchemy_url)
