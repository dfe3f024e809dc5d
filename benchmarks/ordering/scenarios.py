"""What is ordered, and who is measured beside the product."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.ordering.panel import Flow

PLENTY = 1_000_000
FEW = 200
"""Units of an item that is to sell out."""
MANY_ITEMS = 1000
SELLING = frozenset({Flow.REAL, Flow.GUARDED})
"""Flows that write orders; the others only answer."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is ordered, and who answers, in this order within a round."""

    name: str
    label: str
    flows: tuple[tuple[str, Flow], ...]
    sells_out: bool = False
    """Whether nothing is left, so that every order is refused."""


SCENARIOS = (
    Scenario(
        "hot",
        "one hot item",
        (
            ("real", Flow.REAL),
            ("stub", Flow.STUB),
            ("guarded", Flow.GUARDED),
        ),
    ),
    Scenario(
        "many",
        f"{MANY_ITEMS:,} items",
        (
            ("real", Flow.REAL),
            ("stub", Flow.STUB),
            ("guarded", Flow.GUARDED),
        ),
    ),
    Scenario(
        "sold-out",
        "sold out",
        (
            ("real", Flow.REAL),
            ("stub", Flow.STUB_SOLD_OUT),
            ("guarded", Flow.GUARDED),
        ),
        sells_out=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure; `seconds` of each measurement."""

    rounds: int
    seconds: float
    connections: int
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one contestant did in one round."""

    per_second: float
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    cpu_ms: float = 0.0
    """Processor time of the core process for one answer, all that it does beside included."""
    batch: float = 0.0
    """Orders in one commit."""

    def told(self) -> str:
        """Give them in a line, those that there are."""
        told = f"{self.per_second:9,.0f}/s"
        if self.p50_ms:
            told += f"  p50 {self.p50_ms:7,.1f} ms  p99 {self.p99_ms:7,.1f} ms"
            told += f"  {self.cpu_ms:6.2f} ms CPU"
        return told + (f"  {self.batch:5.1f} a commit" if self.batch else "")


Results = dict[tuple[str, str], list[Figures]]
"""Rounds by scenario and contestant."""
