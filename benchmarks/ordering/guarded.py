"""The usual way, as a rival: each order in its own transaction, which a guarded UPDATE decides."""

from __future__ import annotations

from collections import defaultdict

from benchmarks.ordering import seam
from benchmarks.ordering.rows import Ids, Row, Written
from kaibo.platform.db import UnitOfWork

# The names are the seam's own. The row of a hot item is locked last, for as short as can be.
_LOOK = f"SELECT {seam.FREE} FROM {seam.STOCK} WHERE {seam.ITEM} = %(item)s"  # noqa: S608 - as said
_TAKE = f"""
UPDATE {seam.STOCK} SET reserved = reserved + 1, version = version + 1
WHERE {seam.ITEM} = %(item)s AND {seam.FREE} >= 1
"""  # noqa: S608 - as said


def guarded(uow: UnitOfWork, written: Written, item: str) -> None:
    """Look whether one is left, write the rows of an order, and take it, or nothing.

    Everything by the driver alone, without SQLAlchemy. Raises the refusal.
    """
    connection = uow.session.connection()
    cursor = connection.connection.cursor()
    look, take = _LOOK, _TAKE
    if connection.dialect.name == "sqlite":
        look, take = (text.replace("%(item)s", ":item") for text in (_LOOK, _TAKE))
    wanted = {"item": item}
    cursor.execute(look, wanted)
    # To its end: a statement left in the middle, as a refusal would, cannot be asked again.
    found = cursor.fetchall()
    if not found or found[0][0] < 1:
        raise seam.sold_out(item)
    for table, rows in _rows(written, item).items():
        cursor.executemany(written.statements[table], rows)
    cursor.execute(take, wanted)
    if cursor.rowcount != 1:
        raise seam.sold_out(item)


def _rows(written: Written, item: str) -> dict[str, list[Row]]:
    sample = written.orders[0]
    line = next(kept for kept in sample if kept.table == seam.LINES)
    rows: dict[str, list[Row]] = defaultdict(list)
    also = written.shared[: round(len(written.shared) / len(written.orders))]
    ids = Ids(written.known, {line.values[seam.ITEM]: item})
    for kept in (*sample, *also):
        rows[kept.table].append(kept.again(ids))
    return {name: rows[name] for name in written.statements if name in rows}
