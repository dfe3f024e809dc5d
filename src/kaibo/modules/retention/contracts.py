"""What others may know of retention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Rule(StrEnum):
    """What is removed when it is old enough.

    - ``mails``: whom a mail went to, and what became of it; counted from when it was asked for.
    - ``webhooks``: that a payment gateway called; counted from then.
    - ``visits``: which viewer came to a show and went, and what looked automatic; counted from the
      show's end.
    - ``acts``: which viewer saw and opened which product; counted from the show's end.
    """

    MAILS = "mails"
    WEBHOOKS = "webhooks"
    VISITS = "visits"
    ACTS = "acts"


@dataclass(frozen=True, slots=True)
class Bounds:
    """In days: what holds while the store has not chosen, and between what it may choose."""

    usual: int
    least: int
    most: int = 3650


# Thirteen months hold a year to compare with. A gateway repeats a webhook for days, so that a month
# is the least that still knows it; and a month of visits and acts is what a show is settled in.
BOUNDS: Final[dict[Rule, Bounds]] = {
    Rule.MAILS: Bounds(usual=90, least=7),
    Rule.WEBHOOKS: Bounds(usual=180, least=30),
    Rule.VISITS: Bounds(usual=395, least=30),
    Rule.ACTS: Bounds(usual=395, least=30),
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long one kind of record is kept, in days."""

    rule: Rule
    days: int
    usual: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Removal:
    """One daily removal: how many records of each kind went, over all ``tries``.

    Without an end it was cut short, or could not remove everything yet: ``error`` tells what was
    in the way of the last try.
    """

    id: str
    started_at: datetime
    ended_at: datetime | None
    removed: dict[Rule, int]
    tries: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept, and the last removals, the newest first."""

    kept: list[Keeping]
    removals: list[Removal]
