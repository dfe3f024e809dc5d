"""The process that cuts: one order on standard input, lines of JSON on standard output."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import av

from kaibo.adapters.media.remux.cover import cover
from kaibo.adapters.media.remux.joining import FormatsDifferError, Range, join

_TELL_EVERY_S = 0.2
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def main() -> None:
    """Carry out the order and tell how it went."""
    os.nice(10)  # pictures that are live come first
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        done = _cover(order) if order["do"] == "cover" else _cut(order)
    except FormatsDifferError:
        _say({"error": "clips.formats_differ"})
    except FileNotFoundError:
        _say({"error": "clips.recording_gone"})
    except av.error.InvalidDataError:
        _say({"error": "clips.unreadable"})
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _say({"error": "clips.disk_full"})
    else:
        _say({"done": done})


def _cut(order: dict[str, Any]) -> dict[str, int]:
    target = Path(order["target"])
    told = 0.0

    def tell(progress: float) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY_S:
            told = time.monotonic()
            _say({"progress": round(progress, 4)})

    seconds = join([Range(**part) for part in order["ranges"]], target, tell)
    return {"bytes": target.stat().st_size, "duration_ms": round(seconds * 1000)}


def _cover(order: dict[str, Any]) -> dict[str, int]:
    picture = cover(Path(order["film"]), order["at_ms"])
    Path(order["target"]).write_bytes(picture)
    return {"bytes": len(picture), "duration_ms": 0}


def _end_with_parent() -> None:
    # Core holds the other end open for as long as it wants the film.
    while os.read(0, 1024):
        pass
    os._exit(1)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
