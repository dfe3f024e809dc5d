"""What the panel knows of the simulated gateway, and how it is told to behave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from kaibo.kernel.money import Money

LONGEST_LATENCY_MS = 10_000
LONGEST_DELAY_MS = 120_000
MOST_COPIES = 5
# How far apart webhooks may come that are shuffled: the later one may overtake the earlier.
SHUFFLE_MS = 10_000

State = Literal["open", "authorized", "approved", "declined", "expired", "refunded"]


@dataclass(frozen=True, slots=True)
class SandboxControls:
    """How the simulated gateway behaves; as it is made, it behaves well. Times in milliseconds.

    ``is_down``: nothing answers and no webhook leaves. ``declines``: who approves is declined,
    and what was authorised is when it is to be captured. ``captures_when_asked``: who approves
    only authorises, and the shop has to ask for the money. ``refuses_refunds``: no money is given
    back. ``latency_ms``: every answer takes that long. ``webhook_copies``: each webhook is sent so
    often. ``webhook_delay_ms``: so much later. ``shuffles_webhooks``: each at a moment of its own,
    so that later ones overtake.
    """

    is_down: bool = False
    declines: bool = False
    captures_when_asked: bool = False
    refuses_refunds: bool = False
    latency_ms: int = 0
    webhook_copies: int = 1
    webhook_delay_ms: int = 0
    shuffles_webhooks: bool = False


class Delivery(StrEnum):
    """How a webhook stands; one that failed is tried again by itself."""

    WAITING = "waiting"
    FAILING = "failing"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class SandboxWebhook:
    """One sending of a webhook; ``error`` is of its last try."""

    id: str
    event_id: str
    type: str
    delivery: Delivery
    attempts: int
    error: str
    due_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class SandboxRefund:
    """Money that the simulated gateway gave back; ``id`` is the shop's id of the refund."""

    id: str
    amount: Money
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SandboxAct:
    """A checkout as the simulated gateway knows it, with what it gave back and told."""

    id: str
    description: str
    amount: Money
    state: State
    created_at: datetime
    changed_at: datetime
    refunds: list[SandboxRefund]
    webhooks: list[SandboxWebhook]
