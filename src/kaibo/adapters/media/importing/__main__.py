"""The process that takes a file over: one order on standard input, one line of JSON back."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.importing.transfer import Span, UnfitFileError, transfer


def main() -> None:
    """Carry out the order and tell what came of it."""
    os.nice(10)  # pictures that are live come first
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        told = _import(order)
    except UnfitFileError as error:
        told = {"unfit": error.code}
    except FileNotFoundError:
        told = {"unfit": "gone"}
    sys.stdout.write(json.dumps(told) + "\n")


def _import(order: dict[str, Any]) -> dict[str, Any]:
    """Write beside the recordings, and move the folder there once it is whole."""
    folder = Path(order["folder"])
    scratch = folder.with_name(f"importing-{folder.name}")
    for left in (scratch, folder):  # by an earlier attempt
        shutil.rmtree(left, ignore_errors=True)
    span = Span(**order["span"])
    try:
        made = transfer(Path(order["source"]), scratch, order["stream_id"], span)
        with (scratch / journal.NAME).open("ab") as lines:
            lines.write(journal.encode(journal.Reported()))
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return {
        "duration_ms": made.duration_ms,
        "bytes": made.bytes,
        "started_at_ms": made.started_at_ms,
    }


def _end_with_parent() -> None:
    # Core holds the other end open for as long as it wants the recording.
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
