"""What an archive of ``kaibo backup`` holds, and how it is written and read.

A compressed tar: manifest.json first, then the database (``kaibo.db``, or PostgreSQL's
``database.dump``), ``secret.key``, and the uploaded files and clips below ``files/``. Recordings,
and whole replays that were cut from them, are in it only when asked for: they are large.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from sqlalchemy import make_url

from kaibo import __version__
from kaibo.platform.db.engine import sqlite_module
from kaibo.platform.settings import Settings

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "kaibo.db"
DUMP = "database.dump"
SECRET = "secret.key"  # noqa: S105 - a file's name
FILES = "files"
RECORDINGS = "recordings"
# Replays cut as a whole are named so; they can be cut again as long as the recordings are there.
_WHOLE = "whole_"
UNFINISHED = ".part"

_DAMAGE = (
    tarfile.TarError,
    zlib.error,
    EOFError,
    KeyError,
    TypeError,
    AttributeError,
    ValueError,
    OSError,
)

Kind = Literal["sqlite", "postgresql"]


class BadArchiveError(Exception):
    """The file is no archive of ours, or it is damaged."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive says of itself. ``revision`` is the saved database's own."""

    engine: Kind
    revision: str | None
    kaibo: str = __version__
    made_at: str = ""
    format: int = FORMAT

    @classmethod
    def of(cls, text: bytes) -> Manifest:
        """Read it; raise one of ``_DAMAGE`` when it is not one."""
        told = json.loads(text)
        if told["format"] != FORMAT or told["engine"] not in {"sqlite", "postgresql"}:
            raise ValueError(MANIFEST)
        revision = told["revision"]
        return cls(told["engine"], None if revision is None else str(revision), str(told["kaibo"]))


def kind_of(settings: Settings) -> Kind:
    """Give which database the settings choose."""
    return "sqlite" if settings.is_sqlite else "postgresql"


def sqlite_file(settings: Settings) -> Path:
    """Give where SQLite keeps the records; it may have been named outside the data folder."""
    return Path(str(make_url(settings.sqlalchemy_url).database)).resolve()


def is_installation(settings: Settings) -> bool:
    """Whether the settings name an installation that exists already."""
    return sqlite_file(settings).is_file() if settings.is_sqlite else settings.data.is_dir()


def write(
    target: Path,
    manifest: Manifest,
    database: Path,
    data: Path,
    *,
    recordings: Path | None = None,
) -> None:
    """Write an archive that only this user can read; OSError when something cannot be read.

    ``recordings`` is their folder, when they are to be saved too.
    """
    stamped = asdict(manifest) | {"made_at": datetime.now(UTC).isoformat()}
    text = json.dumps(stamped, indent=2).encode()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as file,
        # What a link leads to is saved, not the link: pictures may live on another disk.
        tarfile.open(fileobj=file, mode="w:gz", dereference=True) as archive,
    ):
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
        archive.add(database, DATABASE if manifest.engine == "sqlite" else DUMP)
        if (data / SECRET).is_file():
            archive.add(data / SECRET, SECRET)
        for path in sorted((data / FILES).rglob("*")):
            is_left_out = path.suffix == UNFINISHED or (
                recordings is None and path.name.startswith(_WHOLE)
            )
            if path.is_file() and not is_left_out:
                archive.add(path, f"{FILES}/{path.relative_to(data / FILES).as_posix()}")
        if recordings is not None:
            _add_recordings(archive, recordings)


def _add_recordings(archive: tarfile.TarFile, folder: Path) -> None:
    # The journal of each comes first: what it tells of is in the files already, and while more
    # is recorded they only grow. One that is deleted meanwhile is not missed.
    for path in sorted(folder.glob("*/*"), key=lambda path: (path.parent, path.suffix == ".mp4")):
        with contextlib.suppress(FileNotFoundError):
            archive.add(path, f"{RECORDINGS}/{path.relative_to(folder).as_posix()}")


def unpack(file: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder, without the manifest, which is given.

    Raise ``BadArchiveError`` when the file is not what ``write`` writes, or is damaged.
    """
    try:
        with tarfile.open(file, "r:gz") as archive:
            members = list(_checked(archive))
            source = archive.extractfile(MANIFEST)
            manifest = Manifest.of(source.read() if source else b"")
            _extract(archive, members, folder)
    except _DAMAGE as error:
        raise BadArchiveError(str(error) or type(error).__name__) from error
    if not (folder / (DATABASE if manifest.engine == "sqlite" else DUMP)).is_file():
        raise BadArchiveError(DATABASE)
    if manifest.engine == "sqlite":
        _check_sqlite(folder / DATABASE)
    return manifest


def _checked(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    # By hand: Python 3.11.0 to 3.11.3 have no filters that refuse links and ways outside.
    for member in archive:
        path = PurePosixPath(member.name)
        is_ours = str(path) in {MANIFEST, DATABASE, DUMP, SECRET} or path.parts[:1] in {
            (FILES,),
            (RECORDINGS,),
        }
        if not is_ours or ".." in path.parts or not (member.isreg() or member.isdir()):
            raise ValueError(member.name)
        yield member


def _extract(archive: tarfile.TarFile, members: Iterable[tarfile.TarInfo], folder: Path) -> None:
    for member in members:
        target = folder / member.name
        source = archive.extractfile(member)
        if source is None or member.name == MANIFEST:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())


def _check_sqlite(file: Path) -> None:
    """Look whether SQLite can read it all."""
    try:
        connection = sqlite_module().connect(file)
        try:
            answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite_module().DatabaseError as error:
        raise BadArchiveError(f"{DATABASE}: {error}") from error
    if answer != "ok":
        raise BadArchiveError(f"{DATABASE}: {answer}")


def revision_of_sqlite(file: Path) -> str | None:
    """Give the revision of a database file that nobody else has open."""
    connection = sqlite_module().connect(file)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite_module().OperationalError:
        return None
    finally:
        connection.close()
    return str(row[0]) if row else None
