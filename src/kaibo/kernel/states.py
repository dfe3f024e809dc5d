"""A declared state machine: which moves exist, and a check before each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from kaibo.kernel.errors import ConflictError

State = TypeVar("State", bound=StrEnum)


class IllegalMoveError(ConflictError):
    """The thing is in a state from which the wanted state cannot be reached."""

    code = "illegal_move"


class StateMachine(Generic[State]):
    """The moves between the states of one kind of thing.

    ``moves`` maps each state to those that may follow; a state without followers is
    final. Every state of the enum must be declared.
    """

    def __init__(self, kind: str, moves: Mapping[State, Iterable[State]]) -> None:
        self.kind = kind
        self._moves = {state: frozenset(after) for state, after in moves.items()}
        states = set(type(next(iter(moves))))
        if states != set(self._moves):
            msg = f"{kind}: every state must be declared, missing {states - set(self._moves)}"
            raise ValueError(msg)

    def can(self, current: State, wanted: State) -> bool:
        """Whether ``wanted`` may follow ``current``."""
        return wanted in self._moves[current]

    def check(self, current: State, wanted: State) -> None:
        """Raise ``IllegalMoveError`` unless ``wanted`` may follow ``current``."""
        if not self.can(current, wanted):
            raise IllegalMoveError(kind=self.kind, current=current.value, wanted=wanted.value)

    def sources(self, wanted: State) -> frozenset[State]:
        """Give the states from which ``wanted`` can be reached in one move."""
        return frozenset(state for state, after in self._moves.items() if wanted in after)

    def is_final(self, state: State) -> bool:
        """Whether nothing follows ``state``."""
        return not self._moves[state]
