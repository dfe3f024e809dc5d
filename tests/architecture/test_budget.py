"""How .ci/run gets as many of the long tests into its time as fit."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.order import LONGEST
from tests.support.repository import ROOT

PLUGINS = ("-p", "tests.support.budget", "-p", "tests.support.order")

SUITE = """
import pytest

@pytest.mark.long(seconds=3000)
def test_soak(): ...

@pytest.mark.long(seconds=20)
def test_kill(): ...

@pytest.mark.long
def test_untold(): ...
"""
SPARE = """
import pytest

@pytest.mark.spare
@pytest.mark.long(seconds=5)
def test_one_more_look(): ...
"""


def run(folder: Path, budget: str) -> str:
    (folder / "pytest.toml").write_text('[pytest]\nmarkers = ["long", "spare"]\n')
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", *PLUGINS, f"--budget={budget}"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("budget", "closing_line"),
    [("10", "3 skipped"), ("40", "1 passed, 2 skipped"), ("4000", "3 passed")],
)
def test_a_budget_leaves_out_what_would_take_longer(
    tmp_path: Path, budget: str, closing_line: str
) -> None:
    (tmp_path / "test_suite.py").write_text(SUITE)
    told = run(tmp_path, budget)
    assert f"{closing_line} in" in told, told


def test_within_a_budget_the_quickest_come_first_also_of_the_longest_files(tmp_path: Path) -> None:
    longest = tmp_path / LONGEST[0]
    longest.parent.mkdir(parents=True)
    longest.write_text(SUITE)
    (tmp_path / "test_suite.py").write_text(SUITE)
    told = run(tmp_path, "40")
    begun = [line.split("::")[1].split()[0] for line in told.splitlines() if "::" in line]
    assert begun == [*["test_kill"] * 2, *["test_untold"] * 2, *["test_soak"] * 2], told


def test_within_a_budget_what_is_spare_comes_last_however_quick(tmp_path: Path) -> None:
    (tmp_path / "test_suite.py").write_text(SPARE + SUITE.replace("import pytest\n", ""))
    told = run(tmp_path, "4000")
    begun = [line.split("::")[1].split()[0] for line in told.splitlines() if "::" in line]
    assert begun == ["test_kill", "test_untold", "test_soak", "test_one_more_look"], told
