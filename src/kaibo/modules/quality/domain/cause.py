"""Which one stage is at fault: the earliest cause that explains what later stages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaibo.modules.quality.contracts import Level, Stage
from kaibo.modules.quality.domain.thresholds import BY_CODE, Effect, Rule

_PLACE = {stage: place for place, stage in enumerate(Stage)}
_UNSEEN = frozenset({Effect.RECORDING})


@dataclass(frozen=True, slots=True)
class Found:
    """A finding that stands."""

    code: str
    level: Level

    @property
    def rule(self) -> Rule:
        """What the table says of it."""
        return BY_CODE[self.code]


def stage_at_fault(findings: Iterable[Found], past: Iterable[Found] = ()) -> Stage | None:
    """Name the stage that everything else follows from; none while nothing is a fault.

    ``past`` are causes that have just ended: players still show what they did.

    1. Faults that viewers notice come before those that only the recording does.
    2. The earliest stage with a fault that is a cause in itself is named: what is downstream of
       it follows from it, or is hidden by it.
    3. Where all faults are symptoms (players stall, parts are late), a mere warning further up
       that has the same effect explains them, and its stage is named.
       So does one that has just ended.
    4. Symptoms without a cause name their own earliest stage.
    """
    standing = [found for found in findings if found.level is not Level.NOTE]
    faults = [found for found in standing if found.level is Level.FAULT]
    noticed = [found for found in faults if found.rule.effects - _UNSEEN]
    faults = noticed or faults
    if not faults:
        return None
    causes = [found for found in faults if not found.rule.symptom]
    if causes:
        return _earliest(causes)
    hints = [
        found for found in (*standing, *past) if any(_explains(found, fault) for fault in faults)
    ]
    return _earliest(hints or faults)


def worst_first(findings: Sequence[Found], fault: Stage | None) -> list[Found]:
    """Order what to act on: the stage at fault, then faults, warnings and notes, along the way."""
    rank = {Level.FAULT: 0, Level.WARN: 1, Level.NOTE: 2}
    return sorted(
        findings,
        key=lambda found: (
            found.rule.stage is not fault or found.level is Level.NOTE,
            rank[found.level],
            _PLACE[found.rule.stage],
        ),
    )


def _explains(found: Found, fault: Found) -> bool:
    is_before = _PLACE[found.rule.stage] < _PLACE[fault.rule.stage]
    return is_before and bool(found.rule.effects & fault.rule.effects)


def _earliest(findings: Sequence[Found]) -> Stage:
    return min((found.rule.stage for found in findings), key=_PLACE.__getitem__)
