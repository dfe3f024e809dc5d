"""A folder in memory, for records that live as long as a test: nothing waits for a disk."""

import os
import shutil
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - each user of it makes a folder of its own
# A machine may give its containers very little of it.
LEAST_BYTES = 2 << 30


def in_memory() -> str | None:
    """Give where temporary folders in memory go; None, the usual place, where there is none."""
    if not SHARED_MEMORY.is_dir() or not os.access(SHARED_MEMORY, os.W_OK):
        return None
    return str(SHARED_MEMORY) if shutil.disk_usage(SHARED_MEMORY).free > LEAST_BYTES else None
