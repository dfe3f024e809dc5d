"""The real core process, pinned to a core, whose flow can be exchanged while it serves.

    python -m benchmarks.ordering.server --panel FILE --core 0

It is `kaibo.apps.api` with its settings from the environment; only what stands behind the order
route is looked up at each request (`Flow`), so that the product and what it is compared with are
one process with one route. ``--idle`` leaves the work queue alone, so that all rows that an order
wrote can be seen.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pickle
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Connection, Engine, event

import kaibo.apps.api.app as app_module
import kaibo.apps.api.server as server_module
from benchmarks.ordering import seam
from benchmarks.ordering.guarded import guarded
from benchmarks.ordering.panel import Flow, Panel
from benchmarks.ordering.rows import Written
from kaibo.apps.wiring import Core, build_core
from kaibo.kernel.errors import KaiboError
from kaibo.platform.db.writer import SingleWriter
from kaibo.platform.settings import Settings
from kaibo.platform.telemetry.logs import configure_logs


class Switch:
    """Answers as the panel says; remembers what the real flow answered last."""

    def __init__(self, core: Core, panel: Panel, written: Written | None) -> None:
        self._db = core.context.db
        self._panel = panel
        self._written = written
        self._answer: seam.Answer | None = None
        self._refusal: KaiboError | None = None
        seam.watch(core.context, self.place)

    async def place(self, wanted: seam.Wanted, really: seam.Place) -> seam.Answer:
        """Answer the route."""
        flow = self._panel.flow
        if flow == Flow.REAL:
            return await self._remembered(really(wanted))
        if flow == Flow.STUB_SOLD_OUT and self._refusal is not None:
            raise type(self._refusal)(**self._refusal.params)
        if flow == Flow.GUARDED and self._written is not None:
            await self._db.run(guarded, self._written, seam.item_of(wanted))
        if self._answer is None:
            raise LookupError("the real flow has answered nothing yet")
        return self._answer

    async def _remembered(self, answering: Awaitable[seam.Answer]) -> seam.Answer:
        try:
            self._answer = await answering
        except KaiboError as refusal:
            self._refusal = refusal
            raise
        return self._answer


def count_commits(engine: Engine, panel: Panel) -> None:
    """Count the commits that wrote orders: orders divided by them is the batch."""
    insert, lock = f"INSERT INTO {seam.ORDERS} ", threading.Lock()

    @event.listens_for(engine, "before_cursor_execute")
    def _on_statement(
        connection: Connection, _cursor: object, statement: str, *_rest: object
    ) -> None:
        if statement.startswith(insert):
            connection.info["has_orders"] = True

    @event.listens_for(engine, "commit")
    def _on_commit(connection: Connection) -> None:
        if connection.info.pop("has_orders", False):
            with lock:
                panel.commits += 1


def one_by_one(
    grouped: Callable[[SingleWriter, list[Any]], None], panel: Panel
) -> Callable[[SingleWriter, list[Any]], None]:
    """Have SQLite's writer commit each use case alone while the guarded rival is measured."""

    def commit(writer: SingleWriter, group: list[Any]) -> None:
        if panel.flow != Flow.GUARDED:
            grouped(writer, group)
            return
        for request in group:
            grouped(writer, [request])

    return commit


class _NoWork:
    """Stands in for the runner: what is due waits."""

    def __init__(self, *_parts: object) -> None: ...

    def start(self) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""


def main() -> None:
    """Read the options and serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--panel", type=Path, required=True)
    parser.add_argument("--core", type=int)
    parser.add_argument("--rows", type=Path, help="what an order writes, for the guarded rival")
    parser.add_argument("--idle", action="store_true")
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    settings, panel = Settings(), Panel(options.panel)
    written = None
    if options.rows:
        written = pickle.loads(options.rows.read_bytes())  # noqa: S301 - written by the benchmark itself
    configure_logs(form=settings.log_format, level=settings.log_level)

    def build(settings: Settings) -> Core:
        core = build_core(settings)
        count_commits(core.context.db.write_engine, panel)
        Switch(core, panel, written)
        return core

    with contextlib.ExitStack() as patches:
        patches.enter_context(mock.patch.object(server_module, "build_core", build))
        commit = one_by_one(SingleWriter._commit, panel)  # noqa: SLF001 - grouping has no switch
        patches.enter_context(mock.patch.object(SingleWriter, "_commit", commit))
        if options.idle:
            patches.enter_context(mock.patch.object(app_module, "WorkRunner", _NoWork))
        server_module.serve_core(settings)


if __name__ == "__main__":
    main()
