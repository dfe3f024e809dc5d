"""Asking a column for a piece of text: for what is asked too seldom to have an index."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute, Session

from kaibo.platform.search.scripts import written_for

_SIGNS_OF_GLOB = "*?["


def holds(session: Session, column: InstrumentedAttribute[str], wanted: str) -> ColumnElement[bool]:
    """Whether the column has ``wanted`` somewhere in it, whatever the case and the script."""
    lower: ColumnElement[str] = func.lower(column)
    text = wanted.lower()
    groups = [written_for(character) for character in text]
    if all(len(group) == 1 for group in groups):
        return lower.contains(text, autoescape=True)
    # LIKE knows no choice of characters; each database has another operator that does.
    if session.get_bind().dialect.name == "sqlite":
        return lower.bool_op("GLOB")(f"*{''.join(map(_glob, groups))}*")
    return lower.regexp_match("".join(map(_regex, groups)))


def _glob(group: str) -> str:
    return f"[{group}]" if len(group) > 1 or group in _SIGNS_OF_GLOB else group


def _regex(group: str) -> str:
    return f"[{group}]" if len(group) > 1 else re.escape(group)
