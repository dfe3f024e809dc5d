"""Putting replays together: for many at once, and not more than once."""

import asyncio
import threading
from typing import cast

from kaibo.modules.recordings.contracts import RecordingIndex
from kaibo.modules.recordings.domain import ProgramCut
from kaibo.modules.recordings.ports import RecordingShelf
from kaibo.modules.recordings.replay import Material, Replays
from tests.support.recordings import index_of, short_film

AT = 1_760_000_000_000


class SlowShelf:
    """Reads when it is told to; counts how often."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.readings = 0

    def index(self, _recording_id: str) -> RecordingIndex:
        self.readings += 1
        self.begun.set()
        assert self.go_on.wait(10)
        return index_of(short_film(), starts_at_ms=AT)


def material(*, settled: bool) -> Material:
    return Material(
        show_id="shw_1",
        recordings=(("rec_1", "str_1"),),
        cuts=(ProgramCut(AT, "str_1"),),
        from_ms=AT,
        to_ms=None,
        settled=settled,
    )


async def all_at_once(shelf: SlowShelf, made_of: Material) -> list[int]:
    replays = Replays(cast("RecordingShelf", shelf))
    asked = [asyncio.create_task(replays.timeline(made_of)) for _ in range(20)]
    await asyncio.to_thread(shelf.begun.wait, 10)
    asked[0].cancel()
    shelf.go_on.set()
    timelines = await asyncio.gather(*asked[1:])
    await replays.timeline(made_of)
    return [timeline.duration_ms for timeline in timelines]


def test_all_who_come_when_the_show_is_over_cost_one_reading() -> None:
    shelf = SlowShelf()
    assert asyncio.run(all_at_once(shelf, material(settled=True))) == [6_000] * 19
    assert shelf.readings == 1


def test_a_replay_that_still_grows_is_read_anew_for_who_comes_later() -> None:
    shelf = SlowShelf()
    assert asyncio.run(all_at_once(shelf, material(settled=False))) == [6_000] * 19
    assert shelf.readings == 2
