"""``kaibo backup`` and ``kaibo restore``."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kaibo import __version__
from kaibo.apps import migrations
from kaibo.apps.api.server import AlreadyRunningError, exclusive
from kaibo.apps.cli import local
from kaibo.apps.cli.console import fail, load_settings, say, shell_language, show_problem
from kaibo.platform.settings import Settings

FORMAT = 1
_MANIFEST = "manifest.json"
_DATABASE = "kaibo.db"
_DUMP = "database.dump"


def backup(
    file: Annotated[Path, typer.Argument(help="Archive to write, such as kaibo-backup.tar.gz.")],
) -> None:
    """Save records, uploaded files and the secret key in one archive.

    Works while Kaibo is running: the copy is of one moment, and selling goes on. With
    PostgreSQL, `pg_dump` must be on the PATH.
    """
    settings = load_settings()
    if file.exists():
        fail(settings, "backup_exists", file=file)
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    aside = file.with_name(file.name + ".part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            database = _save_database(settings, stamp, Path(folder))
            _write_archive(settings, aside, database)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    typer.echo(say(shell_language(settings), "backup_done", file=file, size=size))


def restore(
    file: Annotated[Path, typer.Argument(help="Archive that `kaibo backup` wrote.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Put present data aside, and restore over it.")
    ] = False,
) -> None:
    """Bring back what `kaibo backup` saved. Kaibo must not be running.

    Present data is never deleted: with --force the data folder is renamed first.
    """
    settings = load_settings()
    if not file.is_file():
        fail(settings, "restore_missing", file=file)
    try:
        with exclusive(settings.data):
            kept = _make_room(settings, force=force)
            try:
                _read_archive(settings, file)
            except (tarfile.TarError, KeyError, ValueError, OSError) as error:
                fail(settings, "restore_bad", file=file, problem=error)
    except AlreadyRunningError:
        fail(settings, "already_running", data=settings.data)
    migrations.migrate(settings.sqlalchemy_url)
    language = shell_language(settings)
    if kept is not None:
        typer.echo(say(language, "restore_kept", folder=kept))
    typer.echo(say(language, "restore_done", data=settings.data))


def _save_database(settings: Settings, stamp: str, folder: Path) -> Path:
    if not settings.is_sqlite:
        dump = folder / _DUMP
        _run_tool(settings, ["pg_dump", "--format=custom", f"--file={dump}", settings.database_url])
        return dump
    answer = local.call(settings, "POST", "/database-copies", {"name": f"backup-{stamp}.db"})
    if answer.is_error:
        show_problem(answer.json())
        raise typer.Exit(1)
    made = settings.data / answer.json()["path"]
    copy = folder / _DATABASE
    shutil.move(made, copy)
    return copy


def _write_archive(settings: Settings, target: Path, database: Path) -> None:
    manifest = {
        "format": FORMAT,
        "kaibo": __version__,
        "revision": migrations.head(),
        "made_at": datetime.now(UTC).isoformat(),
    }
    with tarfile.open(target, "w:gz") as archive:
        text = json.dumps(manifest, indent=2).encode()
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
        archive.add(database, database.name)
        for name in ("secret.key", "files"):
            if (settings.data / name).exists():
                archive.add(settings.data / name, name)
    target.chmod(0o600)


def _make_room(settings: Settings, *, force: bool) -> Path | None:
    """Move what is in the data folder aside; refuse without ``force``."""
    present = [path for path in settings.data.iterdir() if path.name != "core.lock"]
    if not present:
        return None
    if not force:
        fail(settings, "restore_not_empty", data=settings.data)
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    aside = settings.data.with_name(f"{settings.data.name}.before-restore-{stamp}")
    aside.mkdir()
    for path in present:
        path.rename(aside / path.name)
    return aside


def _read_archive(settings: Settings, file: Path) -> None:
    with tarfile.open(file, "r:gz") as archive:
        source = archive.extractfile(_MANIFEST)
        if source is None or json.load(source)["format"] != FORMAT:
            raise ValueError(_MANIFEST)
        # The data filter refuses links, devices and paths that lead outside.
        archive.extractall(settings.data, filter="data")
    (settings.data / _MANIFEST).unlink()
    dump = settings.data / _DUMP
    if dump.exists():
        options = ["--clean", "--if-exists", "--no-owner", f"--dbname={settings.database_url}"]
        _run_tool(settings, ["pg_restore", *options, str(dump)])
        dump.unlink()


def _run_tool(settings: Settings, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        fail(settings, "tool_missing", tool=command[0])
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(settings, "tool_failed", tool=command[0], problem=done.stderr.strip())
