"""A core dies at each named point: no order is lost or doubled, no refund is given twice."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.killing import POINTS
from tests.support.repository import ROOT

REACHED = re.compile(r'reach\("([\w.]+)"\)|pass_points\("([\w.]+)", "([\w.]+)"\)')


@contextmanager
def killing(url: str, folder: Path, kills: int) -> Iterator[subprocess.Popen[str]]:
    """Have that many cores killed at each point, on that database."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.killing", url, str(folder), str(kills)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def report_of(process: subprocess.Popen[str], kills: int) -> dict[str, Any]:
    """Wait for the report and show it; every point must have been hit that often."""
    out, err = process.communicate()
    assert process.returncode == 0, err[-4000:]
    report: dict[str, Any] = json.loads(out)
    for point, hits in report["hits"].items():
        sys.stdout.write(f"{hits:4} kills at {point}\n")
    sys.stdout.write(
        f"{report['answered']} orders answered, none lost or doubled, in {report['seconds']} s\n"
    )
    assert report["hits"] == dict.fromkeys(POINTS, kills)
    return report


@pytest.mark.timeout(600)
def test_a_core_killed_at_any_point_loses_and_doubles_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    with killing(sqlite_url, tmp_path, 1) as process:
        report_of(process, 1)


@pytest.mark.postgres
@pytest.mark.long(seconds=900)
@pytest.mark.timeout(1800)
def test_twenty_kills_at_every_point_lose_and_double_nothing_on_either_database(
    sqlite_url: str, postgresql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both at once, a core each."""
    kills = 20
    with (
        killing(sqlite_url, tmp_path / "sqlite", kills) as on_sqlite,
        killing(postgresql_url, tmp_path / "postgresql", kills) as on_postgresql,
        capsys.disabled(),
    ):
        for process in (on_sqlite, on_postgresql):
            sys.stdout.write("\n")
            report_of(process, kills)


OF_ORDERS = {point.partition(".")[0] for point in POINTS}


def test_every_point_in_the_source_is_killed_at() -> None:
    named = {
        name
        for file in (ROOT / "src/kaibo").rglob("*.py")
        for match in REACHED.finditer(file.read_text())
        for name in match.groups()
        if name
    }
    # The others are where races are staged; nothing of an order is on its way there.
    assert {name for name in named if name.partition(".")[0] in OF_ORDERS} == set(POINTS)
