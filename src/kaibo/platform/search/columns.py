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
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    ways = _in_both_cases if is_sqlite else written_for
    groups = [ways(character) for character in text]
    if all(len(group) == 1 for group in groups):
        return lower.contains(text, autoescape=True)
    # LIKE knows no choice of characters; each database has another operator that does.
    if is_sqlite:
        return lower.bool_op("GLOB")(f"*{''.join(map(_glob, groups))}*")
    return lower.regexp_match("".join(map(_regex, groups)))


def _in_both_cases(character: str) -> str:
    """Give the ways to write a character where the database's ``lower`` knows only ASCII."""
    upper = character.upper()
    if character.isascii() or upper == character or len(upper) > 1:
        return written_for(character)
    return character + upper


def _glob(group: str) -> str:
    return f"[{group}]" if len(group) > 1 or group in _SIGNS_OF_GLOB else group


def _regex(group: str) -> str:
    return f"[{group}]" if len(group) > 1 else re.escape(group)
