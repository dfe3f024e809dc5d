"""Pure rules: which of a show's inputs viewers get."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.modules.media.contracts import Choice, Role, Source


@dataclass(frozen=True, slots=True)
class Running:
    """A running stream that can be watched; ``flows`` unless nothing has come for a while."""

    role: Role
    stream_id: str
    flows: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What viewers get; nothing when ``source`` is none."""

    source: Source | None = None
    stream_id: str | None = None
    url: str | None = None


NOTHING = Given()


def choose(
    choice: Choice,
    outside_url: str | None,
    inputs: dict[Role, Running],
    *,
    stays_on_backup: bool,
) -> Given:
    """Choose what viewers get.

    The chosen input comes first, while data flows from it; then the other. When none
    flows, viewers keep the same order's first that is still there: its last pictures, and what
    comes next. ``stays_on_backup``: the backup has taken over and keeps the program while it
    flows, though the main input be back.
    """
    if choice is Choice.OUTSIDE and outside_url is not None:
        return Given(Source.OUTSIDE, url=outside_url)
    order = [Role.MAIN, Role.BACKUP]
    if choice is Choice.BACKUP or stays_on_backup:
        order.reverse()
    there = [inputs[role] for role in order if role in inputs]
    flowing = [stream for stream in there if stream.flows]
    for stream in flowing or there:
        return Given(Source(stream.role.value), stream.stream_id)
    return NOTHING
