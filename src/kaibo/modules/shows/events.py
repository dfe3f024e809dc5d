"""What happens to a show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowChanged(Event):
    """Title, host, time or products of a show changed."""

    name: ClassVar[str] = "shows.show_changed.v1"
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWentOnAir(Event):
    """A show began."""

    name: ClassVar[str] = "shows.went_on_air.v1"
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowClosed(Event):
    """A show ended for good."""

    name: ClassVar[str] = "shows.closed.v1"
    show_id: str
