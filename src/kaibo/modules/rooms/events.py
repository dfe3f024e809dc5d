"""What happens in a room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPinned(Event):
    """The host holds a product up."""

    name: ClassVar[str] = "rooms.product_pinned.v1"
    show_id: str
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductUnpinned(Event):
    """The host puts a product back."""

    name: ClassVar[str] = "rooms.product_unpinned.v1"
    show_id: str
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationChanged(Event):
    """The host explains another product, or none any more."""

    name: ClassVar[str] = "rooms.explanation_changed.v1"
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkModerated(Event):
    """The crew hid a line, held one up, let somebody not speak, or took one of these back."""

    name: ClassVar[str] = "rooms.talk_moderated.v1"
    show_id: str
