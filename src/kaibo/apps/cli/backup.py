"""``kaibo backup``."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from kaibo.apps import migrations
from kaibo.apps.api.backups import COPIES, copy_sqlite
from kaibo.apps.api.server import AlreadyRunningError, exclusive
from kaibo.apps.cli import archive, local, postgresql, verifying
from kaibo.apps.cli.archive import Manifest
from kaibo.apps.cli.console import (
    fail,
    interruptible,
    load_settings,
    say,
    shell_language,
    show_problem,
    tell,
)
from kaibo.apps.cli.verifying import BackupDiffersError, Checked
from kaibo.apps.system import BackupState, write_last_backup
from kaibo.platform.settings import Settings


def backup(
    file: Annotated[Path, typer.Argument(help="Archive to write, such as kaibo-backup.tar.gz.")],
    *,
    recordings: Annotated[
        bool, typer.Option("--recordings", help="Save recordings and whole replays too.")
    ] = False,
) -> None:
    """Save records, uploaded files, clips and the secret key in one archive.

    Works while Kaibo is running: the copy is of one moment, and selling goes on. The archive is
    unpacked and compared before it gets its name. With
    PostgreSQL, `pg_dump` and `pg_restore` must be on the PATH.
    """
    settings = load_settings()
    if file.exists():
        fail(settings, "backup_exists", file=file)
    if not archive.is_installation(settings):
        fail(settings, "no_installation", data=settings.data.resolve())
    try:
        checked = _save(settings, file, recordings=recordings)
    except SQLAlchemyError as error:
        fail(settings, "database_failed", problem=getattr(error, "orig", None) or error)
    except (archive.BadArchiveError, BackupDiffersError) as error:
        fail(settings, "backup_differs", file=file, problem=error)
    except OSError as error:
        fail(settings, "backup_failed", file=file, problem=error)
    _leave_word(settings, file, checked)
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    found = {"tables": checked.tables, "rows": checked.rows, "files": checked.files}
    tell(settings, "backup_checked", **found)
    typer.echo(say(shell_language(settings), "backup_done", file=file, size=size))


def _leave_word(settings: Settings, file: Path, checked: Checked) -> None:
    """Let the console's page of the system's health know of it."""
    # The archive is whole: a folder that cannot be written to does not undo that.
    with contextlib.suppress(OSError):
        state = BackupState(datetime.now(UTC), file.stat().st_size, checked.rows)
        write_last_backup(settings.data, state)


def _save(settings: Settings, file: Path, *, recordings: bool) -> Checked:
    # Beside the archive, so that it gets its name at once and whole, and for this user only.
    with (
        interruptible(),
        tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder,
    ):
        whole = Path(folder) / "archive"
        tell(settings, "backup_copying")
        with _database(settings, Path(folder)) as (database, revision):
            manifest = Manifest(archive.kind_of(settings), revision)
            tell(settings, "backup_packing", size=f"{database.stat().st_size / 1e6:.1f} MB")
            archive.write(
                whole,
                manifest,
                database,
                settings.data,
                recordings=settings.recordings_folder if recordings else None,
            )
            tell(settings, "backup_checking")
            unpacked = Path(folder) / "check"
            unpacked.mkdir()
            checked = verifying.check(settings, whole, database, unpacked)
        with whole.open("rb") as written:
            os.fsync(written.fileno())
        whole.replace(file)
    return checked


@contextmanager
def _database(settings: Settings, folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Give a copy of the database, which is removed afterwards, and its revision."""
    if not settings.is_sqlite:
        dump = folder / archive.DUMP
        postgresql.dump(settings, dump)
        yield dump, migrations.revision_of(settings.sqlalchemy_url)
        return
    name = f"backup-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.db"
    copy = settings.data / COPIES / name
    try:
        _copy_sqlite(settings, copy)
        yield copy, archive.revision_of_sqlite(copy)
    finally:
        copy.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            copy.parent.rmdir()


def _copy_sqlite(settings: Settings, copy: Path) -> None:
    try:
        with exclusive(settings.data):
            # As it is: a backup before an upgrade is of the database before the upgrade.
            engine = migrations.engine_for(settings.sqlalchemy_url)
            try:
                copy_sqlite(engine, copy)
            finally:
                engine.dispose()
    except AlreadyRunningError:
        answer = local.ask_core(settings, "POST", "/database-copies", {"name": copy.name})
        if answer.is_error:
            show_problem(answer.json())
            raise typer.Exit(1) from None
