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
PAIR = """
import pytest

@pytest.mark.long(seconds=300)
def test_evening(): ...

@pytest.mark.long(seconds=200)
def test_morning(): ...
"""
SLOW = """
import time, pytest

@pytest.mark.long(seconds=0.01)
def test_walk():
    time.sleep(0.2)

@pytest.mark.long(seconds=10)
def test_soak(): ...
"""


def run(folder: Path, budget: str, turn: str = "") -> str:
    (folder / "pytest.toml").write_text('[pytest]\nmarkers = ["long", "spare"]\n')
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", *PLUGINS, f"--budget={budget}", f"--turn={turn}"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def order_of(told: str) -> list[str]:
    """Give the tests that passed or were left out, as they came."""
    return [line.split()[0] for line in told.splitlines() if "::" in line]


def begun(told: str) -> list[str]:
    return [line.split()[0] for line in told.splitlines() if "::" in line and " PASSED" in line]


@pytest.mark.parametrize(
    ("budget", "closing_line"),
    [("10", "3 skipped"), ("30", "1 passed, 2 skipped"), ("4000", "3 passed")],
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
    quickest = [each.split("::")[1] for each in order_of(run(tmp_path, "400"))][:4]
    assert quickest == [*["test_kill"] * 2, *["test_untold"] * 2]


def test_within_a_budget_what_is_spare_comes_after_the_quickest_however_quick(
    tmp_path: Path,
) -> None:
    (tmp_path / "test_suite.py").write_text(SPARE + SUITE.replace("import pytest\n", ""))
    names = [each.split("::")[1] for each in order_of(run(tmp_path, "4000"))]
    assert names[:2] == ["test_kill", "test_untold"]
    assert set(names[2:]) == {"test_soak", "test_one_more_look"}


def test_longer_ones_take_turns_by_the_commit_each_file_whole_and_none_is_left_out_for_ever(
    tmp_path: Path,
) -> None:
    (tmp_path / "test_kills.py").write_text(SUITE)
    for place in ("hall", "shop", "yard"):
        (tmp_path / f"test_{place}.py").write_text(PAIR)
    turns = [begun(run(tmp_path, "1000", turn)) for turn in ("c0ffee", "decade", "facade", "bead")]
    kept = ["test_kills.py::test_kill", "test_kills.py::test_untold"]
    assert [turn[:2] for turn in turns] == [kept] * 4
    assert {each.split("::")[0] for turn in turns for each in turn[2:]} == {
        "test_hall.py",
        "test_shop.py",
        "test_yard.py",
    }
    assert len({tuple(turn) for turn in turns}) > 1
    assert begun(run(tmp_path, "1000", "c0ffee")) == turns[0]


def test_what_the_others_took_corrects_what_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_suite.py").write_text(SLOW)
    told = run(tmp_path, "100")
    assert "1 passed, 1 skipped in" in told, told
    assert "10 s" not in told
