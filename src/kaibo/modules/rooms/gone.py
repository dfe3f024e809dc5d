"""Viewers who were erased: whom no room lets in any more.

A ticket opens a socket for a while after it was taken. Whoever is erased in between must not come
in by it, and talk on as nobody.

Used from the event loop's thread only; `now` is loop time in seconds.
"""

from collections.abc import Collection

REASON = "erased"
"""What the close frame says, beside the code of a refused ticket."""

_REMEMBERED = 600.0
"""Seconds: longer than any ticket lives, and than a gateway is cut off as a rule."""


class Gone:
    """Remembers who was erased, for as long as tickets of before may come."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def note(self, viewer_ids: Collection[str], now: float) -> None:
        """Let these in no more."""
        self._until = {one: until for one, until in self._until.items() if until > now}
        self._until |= dict.fromkeys(viewer_ids, now + _REMEMBERED)

    def has(self, viewer_id: str) -> bool:
        """Whether this viewer was erased not long ago."""
        return viewer_id in self._until

    @property
    def people(self) -> tuple[str, ...]:
        """All who are remembered."""
        return tuple(self._until)
