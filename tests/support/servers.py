"""Private PostgreSQL and Redis servers, started by the first test that needs them.

They listen on free ports of 127.0.0.1, keep their files in a temporary folder, write nothing to
disk for good, and stop with the test run. Services of the machine are never touched.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support.memory import in_memory
from tests.support.network import free_port, wait_until
from tests.support.requirements import find_program, lack

DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")
SAFETY_THAT_TESTS_DO_WITHOUT = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class PostgresServer:
    """A running PostgreSQL whose superuser `kaibo` needs no password from this machine."""

    port: int
    pid: int
    """Its first process; each connection is a child of it."""

    def url(self, database: str) -> str:
        """Give the address of one of its databases."""
        return f"postgresql://kaibo@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Make a database, as a copy of `template`, and give its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, cutting off whoever still uses it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start one PostgreSQL for the whole run, which takes about two seconds."""
    settings = ("max_connections=200", *SAFETY_THAT_TESTS_DO_WITHOUT)
    with running_postgresql(*settings, place=in_memory()) as server:
        yield server


@contextmanager
def running_postgresql(*settings: str, place: str | None = None) -> Iterator[PostgresServer]:
    """Run a new PostgreSQL until the block ends, with such `settings` as `fsync=off`.

    Its records are in a new folder at `place`, where the system's temporary files go if not told.
    """
    programs = _postgresql_programs()
    with _folder_for_a_server(place) as (folder, user):
        data, port = folder / "data", free_port()
        how = ["--auth=trust", "--username=kaibo", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(
            [str(programs / "initdb"), *how, "--no-sync", f"--pgdata={data}"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd=folder,
        )
        options = [
            f"port={port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={folder}",
        ]
        arguments = [part for option in (*options, *settings) for part in ("-c", option)]
        command = [str(programs / "postgres"), "-D", str(data), *arguments]
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
        with _running(command, folder, user, stop_by=signal.SIGINT) as is_alive:
            server = PostgresServer(port, is_alive.process.pid)
            wait_until(lambda: is_alive() and _answers(server), 30, because="no PostgreSQL")
            yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[int]:
    """Start one Redis for the whole run and give its port."""
    port = free_port()
    with running_redis(port):
        yield port


@contextmanager
def running_redis(port: int) -> Iterator[None]:
    """Run a new, empty Redis on that port until the block ends."""
    program = find_program("redis-server", package="redis-server")
    with _folder_for_a_server() as (folder, user):
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        command += ["--save", "", "--appendonly", "no"]
        with _running(command, folder, user, stop_by=signal.SIGTERM) as is_alive:
            wait_until(
                lambda: is_alive() and redis_says(port, "PING") == "+PONG", 10, because="no Redis"
            )
            yield


def redis_says(port: int, command: str) -> str:
    """Send one inline command and give the first line of the answer; empty when unreachable."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"{command}\r\n".encode())
        return connection.makefile().readline().strip()
    return ""


def _postgresql_programs() -> Path:
    """Find the folder of initdb and postgres, which Debian keeps off PATH; newest first."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    versions = sorted(
        DEBIAN_POSTGRESQL.glob("*/bin/initdb"), key=lambda found: int(found.parts[-3])
    )
    return versions[-1].parent if versions else lack("PostgreSQL", package="postgresql")


@contextmanager
def _folder_for_a_server(place: str | None = None) -> Iterator[tuple[Path, str | None]]:
    """Make a folder, and name the user to run as: PostgreSQL refuses to be started by root.

    pytest's own temporary folders are closed to other users, so this is one beside them.
    """
    with tempfile.TemporaryDirectory(
        prefix="kaibo-test-", dir=place, ignore_cleanup_errors=True
    ) as name:
        user = _an_unprivileged_user() if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(name, user)
        yield Path(name), user


def _an_unprivileged_user() -> str:
    import pwd  # noqa: PLC0415 (not on every system)

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def _running(
    command: list[str], folder: Path, user: str | None, *, stop_by: signal.Signals
) -> Iterator["_Alive"]:
    log = folder / "log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, user=user, cwd=folder
        ) as process,
    ):
        try:
            yield _Alive(process, log)
        finally:
            process.send_signal(stop_by)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@dataclass(frozen=True)
class _Alive:
    process: subprocess.Popen[bytes]
    log: Path

    def __call__(self) -> bool:
        """Say that the server runs, or raise RuntimeError with the end of its log."""
        if self.process.poll() is None:
            return True
        raise RuntimeError(self.log.read_text(errors="replace")[-2000:])


def _answers(server: PostgresServer) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(server.url("postgres")):
        return True
    return False
