"""PostgreSQL's own programs, which save and bring back its databases."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from kaibo.apps.cli.console import fail
from kaibo.platform.settings import Settings


def dump(settings: Settings, target: Path) -> None:
    """Save the database of one moment; others go on using it."""
    _run(settings, "pg_dump", "--format=custom", f"--file={target}")


def load(settings: Settings, source: Path) -> None:
    """Bring a dump back into a database without tables, all of it or nothing."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner"]
    _run(settings, "pg_restore", *options, str(source))


def _run(settings: Settings, tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        fail(settings, "tool_missing", tool=tool)
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
