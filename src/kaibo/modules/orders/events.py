"""What happens to an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCreated(Event):
    """A buyer ordered; stock is reserved, nothing is paid."""

    name: ClassVar[str] = "orders.created.v1"
    order_id: str
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaid(Event):
    """The money was captured."""

    name: ClassVar[str] = "orders.paid.v1"
    order_id: str
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShipped(Event):
    """The goods left the house."""

    name: ClassVar[str] = "orders.shipped.v1"
    order_id: str
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDelivered(Event):
    """The goods arrived."""

    name: ClassVar[str] = "orders.delivered.v1"
    order_id: str
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCompleted(Event):
    """The buyer said that all is well, or the time to object is over."""

    name: ClassVar[str] = "orders.completed.v1"
    order_id: str
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(Event):
    """The order will not be carried out; its stock was given back."""

    name: ClassVar[str] = "orders.cancelled.v1"
    order_id: str
    show_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefunded(Event):
    """Money was given back; ``amount`` in minor units, ``is_whole`` when nothing is left."""

    name: ClassVar[str] = "orders.refunded.v1"
    order_id: str
    show_id: str
    amount: int
    is_whole: bool
