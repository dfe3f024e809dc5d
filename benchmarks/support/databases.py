"""SQLite and PostgreSQL for one run: where they are, and a copy to write into without a server."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.support.cores import pinned
from benchmarks.support.processor import children
from kaibo.apps.migrations import migrate
from kaibo.platform.db.engine import postgresql_engine, sqlite_engine, sqlite_version
from tests.support.servers import running_postgresql


@dataclass(frozen=True, slots=True)
class Opened:
    """A migrated database; `copy` makes another of it while nobody is connected."""

    name: str
    about: str
    """Its version and how durable it is."""
    url: str
    """As SQLAlchemy and KAIBO_DATABASE_URL take it."""
    copy: Callable[[], str]
    processes: Callable[[], list[int]]
    """Its server's processes, as many as there are just now."""


def engine_of(url: str, *, readonly: bool = False) -> Engine:
    """Open a database as the product does."""
    if url.startswith("sqlite"):
        return sqlite_engine(url, readonly=readonly)
    return postgresql_engine(url, pool_size=1)


@contextlib.contextmanager
def sqlite(folder: Path, _core: int | None) -> Iterator[Opened]:
    """Make an SQLite file."""
    file = folder / "sqlite.db"
    url = f"sqlite+pysqlite:///{file}"
    migrate(url)

    def copy() -> str:
        # The last connection took the write-ahead log into the file when it closed.
        shutil.copyfile(file, folder / "raw.db")
        return f"sqlite+pysqlite:///{folder / 'raw.db'}"

    version = ".".join(map(str, sqlite_version()))
    yield Opened("SQLite", f"SQLite {version} (WAL, synchronous=FULL)", url, copy, list)


@contextlib.contextmanager
def postgresql(_folder: Path, core: int | None) -> Iterator[Opened]:
    """Run a PostgreSQL on `core` as it comes, so as durable as it comes."""
    with contextlib.ExitStack() as stack:
        with pinned(core):
            server = stack.enter_context(running_postgresql())
        url = _for_sqlalchemy(server.create_database("kaibo"))
        migrate(url)

        def copy() -> str:
            return _for_sqlalchemy(server.create_database("raw", template="kaibo"))

        engine = engine_of(url)
        with engine.connect() as connection:
            (major, minor, *_) = connection.dialect.server_version_info or ("?", "?")
        engine.dispose()
        yield Opened(
            "PostgreSQL",
            f"PostgreSQL {major}.{minor} (as it comes: fsync and synchronous_commit on)",
            url,
            copy,
            lambda: [server.pid, *children(server.pid)],
        )


def _for_sqlalchemy(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
