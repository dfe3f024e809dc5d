"""How the media process itself does: processor and loop."""

from __future__ import annotations

import asyncio
import resource
import time

_STEP_SECONDS = 0.1


class Vitals:
    """Measures since the last reading."""

    def __init__(self) -> None:
        self._cpu = _cpu_seconds()
        self._since = time.monotonic()
        self._lag = 0.0

    async def watch(self) -> None:
        """Look how late the loop wakes up; runs until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _STEP_SECONDS
            await asyncio.sleep(_STEP_SECONDS)
            self._lag = max(self._lag, loop.time() - due)

    def read(self) -> tuple[float, float]:
        """Per cent of a core, and the longest delay of the loop in ms, since the last call."""
        cpu, now = _cpu_seconds(), time.monotonic()
        percent = 100 * (cpu - self._cpu) / max(now - self._since, 0.001)
        lag, self._lag = self._lag, 0.0
        self._cpu, self._since = cpu, now
        return round(percent, 1), round(lag * 1000, 1)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
