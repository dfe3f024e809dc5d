"""Engines: how a connection to each database is opened."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from types import ModuleType

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.pool import QueuePool

# SQLite before this version can corrupt a WAL database when several connections
# checkpoint at once (the WAL-reset bug).
SQLITE_SAFE_VERSION = (3, 51, 3)

# A tenth of the time that Python's own takes, and every order has an address.
_ENCODER = msgspec.json.Encoder()


def _json(value: object) -> str:
    return _ENCODER.encode(value).decode()


def sqlite_module() -> ModuleType:
    """Give the SQLite binding in use: the wheel's own, newer SQLite, else Python's."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def sqlite_version() -> tuple[int, ...]:
    """Give the version of the SQLite library in use."""
    return tuple(int(part) for part in sqlite_module().sqlite_version.split("."))


def sqlite_has_fts5() -> bool:
    """Whether the SQLite library in use was built with its full-text search."""
    module = sqlite_module()
    connection = module.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except module.OperationalError:
        return False
    finally:
        connection.close()
    return True


def sqlite_engine(url: str, *, readonly: bool, foreign_keys: bool = True) -> Engine:
    """Open SQLite in WAL mode with full durability.

    ``foreign_keys`` is off for migrations only: a table that others refer to is rebuilt by
    dropping it, and the pragma cannot change inside a transaction.

    The writing engine begins IMMEDIATE: a deferred transaction that reads before it
    writes fails at once when another writer was quicker, whatever the busy timeout.
    """
    engine = create_engine(
        url,
        module=sqlite_module(),
        connect_args={"check_same_thread": False, "timeout": 10},
        # The writer keeps its connection from commit to commit; a backup has one beside it.
        poolclass=QueuePool,
        hide_parameters=True,
        json_serializer=_json,
        **({"pool_size": 8, "max_overflow": 0} if readonly else {"pool_size": 1}),
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: object) -> None:
        # The driver's own transaction handling is off: BEGIN is ours, below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute("PRAGMA cache_size=-32000")
        if readonly:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine


def postgresql_engine(url: str, *, pool_size: int) -> Engine:
    """Open PostgreSQL by psycopg 3 with a small pool that checks its connections."""
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        # An error's text ends in logs and dead letters; buyers' names and addresses must not.
        hide_parameters=True,
        json_serializer=_json,
        # Starting a second process for a statement took 16 to 80 ms on two busy cores, for a search
        # that one process answers in a millisecond.
        connect_args={
            "connect_timeout": 5,
            "options": "-c timezone=UTC -c max_parallel_workers_per_gather=0",
        },
    )

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        # The server's DETAIL repeats the row that failed: names, telephone numbers, addresses.
        diagnosis = getattr(context.original_exception, "diag", None)
        primary = getattr(diagnosis, "message_primary", None)
        if primary:
            context.original_exception.args = (primary,)
            if context.sqlalchemy_exception is not None:
                context.sqlalchemy_exception.args = (primary,)

    return engine
