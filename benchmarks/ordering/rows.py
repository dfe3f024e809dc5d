"""What an order writes, read from the database, and the same rows again for further orders.

Nothing here knows a table: whatever rows came while orders were placed belong to them. Ids that
came with them are replaced by fresh ones, the same everywhere in the rows of one order, so that
references hold; a unique value without an id in it is made up anew.
"""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Engine,
    Table,
    UniqueConstraint,
    literal_column,
    select,
)
from sqlalchemy.engine import Dialect

from benchmarks.ordering import seam
from kaibo.apps.wiring import METADATA
from kaibo.kernel.ids import new_id

Value = Any
Row = dict[str, Value]
_TOKEN = re.compile(r"(?<![0-9a-z])([a-z]{3}_[0-9a-hjkmnp-tv-z]{26})(?![0-9a-z])")


class Ids(dict[str, str]):
    """For each id its successor, made when it is first asked for; what was known stays."""

    def __init__(self, known: frozenset[str], given: Mapping[str, str] | None = None) -> None:
        super().__init__(given or {})
        self._known = known

    def __missing__(self, token: str) -> str:
        """Make one."""
        self[token] = token if token in self._known else new_id(token[:3])
        return self[token]


@dataclass(frozen=True, slots=True)
class Kept:
    """A row to write again: its values, and those with ids in them cut at the ids."""

    table: str
    values: Row
    cut: Mapping[str, tuple[list[str], bool]]
    """By column: text and ids in turn, and whether the whole is bytes."""
    loose: tuple[str, ...]
    """Unique columns that hold no id."""

    def again(self, ids: Ids) -> Row:
        """Give the row with other ids; rows that belong together share `ids`."""
        row = dict(self.values)
        for column, (parts, is_bytes) in self.cut.items():
            fresh = "".join(ids[part] if place % 2 else part for place, part in enumerate(parts))
            row[column] = fresh.encode("latin-1") if is_bytes else fresh
        for column in self.loose:
            row[column] = secrets.token_hex(len(row[column]))[: len(row[column])]
        return row


@dataclass(frozen=True, slots=True)
class Written:
    """What some orders wrote."""

    orders: list[list[Kept]]
    """The rows that name the order, for each."""
    shared: list[Kept]
    """Rows that name no single order: written once for many, or for each without its id."""
    statements: Mapping[str, str]
    """By table, parents first: the INSERT, with named places."""
    known: frozenset[str] = field(default_factory=frozenset)
    """Ids that were there before, such as the item's; they stay."""

    def told(self) -> str:
        """Say which rows an order writes."""
        counts: dict[str, float] = defaultdict(float)
        for row in (*(row for rows in self.orders for row in rows), *self.shared):
            counts[row.table] += 1 / len(self.orders)
        return ", ".join(f"{name} {count:.2f}" for name, count in sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Batch:
    """Further orders, to be written at once."""

    rows: dict[str, list[Row]]
    """By table, parents first."""
    units: dict[str, int]
    """To be reserved, by item."""


def snapshot(engine: Engine) -> dict[str, list[Row]]:
    """Read every table as the database keeps it, by name, parents first."""
    with engine.connect() as connection:
        return {table.name: list(_raw(connection, table)) for table in METADATA.sorted_tables}


def written(before: dict[str, list[Row]], after: dict[str, list[Row]], dialect: Dialect) -> Written:
    """Find what was written between two snapshots, and sort it by order."""
    known = frozenset(_tokens(row for rows in before.values() for row in rows))
    new: list[Kept] = []
    for name, rows in after.items():
        table = METADATA.tables[name]
        keys = [column.name for column in table.primary_key]
        old = {tuple(row[key] for key in keys) for row in before[name]}
        new += [
            _kept(table, row, known) for row in rows if tuple(row[key] for key in keys) not in old
        ]
    orders: dict[str, list[Kept]] = {
        row.values["id"]: [] for row in new if row.table == seam.ORDERS
    }
    shared = []
    for row in new:
        named = orders.keys() & _tokens([row.values])
        if len(named) == 1:
            orders[named.pop()].append(row)
        else:
            shared.append(row)
    return Written(
        list(orders.values()), shared, {name: _insert(name, dialect) for name in after}, known
    )


def batches(written: Written, size: int) -> Iterator[Batch]:
    """Give batches of `size` orders for ever, with as many shared rows as there were."""
    order, shared, owed = 0, 0, 0.0
    while True:
        rows: dict[str, list[Row]] = defaultdict(list)
        units: dict[str, int] = defaultdict(int)
        for _ in range(size):
            ids = Ids(written.known)
            for kept in written.orders[order % len(written.orders)]:
                rows[kept.table].append(kept.again(ids))
                if kept.table == seam.LINES:
                    units[kept.values[seam.ITEM]] += kept.values["quantity"]
            order += 1
        owed += size * len(written.shared) / len(written.orders)
        while owed >= 1:
            kept = written.shared[shared % len(written.shared)]
            rows[kept.table].append(kept.again(Ids(written.known)))
            shared, owed = shared + 1, owed - 1
        yield Batch({name: rows[name] for name in written.statements if name in rows}, units)


def _raw(connection: Connection, table: Table) -> Iterator[Row]:
    # JSON as text, and nothing by the types of the models: values go back as they came.
    columns: list[ColumnElement[Value]] = [
        literal_column(
            f"CAST({column.name} AS text)" if isinstance(column.type, JSON) else f'"{column.name}"'
        ).label(column.name)
        for column in table.columns
    ]
    for row in connection.execute(select(*columns).select_from(table)).mappings():
        yield dict(row)


def _kept(table: Table, row: Row, known: frozenset[str]) -> Kept:
    cut = {}
    for column, value in row.items():
        if isinstance(value, str | bytes):
            parts = _TOKEN.split(_text(value))
            if len(parts) > 1:
                cut[column] = (parts, isinstance(value, bytes))
    renewed = {
        column
        for column, (parts, _) in cut.items()
        if any(part not in known for part in parts[1::2])
    }
    loose = []
    for columns in _unique(table):
        if not renewed & set(columns) and all(row[column] is not None for column in columns):
            if not isinstance(row[columns[-1]], str):
                raise TypeError(f"{table.name}: {columns} cannot be made up")
            loose.append(columns[-1])
    return Kept(table.name, row, cut, tuple(loose))


def _unique(table: Table) -> Iterator[list[str]]:
    yield [column.name for column in table.primary_key]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]
    for index in table.indexes:
        if index.unique:
            yield [column.name for column in index.columns]


def _insert(name: str, dialect: Dialect) -> str:
    columns = [column.name for column in METADATA.tables[name].columns]
    place = ":{}" if dialect.name == "sqlite" else "%({})s"
    places = ", ".join(place.format(column) for column in columns)
    return f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - our own names


def _tokens(rows: Iterable[Row]) -> set[str]:
    return {
        token
        for row in rows
        for value in row.values()
        if isinstance(value, str | bytes)
        for token in _TOKEN.findall(_text(value))
    }


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
