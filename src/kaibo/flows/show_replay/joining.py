"""Putting what happened on the replay's time line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kaibo.flows.show_replay.contracts import Attention, AttentionPoint, Chapter
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.recordings.facade import Timeline
from kaibo.modules.rooms.contracts import AttentionSample, PinInterval

STEP_MS = 10_000


def chapters(
    timeline: Timeline,
    pins: Iterable[PinInterval],
    cards: Mapping[str, ProductCard],
    *,
    from_ms: int,
    to_ms: int | None,
) -> list[Chapter]:
    """Give a chapter for each time a product was held up on air, if the replay shows any of it.

    ``from_ms`` and ``to_ms`` are when the show went on air and ended (since the epoch).
    """
    found = []
    for pin in pins:
        card = cards.get(pin.product_id)
        begins = max(epoch_ms(pin.pinned_at), from_ms)
        ends = min(
            (moment for moment in (_ms(pin.unpinned_at), to_ms) if moment is not None),
            default=None,
        )
        if card is None or (ends is not None and ends <= begins):
            continue
        at_ms = timeline.replay_ms(begins)
        end_ms = timeline.duration_ms if ends is None else timeline.replay_ms(ends)
        if end_ms > at_ms:
            is_last = end_ms >= timeline.duration_ms
            found.append(
                Chapter(at_ms, None if is_last else end_ms, card.id, card.title, card.picture_url)
            )
    return sorted(found, key=lambda chapter: chapter.at_ms)


def attention(
    timeline: Timeline, samples: Sequence[AttentionSample], paid: Iterable[datetime]
) -> Attention:
    """Count what happened in each step of the replay; what no picture shows is left out."""
    steps = -(-timeline.duration_ms // STEP_MS)
    watching, danmaku, likes, orders = ([0] * steps for _ in range(4))
    by_time = {sample.at_ms: sample for sample in samples}
    for sample in samples:
        # The middle of its ten seconds, so that it lands where most of it happened; else an end.
        moments = (sample.at_ms + part for part in (STEP_MS // 2, 0, STEP_MS - 1))
        step = next((step for at in moments if (step := _step(timeline, at)) is not None), None)
        if step is not None:
            danmaku[step] += sample.danmaku
            likes[step] += sample.likes
    for moment in paid:
        step = _step(timeline, epoch_ms(moment))
        if step is not None:
            orders[step] += 1
    times = sorted(by_time)
    present = 0
    for step in range(steps):
        until = timeline.wall_ms(min((step + 1) * STEP_MS, timeline.duration_ms))
        most = present
        while times and times[0] < until:
            present = by_time[times.pop(0)].watching
            most = max(most, present)
        watching[step] = most
    return Attention(
        STEP_MS,
        [
            AttentionPoint(step * STEP_MS, watching[step], danmaku[step], likes[step], orders[step])
            for step in range(steps)
        ],
    )


def _step(timeline: Timeline, wall_ms: int) -> int | None:
    if not timeline.has(wall_ms):
        return None
    return min(timeline.replay_ms(wall_ms), timeline.duration_ms - 1) // STEP_MS


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else epoch_ms(moment)
