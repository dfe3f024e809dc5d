"""Moving files and folders so that it can be undone, also over the borders of file systems."""

from __future__ import annotations

import errno
import shutil
from contextlib import ExitStack
from pathlib import Path


def move(source: Path, target: Path, undo: ExitStack) -> None:
    """Rename; from one file system to another, copy and then delete.

    A mounted folder stays where it is, and so does a folder at the target: what is in the
    source moves into the target then. ``undo`` is told how to take each step back.
    """
    is_folder = source.is_dir() and not source.is_symlink()
    if not is_folder or not (source.is_mount() or target.is_dir()):
        _rename(source, target)
        # Only now: what a failed copy has left must not be put over what is whole.
        undo.callback(_rename, target, source)
        return
    if not target.is_dir():
        target.mkdir(mode=0o700)
        undo.callback(remove_if_empty, target)
    for path in list(source.iterdir()):
        move(path, target / path.name, undo)
    if not source.is_mount():
        source.rmdir()
        undo.callback(source.mkdir)


def remove_if_empty(folder: Path) -> None:
    """Remove the folder unless something is in it."""
    if not any(folder.iterdir()):
        folder.rmdir()


def _rename(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.move(source, target)
