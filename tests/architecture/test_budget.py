"""How .ci/run gets as many of the long tests into its time as fit."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT

SUITE = """
import pytest

@pytest.mark.long(seconds=3000)
def test_soak(): ...

@pytest.mark.long(seconds=20)
def test_kill(): ...

@pytest.mark.long
def test_untold(): ...
"""


@pytest.mark.parametrize(
    ("budget", "closing_line"),
    [("10", "3 skipped"), ("40", "1 passed, 2 skipped"), ("4000", "3 passed")],
)
def test_a_budget_leaves_out_what_would_take_longer(
    tmp_path: Path, budget: str, closing_line: str
) -> None:
    (tmp_path / "pytest.toml").write_text('[pytest]\nmarkers = ["long"]\n')
    (tmp_path / "test_suite.py").write_text(SUITE)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.support.budget", f"--budget={budget}"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert f"{closing_line} in" in done.stdout, done.stdout + done.stderr
