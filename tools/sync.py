"""Install one of the locks into this environment: `python tools/sync.py runtime|dev`.

dev is a superset of runtime. Installing dev makes the environment exactly that lock; installing
runtime only adds what is missing, so that `make demo` after `make test` takes nothing away.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
EXACTLY = ["pip", "sync"]
AT_LEAST = ["pip", "install", "--no-deps"]


def main() -> int:
    """Install the lock, then Kaibo itself in editable form."""
    lock = sys.argv[1]
    install = EXACTLY if lock == "dev" else AT_LEAST
    requirements = ["-r"] if install is AT_LEAST else []
    told = environment()
    steps = [
        [
            *install,
            "--require-hashes",
            "--only-binary=:all:",
            *requirements,
            f"requirements/{lock}.txt",
        ],
        ["pip", "install", "--no-deps", "--no-build-isolation", "--editable", "."],
    ]
    for step in steps:
        command = [str(BIN / "uv"), "--quiet", *step, f"--python={sys.executable}"]
        status = subprocess.call(command, cwd=ROOT, env=told)
        if status != 0:
            return status
    return 0


def environment() -> dict[str, str]:
    """Give uv what the machine's owner told pip, since uv reads no pip.conf.

    Whatever is already set for uv stays as it is.
    """
    told = _pip_settings()
    environment = dict(os.environ)
    for setting, variable in (
        ("index-url", "UV_DEFAULT_INDEX"),
        ("cert", "SSL_CERT_FILE"),
        ("proxy", "ALL_PROXY"),
    ):
        if setting in told:
            environment.setdefault(variable, told[setting])
    return environment


def _pip_settings() -> dict[str, str]:
    """Read `pip config list`: one `scope.name='value'` a line."""
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    settings: dict[str, str] = {}
    for line in listing.splitlines():
        name, separator, value = line.partition("=")
        if separator:
            # pip's own variables (:env:.index-url) are listed first and outrank its files.
            settings.setdefault(name.rpartition(".")[2], value.strip("'\""))
    return settings


if __name__ == "__main__":
    sys.exit(main())
