"""What others may know of a viewer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person who watches; ``display_name`` is what the room sees."""

    id: str
    display_name: str


@dataclass(frozen=True, slots=True)
class ViewerSession:
    """A signed-in viewer; ``token`` works as a bearer token."""

    viewer: Viewer
    token: str
