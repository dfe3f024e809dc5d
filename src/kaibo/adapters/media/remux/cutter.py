"""Starting a process for each cut, and listening to it."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kaibo.modules.recordings.errors import (
    CutError,
    DiskFullError,
    MixedFormatsError,
    RecordingGoneError,
)
from kaibo.modules.recordings.ports import CutterDiedError, Film, Footage

# A whole day's film is moved within its file at the end, of which nothing is told.
SILENCE_S = 900.0
_ERRORS: dict[str, type[CutError]] = {
    error.code: error for error in (CutError, DiskFullError, MixedFormatsError, RecordingGoneError)
}


class RemuxCutter:
    """Serves the port `Cutter`."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = command or (sys.executable, "-m", "kaibo.adapters.media.remux")

    async def cut(
        self, footage: Sequence[Footage], target: Path, progress: Callable[[float], None]
    ) -> Film:
        """Write the stretches one after the other as one progressive MP4 at ``target``."""
        ranges = [
            {
                "path": str(part.path),
                "init_bytes": part.init_bytes,
                "offset": part.offset,
                "size": part.bytes,
                "duration_ms": part.duration_ms,
            }
            for part in footage
        ]
        done = await self._have_done(
            {"do": "cut", "target": str(target), "ranges": ranges}, progress
        )
        return Film(bytes=done["bytes"], duration_ms=done["duration_ms"])

    async def cover(self, film: Path, at_ms: int) -> bytes:
        """Decode the picture shown at ``at_ms`` and give it as WebP."""
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "cover.webp"
            order = {
                "do": "cover",
                "film": str(film),
                "at_ms": at_ms,
                "target": str(target),
            }
            await self._have_done(order, lambda _: None)
            return await asyncio.to_thread(target.read_bytes)

    async def _have_done(
        self, order: dict[str, Any], progress: Callable[[float], None]
    ) -> dict[str, int]:
        with tempfile.TemporaryFile() as complaints:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=complaints,
            )
            try:
                return await _listen(process, order, progress)
            except CutterDiedError as error:
                complaints.seek(0)
                told = complaints.read()[-2000:].decode(errors="replace").strip()
                raise CutterDiedError(f"{error} {told}".strip()) from None
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def _listen(
    process: asyncio.subprocess.Process,
    order: dict[str, Any],
    progress: Callable[[float], None],
) -> dict[str, int]:
    assert process.stdin is not None  # noqa: S101 - both are pipes, as asked for
    assert process.stdout is not None  # noqa: S101 - as above
    with suppress(ConnectionError):
        process.stdin.write(json.dumps(order).encode() + b"\n")
        await process.stdin.drain()
    while True:
        try:
            line = await asyncio.wait_for(process.stdout.readline(), SILENCE_S)
        except TimeoutError:
            raise CutterDiedError(f"said nothing for {SILENCE_S:.0f} s.") from None
        if not line:
            code = await process.wait()
            raise CutterDiedError(f"ended with {code}.")
        told = json.loads(line)
        if "error" in told:
            raise _ERRORS[told["error"]]
        if "done" in told:
            done: dict[str, int] = told["done"]
            return done
        progress(float(told["progress"]))
