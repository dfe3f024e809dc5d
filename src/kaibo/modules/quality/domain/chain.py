"""The chain as a pure step: the last state, the facts now, the next state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kaibo.modules.quality.contracts import (
    Advice,
    Finding,
    Level,
    Stage,
    StageReport,
    StageState,
)
from kaibo.modules.quality.domain.cause import Found, stage_at_fault, worst_first
from kaibo.modules.quality.domain.facts import Facts
from kaibo.modules.quality.domain.figures import figures_of
from kaibo.modules.quality.domain.measures import measure
from kaibo.modules.quality.domain.settling import Held, settle
from kaibo.modules.quality.domain.thresholds import BY_CODE, OF_INPUT


@dataclass(frozen=True, slots=True)
class ChainState:
    """What the chain remembers from one step to the next."""

    memory: dict[str, Held] = field(default_factory=dict)
    stages: dict[Stage, tuple[StageState, datetime]] = field(default_factory=dict)
    fault: Stage | None = None
    since: datetime | None = None
    past: dict[str, float] = field(default_factory=dict)
    """Causes that are over, and until when they still explain what players report."""


# Players report every ten seconds what they saw over the last thirty.
AFTER_EFFECT_SECONDS = 45


def advance(before: ChainState, facts: Facts, *, seconds: float, now: datetime) -> ChainState:
    """Take the facts of this moment; ``seconds`` is a clock that never goes back."""
    remembered = before.memory
    if facts.input is None:
        remembered = {code: held for code, held in remembered.items() if code not in OF_INPUT}
    memory = settle(remembered, measure(facts), seconds=seconds, now=now)
    stages: dict[Stage, tuple[StageState, datetime]] = {}
    for stage in Stage:
        state = _state_of(stage, memory, facts)
        was = before.stages.get(stage)
        stages[stage] = was if was is not None and was[0] is state else (state, now)
    # What the show's own inputs went through explains nothing of a picture from elsewhere.
    past = {} if facts.source == "outside" else _past(before, memory, seconds)
    fault = stage_at_fault(_found(memory), [Found(code, Level.WARN) for code in past])
    since = before.since
    if since is None or fault is not before.fault:
        since = _begun(memory, fault, now)
    return ChainState(memory, stages, fault, since, past)


def reports(state: ChainState, facts: Facts) -> list[StageReport]:
    """Give the five stages, in the picture's order."""
    told = []
    for stage in Stage:
        findings = [
            Finding(code, held.level, held.params, held.seen_from)
            for code, held in _told(state.memory)
            if BY_CODE[code].stage is stage and held.level is not None
        ]
        findings.sort(key=lambda item: (_WORST[item.level], item.since))
        stands, since = state.stages.get(stage, (StageState.IDLE, None))
        told.append(StageReport(stage, stands, since, findings, figures_of(stage, facts)))
    return told


def advice(state: ChainState) -> list[Advice]:
    """Give what to do, worst first."""
    ordered = worst_first(_found(state.memory), state.fault)
    return [Advice(item.code, state.memory[item.code].params) for item in ordered]


_WORST = {Level.FAULT: 0, Level.WARN: 1, Level.NOTE: 2}


def _past(before: ChainState, memory: dict[str, Held], seconds: float) -> dict[str, float]:
    stood = {found.code for found in _found(before.memory) if found.level is not Level.NOTE}
    ended = dict.fromkeys(stood - memory.keys(), seconds + AFTER_EFFECT_SECONDS)
    return {
        code: until
        for code, until in (before.past | ended).items()
        if until > seconds and code not in memory and not BY_CODE[code].symptom
    }


def _begun(memory: dict[str, Held], fault: Stage | None, now: datetime) -> datetime:
    begun = [
        held.seen_from
        for code, held in _told(memory)
        if BY_CODE[code].stage is fault and held.level is not Level.NOTE
    ]
    return min(begun, default=now)


def _told(memory: dict[str, Held]) -> list[tuple[str, Held]]:
    return [(code, held) for code, held in sorted(memory.items()) if held.level is not None]


def _found(memory: dict[str, Held]) -> list[Found]:
    return [Found(code, held.level) for code, held in _told(memory) if held.level is not None]


def _state_of(stage: Stage, memory: dict[str, Held], facts: Facts) -> StageState:
    levels = {held.level for code, held in memory.items() if BY_CODE[code].stage is stage}
    if Level.FAULT in levels:
        return StageState.FAULT
    if Level.WARN in levels:
        return StageState.WARN
    return StageState.OK if _is_used(stage, facts) else StageState.IDLE


def _is_used(stage: Stage, facts: Facts) -> bool:
    if stage is Stage.PLAYER:
        return facts.players.players > 0
    if stage is Stage.DELIVERY:
        return facts.input is not None and facts.input.now.is_playable
    return facts.input is not None
