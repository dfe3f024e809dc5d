"""How Alembic reaches the database: the connection is handed in by ``kaibo migrate``."""

from __future__ import annotations

from typing import Literal

from alembic import context

from kaibo.apps.wiring import METADATA
from kaibo.platform import search
from kaibo.platform.db import UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as the plain ones beneath: a script must outlive our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Bring the connection in ``config.attributes`` to the wanted revision."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        # SQLite cannot alter most things in place; tables are rebuilt instead.
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        # The tables of search indexes are in no metadata; a revision makes them by hand.
        include_name=search.is_looked_at(METADATA),
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
