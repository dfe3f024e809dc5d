"""The repository as its own subject: what git tracks, and what the package holds."""

import importlib
import pkgutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import kaibo

ROOT = Path(__file__).parents[2]


@cache
def tracked_texts() -> dict[str, str]:
    """Give every text file that git tracks or would take in, by its path from the root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    texts = {}
    for name in filter(None, listing.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in content:
            texts[name] = content.decode()
    return texts


def lines_of(*beginnings: str) -> Iterator[tuple[str, str]]:
    """Give ("path:number", line) for the tracked files whose paths begin like this."""
    for name, text in tracked_texts().items():
        if name.startswith(beginnings):
            for number, line in enumerate(text.splitlines(), 1):
                yield f"{name}:{number}", line


def import_everything() -> None:
    """Import every module of Kaibo but the ones that would start it."""
    for module in pkgutil.walk_packages(kaibo.__path__, "kaibo."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
