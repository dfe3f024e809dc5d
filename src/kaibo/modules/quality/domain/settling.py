"""Findings that hold still: raised after a while, kept until it is really better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kaibo.modules.quality.contracts import Figure, Level
from kaibo.modules.quality.domain.measures import Measure
from kaibo.modules.quality.domain.thresholds import BY_CODE, Rule

_ORDER = {None: 0, Level.NOTE: 1, Level.WARN: 2, Level.FAULT: 3}


@dataclass(frozen=True, slots=True)
class Held:
    """One finding's memory. Times without a zone are seconds of a clock that never goes back.

    ``level`` is what is told; ``None`` while it only may come. ``pending`` is what it has been
    moving to since ``pending_from``; ``seen_from`` is when the value first was bad, by the wall.
    """

    level: Level | None
    seen_from: datetime
    params: dict[str, Figure]
    pending: Level | None = None
    pending_from: float = 0


Memory = Mapping[str, Held]


def grade(rule: Rule, measure: Measure, held: Level | None) -> Level | None:
    """Give the level of a value; a level that is held is left only past its margin."""
    limits = ((Level.FAULT, rule.fault), (Level.WARN, rule.warn), (Level.NOTE, rule.note))
    for level, limit in limits:
        if limit is None or _ORDER[level] > _ORDER[measure.cap]:
            continue
        margin = rule.leave if _ORDER[held] >= _ORDER[level] else 1.0
        at = limit * margin
        if measure.value <= at if rule.below else measure.value >= at:
            return level
    return None


def settle(
    memory: Memory, measures: Mapping[str, Measure], *, seconds: float, now: datetime
) -> dict[str, Held]:
    """Give the next memory from the last one and what is measured now."""
    kept: dict[str, Held] = {}
    for code in memory.keys() | measures.keys():
        rule, measure, before = BY_CODE[code], measures.get(code), memory.get(code)
        held = before.level if before else None
        target = grade(rule, measure, held) if measure else None
        after = _step(rule, before, target, seconds, now)
        if after is not None:
            fresh = measure is not None and target is not None
            kept[code] = replace(after, params=measure.params) if measure and fresh else after
    return kept


def _step(
    rule: Rule, before: Held | None, target: Level | None, seconds: float, now: datetime
) -> Held | None:
    if before is None:
        if target is None:
            return None
        before = Held(None, now, {}, target, seconds)
    if target == before.level:
        return replace(before, pending=target, pending_from=seconds) if before.level else None
    if target != before.pending:
        # It turned: only a move that goes on in one direction counts its time from before.
        goes_on = _direction(before.level, before.pending) == _direction(before.level, target)
        begun = before.pending_from if goes_on else seconds
        before = replace(before, pending=target, pending_from=begun)
    is_worse = _ORDER[target] > _ORDER[before.level]
    wait = rule.hold_seconds if is_worse else rule.clear_seconds
    if seconds - before.pending_from < wait:
        return before
    if target is None:
        return None
    return replace(before, level=target)


def _direction(level: Level | None, target: Level | None) -> int:
    return (_ORDER[target] > _ORDER[level]) - (_ORDER[target] < _ORDER[level])
