"""Processes that take orders on standard input and answer each by a line of JSON."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.support.cores import pinned

_LOG_TAIL = 1500
_END_SECONDS = 10.0


class DeafError(RuntimeError):
    """A process did not answer in time, or is gone."""


class Talker:
    """A process, and the conversation with it."""

    def __init__(self, process: subprocess.Popen[bytes], name: str, log: Path) -> None:
        self.pid = process.pid
        self.name = name
        self._process = process
        self._log = log
        self._text = b""

    def order(self, *words: object) -> None:
        """Give an order. Its answer must be heard before the next one is given."""
        if self._process.stdin is None:
            raise LookupError(self.name)
        try:
            self._process.stdin.write(" ".join(str(word) for word in words).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._deaf("is gone") from error

    def hear(self, seconds: float) -> dict[str, Any]:
        """Wait for an answer. Raises `DeafError`."""
        if self._process.stdout is None:
            raise LookupError(self.name)
        until, output = time.monotonic() + seconds, self._process.stdout.fileno()
        while b"\n" not in self._text:
            left = until - time.monotonic()
            if left <= 0 or not select.select([output], [], [], left)[0]:
                raise self._deaf(f"said nothing for {seconds:.0f} s")
            more = os.read(output, 65536)
            if not more:
                raise self._deaf("is gone")
            self._text += more
        line, _, self._text = self._text.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, *words: object, seconds: float = 20.0) -> dict[str, Any]:
        """Give an order and wait for its answer. Raises `DeafError`."""
        self.order(*words)
        return self.hear(seconds)

    def _deaf(self, what: str) -> DeafError:
        log = self._log.read_text("utf-8", errors="replace")[-_LOG_TAIL:].strip()
        return DeafError(f"{self.name} {what}" + (f": {log}" if log else ""))


@contextlib.contextmanager
def talking(
    command: Sequence[str],
    name: str,
    log: Path,
    core: int | None,
    env: Mapping[str, str] | None = None,
) -> Iterator[Talker]:
    """Run a program on a core until the block ends; the end of its input ends it, or a kill."""
    with log.open("ab") as errors, pinned(core):
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
    try:
        yield Talker(process, name, log)
    finally:
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
