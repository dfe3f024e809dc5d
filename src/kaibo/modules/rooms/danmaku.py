"""Which danmaku of a busy room are shown.

People read some twenty to forty lines a second. Beyond that the room, not each connection, takes a
sample, so that everybody sees the same conversation. Staff is never left out. A sender sees the own
line by its acknowledgement, whether or not the room shows it.
"""

import random
from collections.abc import Collection
from operator import itemgetter

from kaibo.modules.rooms.frames import Danmaku
from kaibo.modules.rooms.limits import TokenBucket


class DanmakuLane:
    """Holds what was said since the last tick; memory is bounded by `burst`, however much that is.

    A uniform sample: reservoir sampling (Vitter's algorithm R) while lines arrive, then a sample of
    the reservoir as large as the budget of `rate` lines a second allows.
    """

    def __init__(self, *, burst: int, rate: float, now: float) -> None:
        self._budget = TokenBucket(burst=burst, rate=rate, now=now)
        self._size = burst
        self._arrived = 0
        self._pending_viewers = 0
        self._viewers: list[tuple[int, Danmaku]] = []
        self._staff: list[tuple[int, Danmaku]] = []
        self._random = random.Random()  # noqa: S311 -- which lines are shown is no secret

    @property
    def is_waiting(self) -> bool:
        """Whether a tick could show something, now or when the budget allows it."""
        return bool(self._viewers or self._staff)

    def offer(self, line: Danmaku) -> None:
        """Take a line for the next tick."""
        self._arrived += 1
        entry = (self._arrived, line)
        if line.role == "staff":
            self._staff.append(entry)
            return
        self._pending_viewers += 1
        if len(self._viewers) < self._size:
            self._viewers.append(entry)
            return
        slot = self._random.randrange(self._pending_viewers)
        if slot < self._size:
            self._viewers[slot] = entry

    def forget(self, viewer_ids: Collection[str]) -> None:
        """Show nothing of what these said."""
        kept = [entry for entry in self._viewers if entry[1].viewer_id not in viewer_ids]
        self._pending_viewers -= len(self._viewers) - len(kept)
        self._viewers = kept

    def take(self, now: float) -> tuple[tuple[Danmaku, ...], int]:
        """Return the lines to show now, in the order of arrival, and how many were left out.

        With no budget at all the viewers' lines stay for the next tick.
        """
        chosen, left_out = self._take_viewers(now)
        shown = sorted([*self._staff, *chosen], key=itemgetter(0))
        self._staff = []
        return tuple(line for _, line in shown), left_out

    def _take_viewers(self, now: float) -> tuple[list[tuple[int, Danmaku]], int]:
        granted = self._budget.take_up_to(len(self._viewers), now)
        if granted == 0:
            return [], 0
        chosen = self._viewers
        if granted < len(chosen):
            chosen = self._random.sample(chosen, granted)
        left_out = self._pending_viewers - granted
        self._viewers, self._pending_viewers = [], 0
        return chosen, left_out
