"""A child of ``kaibo serve`` ends when its parent does, however that died.

The supervisor keeps the other end of the child's standard input open and never writes to
it; when the supervisor is gone, reading gives the end of the file.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

VARIABLE = "KAIBO_SUPERVISED"
DEMO = "KAIBO_DEMO"


def is_demo() -> bool:
    """Whether this process belongs to ``kaibo demo``, which simulates mail."""
    return os.environ.get(DEMO) == "1"


@contextmanager
def stop_with_supervisor(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop``, in a thread of its own, when the supervisor goes away."""
    if os.environ.get(VARIABLE) == "1":
        threading.Thread(target=_watch, args=(stop,), name="supervisor-watch", daemon=True).start()
    yield


def _watch(stop: Callable[[], None]) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop()
