"""Storing and finding files by name."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from pathlib import Path
from typing import Protocol

_NAME = re.compile(r"^[a-z0-9_]+\.[a-z0-9]+$")
_UNFINISHED = ".part"
# Nothing takes as long as this to be written.
_LEFT_BEHIND_S = 86_400


class BlobStore(Protocol):
    """Keeps immutable files under names that are never used again for another content."""

    def put(self, name: str, content: bytes) -> None:
        """Store the file durably; a name that exists already is an error."""
        ...

    def scratch(self, name: str) -> Path:
        """Give where a big file may be written before it is adopted; nobody can fetch it there.

        What was written for this name before, and not adopted, is removed.
        """
        ...

    def adopt(self, name: str, source: Path) -> None:
        """Store the file that was written to its scratch; in one step, whole and durably."""
        ...

    def path(self, name: str) -> Path | None:
        """Give where the file is, or ``None`` when there is none of that name."""
        ...

    def delete(self, name: str) -> None:
        """Remove the file; one that is not there stays so."""
        ...

    def free_bytes(self) -> int:
        """Give the bytes that can still be written."""
        ...


class LocalBlobStore:
    """Files in one folder. A name has no folders in it, so nothing outside is reachable."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        """Store the file durably: written aside, synced, then given its name."""
        target = self._target(name)
        if target.exists():
            raise FileExistsError(target)
        aside = target.with_suffix(target.suffix + _UNFINISHED)
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
        except OSError:
            # A full disk does not need half a file on top.
            aside.unlink(missing_ok=True)
            raise

    def scratch(self, name: str) -> Path:
        """Give where a big file may be written before it is adopted.

        Somebody who still writes to the scratch of before writes to nowhere.
        """
        target = self._target(name)
        for left in self._root.glob(f"{name}.*{_UNFINISHED}"):
            left.unlink(missing_ok=True)
        self._forget_what_was_left()
        return target.with_name(f"{name}.{secrets.token_hex(4)}{_UNFINISHED}")

    def adopt(self, name: str, source: Path) -> None:
        """Store the file that was written to its scratch: synced, then given its name."""
        target = self._target(name)
        handle = os.open(source, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        source.replace(target)

    def path(self, name: str) -> Path | None:
        """Give where the file is, or ``None`` when there is none of that name."""
        if not _NAME.fullmatch(name):
            return None
        target = self._root / name
        return target if target.is_file() else None

    def delete(self, name: str) -> None:
        """Remove the file; one that is not there stays so."""
        if _NAME.fullmatch(name):
            (self._root / name).unlink(missing_ok=True)

    def free_bytes(self) -> int:
        """Give the bytes that can still be written."""
        self._root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._root).free

    def _target(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            msg = f"not a file name: {name!r}"
            raise ValueError(msg)
        self._root.mkdir(parents=True, exist_ok=True)
        return self._root / name

    def _forget_what_was_left(self) -> None:
        before = time.time() - _LEFT_BEHIND_S
        for left in self._root.glob(f"*{_UNFINISHED}"):
            try:
                if left.stat().st_mtime < before:
                    left.unlink()
            except FileNotFoundError:
                continue
