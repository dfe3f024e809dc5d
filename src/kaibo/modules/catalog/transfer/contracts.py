"""What staff see of an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaibo.modules.catalog.transfer.plans import Outcome


class ImportState(StrEnum):
    """Where an import stands; ``ready`` waits for staff to start it."""

    CHECKING = "checking"
    READY = "ready"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what becomes of them, or became; ``stock`` is how many replace one."""

    new: int
    changed: int
    unchanged: int
    wrong: int
    stock: int


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What is wrong with the file as a whole, in the reader's language."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row; ``column`` is a key or empty, ``cell`` as spreadsheets name it."""

    row: int
    column: str
    cell: str
    code: str
    message: str
    value: str


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One of the first rows: its cells by key, what becomes of it, and which cells change."""

    row: int
    outcome: Outcome
    cells: dict[str, str]
    changed: list[str]
    errors: list[RowProblem]


@dataclass(frozen=True, slots=True)
class ProductImport:
    """An import; ``counts`` are what a start would do, and from then on what was done."""

    id: str
    state: ImportState
    name: str
    actor: str
    rows: int
    rows_done: int
    counts: Counts
    columns: list[str]
    unknown_columns: list[str]
    sample: list[SampleRow]
    problem: ImportProblem | None
    seconds_left: int | None
    created_at: datetime
    finished_at: datetime | None
