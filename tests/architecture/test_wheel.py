"""What somebody gets who installs the wheel instead of cloning the repository."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.repository import ROOT


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the files in a wheel built from the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = str(Path(sys.executable).with_name("uv"))
    build = [uv, "build", "--quiet", "--offline", "--wheel", "--no-build-isolation"]
    subprocess.run([*build, f"--python={sys.executable}", "-o", folder, ROOT], check=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize("page", ["shop", "console", "sandbox"])
def test_the_wheel_holds_the_built_pages(inside: set[str], page: str) -> None:
    assert f"kaibo/apps/api/pages/{page}.html" in inside, "built by `make web`"


def test_the_wheel_holds_every_migration(inside: set[str]) -> None:
    files = [path.relative_to(ROOT / "migrations") for path in ROOT.glob("migrations/**/*.py")]

    assert len(files) > 1
    assert [file for file in files if f"kaibo/_migrations/{file.as_posix()}" not in inside] == []


def test_the_wheel_holds_every_module_and_text(inside: set[str]) -> None:
    source = ROOT / "src"
    files = [path.relative_to(source) for path in source.glob("kaibo/**/*.py")]
    files += [path.relative_to(source) for path in source.glob("kaibo/**/*.json")]

    assert [file for file in files if file.as_posix() not in inside] == []
