"""What the room tells to, and reads from, the show's timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from kaibo.modules.rooms.contracts import AttentionSample, Interval
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from kaibo.platform.db import UnitOfWork


def pin_intervals(session: Session, show_id: str) -> list[Interval]:
    """Give every time a product was held up, oldest first; the last may still be."""
    entries = shows.entries(session, show_id, EntryKind.PINNED, EntryKind.UNPINNED, after=0)
    return intervals(entries, begins=EntryKind.PINNED)


def explained_intervals(session: Session, show_id: str) -> list[Interval]:
    """Give every time a product was explained, oldest first; the last may still be."""
    entries = shows.entries(session, show_id, EntryKind.EXPLAINING, EntryKind.EXPLAINED, after=0)
    return intervals(entries, begins=EntryKind.EXPLAINING)


def intervals(entries: Iterable[TimelineEntry], *, begins: EntryKind) -> list[Interval]:
    """Put beginnings and ends together; every other kind than ``begins`` is an end.

    In the order of writing: of colleagues who act at once the second may have begun first, and
    clocks are set. Nothing ends before it began.
    """
    found: list[Interval] = []
    open_at: dict[str, int] = {}
    for entry in entries:
        if entry.kind is begins:
            open_at.setdefault(entry.subject, entry.at_ms)
        elif entry.subject in open_at:
            began = open_at.pop(entry.subject)
            found.append(Interval(entry.subject, began, max(began, entry.at_ms)))
    found += [Interval(product_id, at_ms, None) for product_id, at_ms in open_at.items()]
    return sorted(found, key=lambda interval: interval.from_ms)


def add_attention(uow: UnitOfWork, samples: Sequence[AttentionSample]) -> None:
    """Write down what was counted; more of the same ten seconds is added on reading."""
    shows.append(
        uow,
        [
            TimelineEntry(
                sample.show_id,
                sample.at_ms,
                EntryKind.ATTENTION,
                "",
                {"watching": sample.watching, "danmaku": sample.danmaku, "likes": sample.likes},
            )
            for sample in samples
        ],
    )


def attention(session: Session, show_id: str) -> Sequence[AttentionSample]:
    """Give what was counted in the room while it was on air, oldest first.

    Ten seconds without a sample had no talk and no likes, and as many watching as before.
    """
    found: dict[int, AttentionSample] = {}
    for entry in shows.entries(session, show_id, EntryKind.ATTENTION):
        more = AttentionSample(show_id, entry.at_ms, **entry.data)
        known = found.get(entry.at_ms)
        found[entry.at_ms] = more if known is None else _together(known, more)
    return list(found.values())


def _together(one: AttentionSample, other: AttentionSample) -> AttentionSample:
    return AttentionSample(
        one.show_id,
        one.at_ms,
        max(one.watching, other.watching),
        one.danmaku + other.danmaku,
        one.likes + other.likes,
    )
