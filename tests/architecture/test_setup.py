"""What happens to somebody who clones the repository and types make."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.repository import ROOT


@pytest.mark.long(seconds=180)
@pytest.mark.timeout(600)
def test_a_clean_clone_sets_itself_up_and_a_second_time_takes_seconds(tmp_path: Path) -> None:
    clone = tmp_path / "kaibo"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)

    make(clone, "setup")
    assert (clone / "src/kaibo/apps/api/pages/shop.html").is_file()
    helped = subprocess.run(
        [clone / ".venv/bin/kaibo", "--help"], check=True, capture_output=True, text=True
    )
    assert "serve" in helped.stdout

    before = time.monotonic()
    assert make(clone, "setup") == ""
    assert time.monotonic() - before < 5


@pytest.mark.long(seconds=20)
def test_a_machine_without_what_python_needs_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *at: None if name in {'ensurepip', 'pip'} "
        "else find(name, *at)\n"
    )
    done = subprocess.run(
        ["python3", "tools/bootstrap.py", str(tmp_path / "venv"), "requirements/bootstrap.txt"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def make(clone: Path, target: str) -> str:
    """Run make as somebody does who has no environment active; give what it printed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH", "VIRTUAL_ENV"}
    }
    done = subprocess.run(
        ["make", "--silent", target],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
