"""Rules for every tracked file, whatever its language."""

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path

from tests.support.repository import ROOT, lines_of, tracked_texts

# Put together here so that this file does not name them either.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
    )
]


def test_no_file_names_a_registry_host() -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))

    assert [place for place, line in lines_of("") if hosts.search(line)] == []


def test_locks_are_hashed_and_free_of_hosts() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert [lock.stem for lock in locks] == ["bootstrap", "dev", "runtime"]
    neighbours = ROOT / "benchmarks/rooming/neighbours"
    for lock in [*locks, neighbours / "requirements.txt"]:
        assert "://" not in lock.read_text()
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []

    for folder in (ROOT / "web", neighbours):
        packages = json.loads((folder / "package-lock.json").read_text())["packages"]
        # Our own are links to their folders.
        named = {
            name: entry
            for name, entry in packages.items()
            if name.startswith("node_modules/") and "link" not in entry
        }
        assert [name for name, entry in named.items() if "resolved" in entry] == []
        assert [name for name, entry in named.items() if "integrity" not in entry] == []


def test_the_runtime_lock_is_a_part_of_the_development_lock() -> None:
    pinned = {
        name: set(re.findall(r"(?m)^(\S+==\S+)", (ROOT / f"requirements/{name}.txt").read_text()))
        for name in ("runtime", "dev")
    }

    assert pinned["runtime"] - pinned["dev"] == set()


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    own = "|".join(re.escape(str(path)) for path in {ROOT, Path.home()} - {Path("/")})
    machine = re.compile(rf"(?<![\w.$}}])(?:{own}|/home/\w|/Users/\w)(?!\w)")

    assert [place for place, line in lines_of("") if machine.search(line)] == []


def test_nothing_is_left_open_in_the_source() -> None:
    left_open = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")

    folders = (
        "src/",
        "web/src/",
        "web/packages/",
        "migrations/",
        "tools/",
        "examples/",
        "benchmarks/",
    )
    sources = lines_of(*folders)
    assert [place for place, line in sources if left_open.search(line)] == []


def test_every_silenced_check_says_why() -> None:
    bare = re.compile(
        r"# noqa(?:: ?[A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*)?\s*$"
        r"|eslint-disable(?!.* -- \S)"
    )
    comment = re.compile(r"\s*(?:#|//|/?\*|<!--)")
    code = lines_of(
        "src/",
        "tests/",
        "tools/",
        "migrations/",
        "examples/",
        "benchmarks/",
        "web/src/",
        "web/packages/",
    )
    unexplained = [
        place
        for (_, above), (place, line) in pairwise([("", ""), *code])
        # The reason stands behind the mark, or in a comment right above it.
        if bare.search(line) and not comment.match(above)
    ]
    assert unexplained == []

    text = tracked_texts()["pyproject.toml"]
    ruff = tomllib.loads(text)["tool"]["ruff"]["lint"]
    codes = [
        *ruff["ignore"],
        *(code for rules in ruff["per-file-ignores"].values() for code in rules),
    ]
    assert [code for code in codes if not re.search(rf'"{code}",\s+# \S', text)] == []
