"""Putting what happened on the replay's time line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kaibo.flows.show_replay.contracts import Attention, AttentionPoint, Chapter
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.recordings.facade import Timeline
from kaibo.modules.rooms.contracts import AttentionSample, Interval

STEP_MS = 10_000
SHORTEST_MS = 30_000
"""Less than this is left out of what explanations leave of a pin."""


def shown(explained: Iterable[Interval], pinned: Iterable[Interval]) -> list[Interval]:
    """Give when which product was shown: explained where that was said, else held up.

    What explanations leave of a pin counts if it is long enough to be a chapter of its own: a
    product is often pinned moments before the host turns to it.
    """
    certain = sorted(explained, key=lambda interval: interval.from_ms)
    return [*certain, *(piece for pin in pinned for piece in _left_of(pin, certain))]


def chapters(
    timeline: Timeline,
    shown: Iterable[Interval],
    cards: Mapping[str, ProductCard],
    *,
    from_ms: int,
    to_ms: int | None,
) -> list[Chapter]:
    """Give a chapter for each time a product was shown on air, if the replay has any of it.

    ``from_ms`` and ``to_ms`` are when the show went on air and ended (since the epoch).
    """
    found = []
    for interval in shown:
        card = cards.get(interval.product_id)
        begins = max(interval.from_ms, from_ms)
        ends = min(
            (moment for moment in (interval.to_ms, to_ms) if moment is not None), default=None
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


def _left_of(pin: Interval, explained: Sequence[Interval]) -> list[Interval]:
    """Cut these explanations, which come in their order, out of a pin."""
    pieces: list[tuple[int, int | None]] = []
    begins: int | None = pin.from_ms
    for other in explained:
        if begins is None or (pin.to_ms is not None and other.from_ms >= pin.to_ms):
            break
        if other.to_ms is not None and other.to_ms <= begins:
            continue
        pieces.append((begins, other.from_ms))
        begins = other.to_ms
    if begins is not None and (pin.to_ms is None or begins < pin.to_ms):
        pieces.append((begins, pin.to_ms))
    if pieces == [(pin.from_ms, pin.to_ms)]:
        return [pin]
    return [
        Interval(pin.product_id, start, end)
        for start, end in pieces
        if end is None or end - start >= SHORTEST_MS
    ]
