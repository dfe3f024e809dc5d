"""Asking the questions, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from kaibo.apps.books.checks import CHECKS, GIVEN_BACK, TAKINGS

# As many as a person can look at; the count tells of all.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not add up."""

    reference: str
    found: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule, and what breaks it: how many, and the first of them."""

    name: str
    broken: int
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Books:
    """Whether all adds up; ``takings`` is one number found in three ways, in minor units."""

    is_right: bool
    checks: list[Checked]
    takings: dict[str, int]
    orders: int
    movements: int


def check(session: Session) -> Books:
    """Look through the books, as they are in one moment."""
    checks = [_ask(session, rule.name, rule.sql) for rule in CHECKS]
    takings = {name: int(session.scalar(text(sql)) or 0) for name, sql in TAKINGS}
    return Books(
        is_right=not any(asked.broken for asked in checks) and len(set(takings.values())) == 1,
        checks=checks,
        takings=takings,
        orders=int(session.scalar(text("SELECT COUNT(*) FROM orders")) or 0),
        movements=int(session.scalar(text("SELECT COUNT(*) FROM stock_movements")) or 0),
    )


def _ask(session: Session, name: str, sql: str) -> Checked:
    given_back = GIVEN_BACK[session.get_bind().dialect.name]
    rows = session.execute(text(f"WITH given_back AS ({given_back}) {sql}")).all()
    shown = [Difference(str(row[0]), int(row[1]), int(row[2])) for row in rows[:SHOWN]]
    return Checked(name, len(rows), shown)
