"""Make .venv and put uv into it: `python3 tools/bootstrap.py VENV REQUIREMENTS`.

Runs on whatever Python the machine calls python3, so it keeps to syntax that an old one can at
least parse, and says in plain words what to install when it cannot go on.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def main() -> int:
    """Make or mend the environment; the exit status says whether it can be used."""
    if sys.version_info < OLDEST:
        return _hand_over_to_a_newer_python()
    folder, requirements = Path(sys.argv[1]), sys.argv[2]
    if not _usable(folder) and not _make(folder):
        return 1
    pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return subprocess.call(
        [*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", requirements]
    )


def _hand_over_to_a_newer_python() -> int:
    for name in NEWER_NAMES:
        found = shutil.which(name)
        # A version manager's stand-in is on PATH also when the version is not installed.
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return subprocess.call([found, *sys.argv])
    _say(
        "Kaibo needs Python 3.11 or newer; {} is {}.{}.".format(
            sys.executable, *sys.version_info[:2]
        ),
        "Install a newer one beside it and name it: make PYTHON=/path/to/python3.12 ...",
    )
    return 1


def _make(folder: Path) -> bool:
    if importlib.util.find_spec("ensurepip"):
        venv.create(str(folder), clear=True, symlinks=os.name != "nt", with_pip=True)
        return True
    # Debian and Ubuntu keep ensurepip in a package of its own. A pip on the machine will do.
    if _pip_can_reach_into_environments():
        venv.create(str(folder), clear=True, symlinks=os.name != "nt", with_pip=False)
        pip = [sys.executable, "-m", "pip", "--python", str(_python(folder)), "install"]
        if subprocess.call([*pip, "--quiet", "--disable-pip-version-check", "pip"]) == 0:
            return True
    _say(
        f"{sys.executable} cannot make virtual environments: it has neither ensurepip nor pip.",
        f"On Debian or Ubuntu: sudo apt-get install python3.{sys.version_info[1]}-venv",
        "Elsewhere: install the complete Python, or name one: make PYTHON=/path/to/python3 ...",
    )
    return False


def _pip_can_reach_into_environments() -> bool:
    """Say whether there is a pip, and one that knows --python (22.3, October 2022)."""
    if not importlib.util.find_spec("pip"):
        return False
    asked = [sys.executable, "-m", "pip", "--help"]
    return b"--python" in subprocess.run(asked, capture_output=True, check=False).stdout


def _usable(folder: Path) -> bool:
    """Say whether the environment's Python still starts, has pip, and is new enough.

    It stops doing so when the system's Python was upgraded or the folder was moved.
    """
    question = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        answer = subprocess.run(
            [str(_python(folder)), "-c", question], capture_output=True, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _say(*lines: str) -> None:
    sys.stderr.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
