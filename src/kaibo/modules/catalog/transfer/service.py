"""Imports: uploaded, checked, started, stopped, taken up again, done."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from kaibo.kernel.errors import KaiboError, NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.catalog.transfer import loading, repository
from kaibo.modules.catalog.transfer.contracts import ImportState
from kaibo.modules.catalog.transfer.deciding import decide
from kaibo.modules.catalog.transfer.errors import ImportBusyError, UnknownZoneError
from kaibo.modules.catalog.transfer.models import ProductImportRow
from kaibo.modules.catalog.transfer.plans import Outcome, Terms
from kaibo.modules.catalog.transfer.reading import Group, RowError, Sheet
from kaibo.modules.catalog.transfer.writing import Done, carry_out
from kaibo.modules.identity import facade as identity
from kaibo.platform.db import UnitOfWork

CHECK_JOB = "catalog.check_import"
RUN_JOB = "catalog.run_import"
# Rows that are shown before an import is started.
SAMPLE_ROWS = 20
# Uploads that are older are forgotten when another one comes.
KEPT = timedelta(days=30)

_BUSY = (ImportState.CHECKING, ImportState.RUNNING)
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was stored; ``prefer`` is the encoding of a CSV that does not tell its own."""

    name: str
    file: str
    size: int
    zone: str
    prefer: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found."""

    done: Done
    sample: list[dict[str, Any]]
    stock_changes: int


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know of an import."""

    file: str
    prefer: str
    terms: Terms
    groups_done: int


def zone_of(name: str) -> tzinfo:
    """Find a time zone by its name (IANA) or its offset, ``+08:00``."""
    if name == "UTC":
        return UTC
    if found := _OFFSET.fullmatch(name):
        ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
        if ahead < timedelta(days=1):
            return timezone(ahead if found[1] == "+" else -ahead)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(field="zone") from error


def upload(uow: UnitOfWork, stored: Upload, actor: str) -> ProductImportRow:
    """Take a stored file in and have it checked."""
    zone_of(stored.zone)
    row = ProductImportRow(
        id=new_id("imp"),
        state=ImportState.CHECKING,
        name=stored.name,
        file=stored.file,
        size=stored.size,
        zone=stored.zone,
        prefer=stored.prefer,
        actor=actor,
        letters={},
        unknown=[],
        sample=[],
        problem_params={},
        created_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.enqueue(CHECK_JOB, {"import_id": row.id})
    return row


def forget_old(uow: UnitOfWork) -> list[str]:
    """Forget what was uploaded long ago; give the files, which nobody needs any more."""
    old = repository.left_before(uow.session, uow.now - KEPT, but=_BUSY)
    repository.forget(uow, [row.id for row in old])
    return [row.file for row in old]


def get(session: Session, import_id: str) -> ProductImportRow:
    """Find an import, or raise ``NotFoundError``."""
    row = repository.find(session, import_id)
    if row is None:
        raise NotFoundError(import_id=import_id)
    return row


def begin_check(session: Session, import_id: str) -> Job | None:
    """Give what a check needs; ``None`` when it is not wanted any more."""
    row = repository.find(session, import_id)
    if row is None or row.state != ImportState.CHECKING:
        return None
    return _job(session, row)


def check_chunk(session: Session, groups: Collection[Group], terms: Terms, room: int) -> Finding:
    """Say what a chunk would do, with a sample of ``room`` rows at most; changes nothing."""
    found = loading.look(session, groups)
    done = Done()
    sample: list[dict[str, Any]] = []
    stock_changes = 0
    for group in groups:
        plan = decide(group, found, terms)
        done.outcomes.update(plan.outcomes.values())
        done.errors += plan.errors
        stock_changes += sum(1 for entry in plan.variants if entry.sets_stock_anew)
        changed = {entry.row.number: entry.changed for entry in plan.variants}
        sample += [
            {
                "row": row.number,
                "outcome": plan.outcomes[row.number].value,
                "cells": {key: cell[:200] for key, cell in row.cells.items()},
                "changed": changed.get(row.number, []),
            }
            for row in group.rows[: max(0, room - len(sample))]
        ]
    return Finding(done, sample, stock_changes)


def conclude_check(uow: UnitOfWork, import_id: str, sheet: Sheet, findings: list[Finding]) -> None:
    """Write down what a check found; the import is ready to be started."""
    row = repository.hold(uow, import_id)
    if row is None or row.state != ImportState.CHECKING:
        return
    row.state = ImportState.READY
    row.rows, row.groups = sheet.rows, len(sheet.groups)
    row.letters, row.unknown = dict(sheet.letters), list(sheet.unknown)
    row.sample = [entry for finding in findings for entry in finding.sample]
    row.stock_changes = sum(finding.stock_changes for finding in findings)
    for finding in findings:
        _count(row, finding.done)
        repository.add_errors(uow, row.id, finding.done.errors)


def fail(uow: UnitOfWork, import_id: str, error: KaiboError) -> None:
    """Write down why the file cannot be imported."""
    row = repository.hold(uow, import_id)
    if row is None:
        return
    row.state = ImportState.FAILED
    row.problem_code, row.problem_params = error.code, dict(error.params)
    row.finished_at = uow.now


def start(uow: UnitOfWork, import_id: str, actor: str) -> ProductImportRow:
    """Start an import that was checked, or take one up that was stopped."""
    row = _held(uow, import_id)
    if row.state not in {ImportState.READY, ImportState.STOPPED}:
        raise ImportBusyError(state=row.state)
    if row.state == ImportState.READY:
        # From here on what counts is what is done, not what was foreseen.
        repository.forget_errors(uow, [row.id])
        row.new = row.changed = row.unchanged = row.wrong = 0
        row.actor = actor
    row.state = ImportState.RUNNING
    row.run += 1
    row.resumed_at, row.resumed_rows = uow.now, row.rows_done
    uow.enqueue(RUN_JOB, {"import_id": row.id, "run": row.run})
    return row


def stop(uow: UnitOfWork, import_id: str) -> ProductImportRow:
    """Stop after the chunk that is under way; what was done stays done."""
    row = _held(uow, import_id)
    if row.state != ImportState.RUNNING:
        raise ImportBusyError(state=row.state)
    row.state = ImportState.STOPPED
    return row


def begin_run(session: Session, import_id: str, run: int) -> Job | None:
    """Give what a run needs; ``None`` when it is not wanted any more."""
    row = repository.find(session, import_id)
    if row is None or row.state != ImportState.RUNNING or row.run != run:
        return None
    return _job(session, row)


def run_chunk(
    uow: UnitOfWork,
    import_id: str,
    run: int,
    first: int,
    groups: Collection[Group],
    terms: Terms,
) -> bool:
    """Carry out the groups from place ``first`` on; tell whether to go on.

    In one transaction with how far the import has come, so each group is carried out once.
    """
    row = _wanted(uow, import_id, run, first)
    if row is None:
        return False
    _advance(uow, row, groups, carry_out(uow, groups, terms, row.actor))
    return True


def give_up_group(uow: UnitOfWork, import_id: str, run: int, first: int, group: Group) -> bool:
    """Leave a group out that cannot be written; tell whether to go on."""
    row = _wanted(uow, import_id, run, first)
    if row is None:
        return False
    errors = [RowError(line.number, "", "not_written") for line in group.rows]
    done = Done(errors=errors)
    done.outcomes[Outcome.WRONG] = len(group.rows)
    _advance(uow, row, [group], done)
    return True


def finish(uow: UnitOfWork, import_id: str, run: int) -> None:
    """Say that all of it is carried out."""
    row = repository.hold(uow, import_id)
    if row is None or row.state != ImportState.RUNNING or row.run != run:
        return
    row.state = ImportState.DONE
    row.finished_at = uow.now


def _held(uow: UnitOfWork, import_id: str) -> ProductImportRow:
    row = repository.hold(uow, import_id)
    if row is None:
        raise NotFoundError(import_id=import_id)
    return row


def _wanted(uow: UnitOfWork, import_id: str, run: int, first: int) -> ProductImportRow | None:
    row = repository.hold(uow, import_id)
    if row is None or row.state != ImportState.RUNNING:
        return None
    return row if (row.run, row.groups_done) == (run, first) else None


def _advance(uow: UnitOfWork, row: ProductImportRow, groups: Collection[Group], done: Done) -> None:
    row.groups_done += len(groups)
    row.rows_done += sum(len(group.rows) for group in groups)
    _count(row, done)
    repository.add_errors(uow, row.id, done.errors)


def _count(row: ProductImportRow, done: Done) -> None:
    row.new += done.outcomes[Outcome.NEW]
    row.changed += done.outcomes[Outcome.CHANGED]
    row.unchanged += done.outcomes[Outcome.UNCHANGED]
    row.wrong += done.outcomes[Outcome.WRONG]


def _job(session: Session, row: ProductImportRow) -> Job:
    terms = Terms(identity.get_store(session).currency, zone_of(row.zone))
    return Job(row.file, row.prefer, terms, row.groups_done)
