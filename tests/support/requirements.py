"""What a test does when this machine lacks a program: fail and say what to install."""

import os
import shutil
from typing import NoReturn

import pytest


def find_program(*names: str, package: str) -> str:
    """Give the path of the first of these programs that PATH has, or end the test by `lack`."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or lack(names[0], package=package)


def lack(what: str, *, package: str) -> NoReturn:
    """Fail the test, since a skipped test promises nothing; KAIBO_TEST_ALLOW_SKIP=1 skips it."""
    message = f"{what} is not installed: sudo apt-get install {package}, or sh tools/apt_setup.sh"
    if os.environ.get("KAIBO_TEST_ALLOW_SKIP") == "1":
        pytest.skip(message)
    pytest.fail(message, pytrace=False)
