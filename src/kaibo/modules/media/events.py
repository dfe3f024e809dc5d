"""What happens to a show's picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackChanged(Event):
    """The picture can be watched, or no longer."""

    name: ClassVar[str] = "media.playback_changed.v1"
    show_id: str
