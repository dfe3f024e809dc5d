"""Named points that work passes on its way, so that tests can end a process exactly there.

    reach("place_order.written")

does nothing unless somebody watches; what a watcher raises or does happens at that point.
"""

from __future__ import annotations

from collections.abc import Callable

Watcher = Callable[[str], None]

_watcher: Watcher | None = None


def reach(point: str) -> None:
    """Say that this point was reached."""
    if _watcher is not None:
        _watcher(point)


def watch(watcher: Watcher | None) -> None:
    """Have ``watcher`` called with the name of every point that is reached; ``None`` ends it."""
    global _watcher  # noqa: PLW0603 - one for the process, as a signal handler is
    _watcher = watcher
