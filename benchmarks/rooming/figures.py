"""What is measured, and what came out."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

Figures = dict[str, float]
"""One contestant's figures of one round, by their names in `measuring`."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure: `seconds` of each measurement, numbers of sockets, deliveries a second."""

    rounds: int = 3
    seconds: float = 3.0
    small: int = 2000
    large: int = 5000
    crowded: int = 500
    """Subscribers of whom a tenth gets stuck."""
    viewers: int = 10_000
    """Of the burst of danmaku."""
    paced: int = 50_000
    offered: tuple[int, ...] = (1_000_000, 5_000_000)


@dataclass
class Results:
    """All rounds of all contestants, and what went wrong."""

    rounds: dict[str, list[Figures]] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    """Why a contestant has no figures, or not all."""
    wrong: list[str] = field(default_factory=list)
    """What makes the run fail."""
    warnings: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, figures: Figures) -> None:
        """Keep figures of a round."""
        self.rounds.setdefault(name, []).append(figures)

    def warn(self, what: str) -> None:
        """Keep a doubt, and how often it was had."""
        self.warnings[what] = self.warnings.get(what, 0) + 1

    def median(self, name: str, figure: str) -> float | None:
        """Give the median of the rounds that have that figure."""
        found = [one[figure] for one in self.rounds.get(name, ()) if figure in one]
        return statistics.median(found) if found else None

    def ratio(self, name: str, figure: str, beside: str) -> float | None:
        """Give the median of the rounds' ratios of two contestants' figures."""
        found = [
            it[figure] / other[figure]
            for it, other in zip(
                self.rounds.get(name, ()), self.rounds.get(beside, ()), strict=False
            )
            if figure in it and other.get(figure)
        ]
        return statistics.median(found) if found else None
