"""Bring a database up to date, by the same door that its owner uses."""

import os
import subprocess
import sys


def migrate(url: str) -> None:
    """Run `kaibo migrate` against this database; AssertionError with its output if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "kaibo.apps.cli", "migrate"],
        env={**os.environ, "KAIBO_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"kaibo migrate failed:\n{done.stdout}"
