"""The one thread that touches the disk, and the system calls it makes."""

from __future__ import annotations

import errno
import os
import queue
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def code_of(error: OSError) -> str:
    """Name a fault for the operator: `disk_full`, or `disk_error` for any other."""
    return "disk_full" if error.errno in _NO_ROOM else "disk_error"


def free_bytes(folder: Path) -> int:
    """Bytes that this process may still write where the folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


@dataclass(frozen=True, slots=True)
class Disk:
    """What writing needs of the system. Tests put faults in here."""

    write: Callable[[int, bytes | memoryview], int] = os.write
    sync: Callable[[int], None] = os.fdatasync
    free: Callable[[Path], int] = free_bytes


class DiskThread:
    """Runs jobs in the order they came. Jobs must not raise; they may block as long as they like.

    Those who submit bound what they submit. The thread is a daemon, so that a disk which never
    answers cannot keep the process from ending.
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = Thread(target=self._run, name="recording", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], None]) -> None:
        """Run it after everything that was submitted before."""
        self._jobs.put(job)

    def close(self) -> None:
        """End after what was submitted; does not wait for it."""
        self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
