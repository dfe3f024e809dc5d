"""Trying a backup before it gets its name: unpacked, counted, and compared with what was saved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from kaibo.apps.cli import archive, postgresql
from kaibo.apps.cli.postgresql import UnreadableDumpError
from kaibo.platform.db.engine import sqlite_engine
from kaibo.platform.settings import Settings


class BackupDiffersError(Exception):
    """What comes out of the archive is not what went in; says where."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found again: tables and rows of the database, and files."""

    tables: int
    rows: int
    files: int


def check(settings: Settings, whole: Path, database: Path, folder: Path) -> Checked:
    """Unpack ``whole`` into the empty ``folder`` and compare it with its sources.

    PostgreSQL's dump is compared as it is, and read to its end: the rows counted are those in it.

    Raises ``BackupDiffersError``, and ``BadArchiveError`` when it cannot be unpacked or the
    database in it is damaged.
    """
    manifest = archive.unpack(whole, folder)
    files = _compare_files(folder, settings.data)
    if manifest.engine != "sqlite":
        if _digest(folder / archive.DUMP) != _digest(database):
            raise BackupDiffersError(archive.DUMP)
        try:
            counted = postgresql.count_rows(settings, folder / archive.DUMP)
        except UnreadableDumpError as error:
            raise BackupDiffersError(f"{archive.DUMP}: {error}") from error
        return Checked(len(counted), sum(counted), files)
    saved, found = _counts(database), _counts(folder / archive.DATABASE)
    for table, rows in saved.items():
        if found.get(table) != rows:
            raise BackupDiffersError(table)
    return Checked(len(found), sum(found.values()), files)


def _compare_files(folder: Path, data: Path) -> int:
    """Compare each unpacked file with its source, unless that was deleted meanwhile."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        source = data / path.relative_to(folder)
        is_kept = path.name != archive.DATABASE and source.is_file()
        if is_kept and not _same(path, source):
            raise BackupDiffersError(path.name)
    return len(files)


def _same(path: Path, source: Path) -> bool:
    # What is recorded at present only grows.
    if archive.RECORDINGS in source.parts:
        return path.stat().st_size <= source.stat().st_size
    return _digest(path) == _digest(source)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counts(file: Path) -> dict[str, int]:
    engine = sqlite_engine(f"sqlite+pysqlite:///{file}", readonly=True)
    try:
        return _counts_of(engine)
    finally:
        engine.dispose()


def _counts_of(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        quote = engine.dialect.identifier_preparer.quote
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {quote(name)}")).scalar_one()  # noqa: S608 - a table's name
            for name in inspect(connection).get_table_names()
        }
