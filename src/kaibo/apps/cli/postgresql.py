"""PostgreSQL's own programs, which save and bring back its databases."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import make_url

from kaibo.apps.cli.console import fail
from kaibo.platform.settings import Settings


def dump(settings: Settings, target: Path) -> None:
    """Save the database of one moment; others go on using it."""
    _need(settings, "pg_dump")
    # It is read back afterwards: better to learn at once that this cannot be done.
    _need(settings, "pg_restore")
    _run(settings, "pg_dump", "--format=custom", f"--file={target}")


def load(settings: Settings, source: Path) -> None:
    """Bring a dump back into a database without tables, all of it or nothing."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner"]
    _run(settings, "pg_restore", *options, str(source))


class UnreadableDumpError(Exception):
    """What a file holds is no whole dump; says what `pg_restore` makes of it."""


def count_rows(settings: Settings, dump: Path) -> list[int]:
    """Read a dump to its end, without a database, and give how many rows each table has in it."""
    tool = "pg_restore"
    _need(settings, tool)
    # To a file: a pipe that nobody reads would hold the program up.
    with tempfile.TemporaryFile("w+") as told:
        with subprocess.Popen(
            [tool, "--section=data", "--file=-", str(dump)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=told,
        ) as process:
            found = _rows_of(process.stdout or ())
        told.seek(0)
        if process.returncode != 0:
            raise UnreadableDumpError(told.read().strip() or str(process.returncode))
    return found


def _rows_of(script: Iterable[bytes]) -> list[int]:
    """Count the lines between a table's `COPY` and its end: one row is one line."""
    found: list[int] = []
    is_inside = False
    for line in script:
        if not is_inside:
            if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
                is_inside = True
                found.append(0)
        elif line == b"\\.\n":
            is_inside = False
        else:
            found[-1] += 1
    return found


def _need(settings: Settings, tool: str) -> None:
    if shutil.which(tool) is None:
        fail(settings, "tool_missing", tool=tool)


def _run(settings: Settings, tool: str, *arguments: str) -> None:
    _need(settings, tool)
    # SQLAlchemy's name for the driver means nothing to libpq.
    address = make_url(settings.sqlalchemy_url).set(drivername="postgresql")
    # Every user of the machine can read the arguments of its programs.
    environment = {**os.environ}
    if address.password:
        environment["PGPASSWORD"] = str(address.password)
    plain = address._replace(password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [tool, "--dbname", plain, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        fail(settings, "tool_failed", tool=tool, problem=done.stderr.strip())
