"""Writing down what viewers did, in sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.analytics import repository
from kaibo.modules.analytics.contracts import Act
from kaibo.modules.analytics.models import ActMinuteRow, ActPersonRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.db import UnitOfWork

MINUTE_MS = 60_000


class _Key(NamedTuple):
    show_id: str
    kind: str
    product_id: str


def keep(uow: UnitOfWork, acts: Sequence[Act]) -> None:
    """Write acts down, but of unknown shows and of products that a show does not sell."""
    known: dict[str, Show | None] = {
        name: _show(uow.session, name) for name in {act.show for act in acts}
    }
    people: Counter[tuple[_Key, str]] = Counter()
    first: dict[tuple[_Key, str], int] = {}
    minutes: Counter[tuple[_Key, int]] = Counter()
    for act in acts:
        show = known[act.show]
        if show is None or (act.product_id and act.product_id not in show.product_ids):
            continue
        key = _Key(show.id, act.kind.value, act.product_id)
        people[key, act.viewer_id] += 1
        first.setdefault((key, act.viewer_id), act.at_ms)
        minutes[key, act.at_ms - act.at_ms % MINUTE_MS] += 1
    repository.add(
        uow,
        ActPersonRow,
        (*_Key._fields, "viewer_id"),
        [
            {**key._asdict(), "viewer_id": viewer, "first_ms": first[key, viewer], "times": times}
            for (key, viewer), times in sorted(people.items())
        ],
    )
    repository.add(
        uow,
        ActMinuteRow,
        (*_Key._fields, "at_ms"),
        [
            {**key._asdict(), "at_ms": at_ms, "times": times}
            for (key, at_ms), times in sorted(minutes.items())
        ],
    )


def _show(session: Session, reference: str) -> Show | None:
    try:
        return shows.get_show(session, reference)
    except NotFoundError:
        return None
