"""``kaibo restore``: check the whole archive, put aside what is there, then move in.

Whatever fails in between, what was there is put back; and in the end it is kept beside.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from kaibo.apps import migrations
from kaibo.apps.api.server import LOCK, AlreadyRunningError, exclusive
from kaibo.apps.cli import archive, postgresql
from kaibo.apps.cli.archive import DATABASE, DUMP, RECORDINGS, BadArchiveError
from kaibo.apps.cli.console import (
    fail,
    interruptible,
    load_settings,
    say,
    shell_language,
    tell,
)
from kaibo.apps.cli.moving import move, remove_if_empty
from kaibo.apps.cli.tables import bring_up_to_date
from kaibo.platform.settings import Settings

_KEPT = "before-restore-"
_ASIDE = ".restore-"


def restore(
    file: Annotated[Path, typer.Argument(help="Archive that `kaibo backup` wrote.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Put present data aside, and restore over it.")
    ] = False,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Another folder than KAIBO_DATA; Kaibo may go on running."),
    ] = None,
    into_database: Annotated[
        str,
        typer.Option(
            "--into-database",
            help="With PostgreSQL and --into: another database, on the same server.",
        ),
    ] = "",
) -> None:
    """Bring back what `kaibo backup` saved. Kaibo must not be running on that folder.

    Present data is never deleted: with --force the data folder's content is moved aside
    first, and PostgreSQL's tables are saved there before they are replaced.
    """
    told = load_settings()
    if into is not None or into_database:
        told = _elsewhere(told, into, into_database)
    settings = told.model_copy(update={"data": told.data.resolve()})
    if not file.is_file():
        fail(settings, "restore_missing", file=file)
    try:
        with interruptible(), exclusive(settings.data):
            kept = _restore(settings, file, force=force)
    except AlreadyRunningError:
        fail(settings, "already_running", data=settings.data)
    except SQLAlchemyError as error:
        fail(settings, "database_failed", problem=getattr(error, "orig", None) or error)
    language = shell_language(settings)
    if kept is not None:
        typer.echo(say(language, "restore_kept", folder=kept))
    typer.echo(say(language, "restore_done", data=settings.data))


def _elsewhere(settings: Settings, into: Path | None, database: str) -> Settings:
    """Give the settings of another place, nothing of which is the present one's."""
    if into is None or bool(database) == settings.is_sqlite:
        fail(settings, "restore_elsewhere")
    there, here = into.resolve(), settings.data.resolve()
    if there.is_relative_to(here) or here.is_relative_to(there):
        fail(settings, "restore_overlaps", data=here)
    address = ""
    if database:
        present = make_url(settings.database_url)
        address = present.set(database=database).render_as_string(hide_password=False)
        if database == present.database:
            fail(settings, "restore_elsewhere")
    return settings.model_copy(update={"data": into, "database_url": address, "recordings": None})


def _restore(settings: Settings, file: Path, *, force: bool) -> Path | None:
    """Give the folder in which what was there before is kept, if there was anything."""
    present = _present(settings)
    if present and not force:
        fail(settings, "restore_not_empty", data=settings.data)
    # In the data folder itself: from there everything moves into place by a rename.
    with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=settings.data) as folder:
        unpacked = Path(folder)
        _unpack(settings, file, unpacked)
        has_tables = not settings.is_sqlite and not migrations.is_empty(settings.sqlalchemy_url)
        if has_tables and not force:
            fail(settings, "restore_database_not_empty")
        kept = _make_kept(settings) if present or has_tables else None
        try:
            with ExitStack() as undo:
                if kept is not None:
                    _put_aside(settings, present, kept, undo)
                if not settings.is_sqlite:
                    _replace_tables(settings, unpacked / DUMP, kept if has_tables else None, undo)
                _move_in(settings, unpacked, undo)
                undo.pop_all()
        except BaseException:
            _tell_what_became(settings, kept)
            raise
    return kept


def _unpack(settings: Settings, file: Path, unpacked: Path) -> None:
    """Unpack and check the archive, and bring its SQLite database up to date."""
    tell(settings, "restore_unpacking", file=file, size=f"{file.stat().st_size / 1e6:.1f} MB")
    try:
        manifest = archive.unpack(file, unpacked)
    except BadArchiveError as error:
        fail(settings, "restore_bad", file=file, problem=error)
    if manifest.engine != archive.kind_of(settings):
        fail(settings, f"restore_{manifest.engine}", file=file)
    if not migrations.knows(manifest.revision):
        fail(settings, "restore_newer", file=file, version=manifest.kaibo)
    if settings.is_sqlite:
        tell(settings, "restore_upgrading")
        try:
            bring_up_to_date(settings, f"sqlite+pysqlite:///{unpacked / DATABASE}")
        except migrations.BrokenReferencesError as error:
            fail(settings, "restore_bad", file=file, problem=error)


def _present(settings: Settings) -> list[Path]:
    """Give what there is, but for the lock and what earlier restores have kept here."""
    # Recordings stay where they are: their names are their own, and the archive may have none.
    names = (LOCK, "lost+found", RECORDINGS)
    found = [
        path
        for path in settings.data.iterdir()
        if path.name not in names and not path.name.startswith(_KEPT)
    ]
    if settings.is_sqlite and not archive.sqlite_file(settings).is_relative_to(settings.data):
        file = archive.sqlite_file(settings)
        beside = [file, *(file.with_name(file.name + ending) for ending in ("-wal", "-shm"))]
        found += [path for path in beside if path.exists()]
    return found


def _make_kept(settings: Settings) -> Path:
    """Make the folder that keeps what is there: beside the data folder, else within it."""
    stamp = f"{_KEPT}{datetime.now(UTC):%Y%m%d-%H%M%S}-"
    data = settings.data
    try:
        return Path(tempfile.mkdtemp(prefix=f"{data.name}.{stamp}", dir=data.parent))
    except OSError:
        return Path(tempfile.mkdtemp(prefix=stamp, dir=data))


def _put_aside(settings: Settings, present: list[Path], kept: Path, undo: ExitStack) -> None:
    tell(settings, "restore_aside")
    undo.callback(remove_if_empty, kept)
    for path in present:
        is_outside = path.parent != settings.data
        move(path, kept / (f"database-{path.name}" if is_outside else path.name), undo)


def _replace_tables(settings: Settings, dump: Path, kept: Path | None, undo: ExitStack) -> None:
    """Load the dump into PostgreSQL; ``kept`` is where present tables are saved first."""
    saved = None if kept is None else kept / DUMP
    if saved is not None:
        typer.echo(say(shell_language(settings), "restore_replaces", file=saved))
        try:
            postgresql.dump(settings, saved)
        except BaseException:
            saved.unlink(missing_ok=True)
            raise
    undo.callback(_put_tables_back, settings, saved)
    if saved is not None:
        migrations.drop(settings.sqlalchemy_url)
    tell(settings, "restore_loading")
    postgresql.load(settings, dump)
    tell(settings, "restore_upgrading")
    migrations.migrate(settings.sqlalchemy_url)
    dump.unlink()


def _put_tables_back(settings: Settings, saved: Path | None) -> None:
    migrations.drop(settings.sqlalchemy_url)
    if saved is not None:
        postgresql.load(settings, saved)
        saved.unlink()


def _move_in(settings: Settings, unpacked: Path, undo: ExitStack) -> None:
    tell(settings, "restore_moving")
    for path in list(unpacked.iterdir()):
        target = settings.data / path.name
        if settings.is_sqlite and path.name == DATABASE:
            target = archive.sqlite_file(settings)
        elif path.name == RECORDINGS:
            target = settings.recordings_folder.absolute()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        move(path, target, undo)


def _tell_what_became(settings: Settings, kept: Path | None) -> None:
    language = shell_language(settings)
    if kept is not None and kept.exists():
        typer.secho(say(language, "restore_not_undone", folder=kept), fg="red", err=True)
    else:
        typer.secho(say(language, "restore_undone"), err=True)
