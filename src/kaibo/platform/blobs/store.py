"""Storing and finding files by name."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Protocol

_NAME = re.compile(r"^[a-z0-9_]+\.[a-z0-9]+$")


class BlobStore(Protocol):
    """Keeps immutable files under names that are never used again."""

    def put(self, name: str, content: bytes) -> None:
        """Store the file durably; a name that exists already is an error."""
        ...

    def path(self, name: str) -> Path | None:
        """Give where the file is, or ``None`` when there is none of that name."""
        ...


class LocalBlobStore:
    """Files in one folder. A name has no folders in it, so nothing outside is reachable."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        """Store the file durably: written aside, synced, then given its name."""
        if not _NAME.fullmatch(name):
            msg = f"not a file name: {name!r}"
            raise ValueError(msg)
        self._root.mkdir(parents=True, exist_ok=True)
        target = self._root / name
        if target.exists():
            raise FileExistsError(target)
        aside = target.with_suffix(target.suffix + ".part")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)

    def path(self, name: str) -> Path | None:
        """Give where the file is, or ``None`` when there is none of that name."""
        if not _NAME.fullmatch(name):
            return None
        target = self._root / name
        return target if target.is_file() else None
