"""The database alone: the rows of orders in batches, by the driver's `executemany`.

The connection is the product's own (`platform.db.engine`), so it is as durable. Only the time
in the database counts: rows are made between the batches.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

from benchmarks.ordering import seam
from benchmarks.ordering.rows import Batch, Written, batches
from benchmarks.support.databases import engine_of


@dataclass(frozen=True, slots=True)
class Load:
    """What to write: to which database, in batches of how many orders, for how long."""

    url: str
    written: Written
    batch: int
    seconds: float
    core: int | None


class Writer:
    """A connection that writes batches."""

    def __init__(self, url: str, written: Written) -> None:
        self._engine = engine_of(url)
        self._connection = self._engine.raw_connection()
        self._cursor = self._connection.cursor()
        self._written = written
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        place = "?" if self._is_sqlite else "%s"
        self._reserve = (
            f"UPDATE {seam.STOCK} SET reserved = reserved + {place}, version = version + 1 "  # noqa: S608 - the seam's names
            f"WHERE {seam.ITEM} = {place}"
        )

    def write(self, batch: Batch) -> None:
        """Write the rows of a batch and reserve its units, in one transaction."""
        if self._is_sqlite:
            self._cursor.execute("BEGIN IMMEDIATE")
        for table, rows in batch.rows.items():
            self._cursor.executemany(self._written.statements[table], rows)
        units = [(count, item) for item, count in sorted(batch.units.items())]
        self._cursor.executemany(self._reserve, units)
        self._connection.commit()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
        self._engine.dispose()


def write(load: Load, told: Pipe) -> None:
    """Write for the time given and tell how many orders a second were written (a process)."""
    if load.core is not None:
        os.sched_setaffinity(0, {load.core})
    writer, orders, spent = Writer(load.url, load.written), 0, 0.0
    for batch in batches(load.written, load.batch):
        begun = time.perf_counter()
        writer.write(batch)
        spent += time.perf_counter() - begun
        orders += load.batch
        if spent >= load.seconds:
            break
    writer.close()
    told.send(orders / spent)
