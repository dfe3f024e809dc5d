"""SQL of minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.modules.quality.contracts import Minute, Stage
from kaibo.modules.quality.models import MinuteRow
from kaibo.platform.db import UnitOfWork


def keep(uow: UnitOfWork, ended: Sequence[tuple[str, Minute]]) -> None:
    """Keep minutes; one that is kept already (the clock was set back) stays as it is."""
    for show_id, minute in ended:
        if uow.session.get(MinuteRow, (show_id, minute.at)) is None:
            uow.session.add(MinuteRow(show_id=show_id, **asdict(minute)))


def minutes(session: Session, show_id: str, since: datetime | None = None) -> list[Minute]:
    """Give a show's minutes, oldest first."""
    query = select(MinuteRow).where(MinuteRow.show_id == show_id).order_by(MinuteRow.at)
    if since is not None:
        query = query.where(MinuteRow.at >= since)
    return [_minute(row) for row in session.scalars(query)]


def _minute(row: MinuteRow) -> Minute:
    return Minute(
        at=row.at,
        players=row.players,
        starts=row.starts,
        stalled_ratio=row.stalled_ratio,
        latency_p50_ms=row.latency_p50_ms,
        latency_p95_ms=row.latency_p95_ms,
        first_frame_p50_ms=row.first_frame_p50_ms,
        first_frame_p95_ms=row.first_frame_p95_ms,
        bitrate_p50_kbps=row.bitrate_p50_kbps,
        dropped_ratio=row.dropped_ratio,
        video_kbps=row.video_kbps,
        frame_rate=row.frame_rate,
        jitter_ms=row.jitter_ms,
        fault=Stage(row.fault) if row.fault else None,
    )
