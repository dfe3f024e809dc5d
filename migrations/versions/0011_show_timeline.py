"""Keep what happened in a show on one timeline; pins and explanations say what is so now.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BATCH = 1000

_TIMELINE = sa.table(
    "show_timeline",
    sa.column("show_id", sa.String),
    sa.column("at_ms", sa.BigInteger),
    sa.column("kind", sa.String),
    sa.column("subject", sa.String),
    sa.column("data", sa.JSON),
)
_SHOWS = sa.table(
    "shows",
    sa.column("id", sa.String),
    sa.column("on_air_at", sa.DateTime(timezone=True)),
    sa.column("closed_at", sa.DateTime(timezone=True)),
)
_PINS = sa.table(
    "pins",
    sa.column("id", sa.String),
    sa.column("show_id", sa.String),
    sa.column("product_id", sa.String),
    sa.column("pinned_at", sa.DateTime(timezone=True)),
    sa.column("unpinned_at", sa.DateTime(timezone=True)),
)
_ATTENTION = sa.table(
    "room_attention",
    sa.column("show_id", sa.String),
    sa.column("at_ms", sa.BigInteger),
    sa.column("watching", sa.Integer),
    sa.column("danmaku", sa.Integer),
    sa.column("likes", sa.Integer),
)


def upgrade() -> None:
    op.create_table(
        "show_timeline",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_show_timeline")),
    )
    with op.batch_alter_table("show_timeline", schema=None) as batch_op:
        batch_op.create_index("ix_show_timeline_show_id_at_ms", ["show_id", "at_ms"], unique=False)
        batch_op.create_index(
            "ix_show_timeline_show_id_kind_at_ms", ["show_id", "kind", "at_ms"], unique=False
        )
    op.create_table(
        "explanations",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_explanations")),
    )
    _carry_over()
    op.drop_table("room_attention")
    op.execute("DELETE FROM pins WHERE unpinned_at IS NOT NULL")
    with op.batch_alter_table("pins", schema=None) as batch_op:
        batch_op.drop_index("uq_pins_present")
        batch_op.drop_index("ix_pins_show_id")
        batch_op.drop_column("unpinned_at")
        batch_op.create_unique_constraint("uq_pins_show_id_product_id", ["show_id", "product_id"])


def _carry_over() -> None:
    found = sorted([*_states(), *_pins(), *_attention()], key=lambda entry: entry["at_ms"])
    _insert(_TIMELINE, found)


def _states() -> Iterable[dict[str, Any]]:
    for row in op.get_bind().execute(sa.select(_SHOWS)):
        if row.on_air_at is not None:
            yield _entry(row.id, _ms(row.on_air_at), "on_air")
        if row.closed_at is not None:
            yield _entry(row.id, _ms(row.closed_at), "closed")


def _pins() -> Iterable[dict[str, Any]]:
    for row in op.get_bind().execute(sa.select(_PINS).order_by(_PINS.c.id)):
        yield _entry(row.show_id, _ms(row.pinned_at), "pinned", row.product_id)
        if row.unpinned_at is not None:
            yield _entry(row.show_id, _ms(row.unpinned_at), "unpinned", row.product_id)


def _attention() -> Iterable[dict[str, Any]]:
    for row in op.get_bind().execute(sa.select(_ATTENTION)):
        data = {"watching": row.watching, "danmaku": row.danmaku, "likes": row.likes}
        yield _entry(row.show_id, row.at_ms, "attention", "", data)


def _entry(
    show_id: str, at_ms: int, kind: str, subject: str = "", data: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "show_id": show_id,
        "at_ms": at_ms,
        "kind": kind,
        "subject": subject,
        "data": data or {},
    }


def _ms(at: datetime) -> int:
    # SQLite has no time zones; what it holds is UTC.
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return round(aware.timestamp() * 1000)


def downgrade() -> None:
    op.create_table(
        "room_attention",
        sa.Column("show_id", sa.String(length=40), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("watching", sa.Integer(), nullable=False),
        sa.Column("danmaku", sa.Integer(), nullable=False),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("show_id", "at_ms", name=op.f("pk_room_attention")),
    )
    with op.batch_alter_table("pins", schema=None) as batch_op:
        batch_op.drop_constraint("uq_pins_show_id_product_id", type_="unique")
        batch_op.add_column(sa.Column("unpinned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_pins_show_id", ["show_id"], unique=False)
        batch_op.create_index(
            "uq_pins_present",
            ["show_id", "product_id"],
            unique=True,
            sqlite_where=sa.text("unpinned_at IS NULL"),
            postgresql_where=sa.text("unpinned_at IS NULL"),
        )
    _give_back()
    op.drop_table("explanations")
    op.drop_table("show_timeline")


def _give_back() -> None:
    """Put ended pins and attention back where an older release looks for them."""
    rows = op.get_bind().execute(sa.select(_TIMELINE).order_by(_TIMELINE.c.at_ms)).all()
    attention: dict[tuple[str, int], dict[str, Any]] = {}
    pinned: dict[tuple[str, str], int] = {}
    ended: list[dict[str, Any]] = []
    for row in rows:
        subject = (row.show_id, row.subject)
        if row.kind == "attention":
            known = attention.setdefault(
                (row.show_id, row.at_ms),
                {"show_id": row.show_id, "at_ms": row.at_ms}
                | dict.fromkeys(("watching", "danmaku", "likes"), 0),
            )
            known["watching"] = max(known["watching"], row.data["watching"])
            known["danmaku"] += row.data["danmaku"]
            known["likes"] += row.data["likes"]
        elif row.kind == "pinned":
            pinned[subject] = row.at_ms
        elif row.kind == "unpinned" and subject in pinned:
            ended.append(
                {
                    "id": f"pin_before_{len(ended)}",
                    "show_id": row.show_id,
                    "product_id": row.subject,
                    "pinned_at": _moment(pinned.pop(subject)),
                    "unpinned_at": _moment(row.at_ms),
                }
            )
    _insert(_ATTENTION, list(attention.values()))
    _insert(_PINS, ended)


def _insert(table: sa.TableClause, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _BATCH):
        op.get_bind().execute(table.insert(), rows[start : start + _BATCH])


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
