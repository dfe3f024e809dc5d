"""The table of minutes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class MinuteRow(Base):
    """One minute of one show, written once, when it is over. Null is unknown."""

    __tablename__ = "quality_minutes"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    players: Mapped[int]
    starts: Mapped[int]
    stalled_ratio: Mapped[float | None]
    latency_p50_ms: Mapped[float | None]
    latency_p95_ms: Mapped[float | None]
    first_frame_p50_ms: Mapped[float | None]
    first_frame_p95_ms: Mapped[float | None]
    bitrate_p50_kbps: Mapped[float | None]
    dropped_ratio: Mapped[float | None]
    video_kbps: Mapped[float | None]
    frame_rate: Mapped[float | None]
    jitter_ms: Mapped[float | None]
    fault: Mapped[str | None] = mapped_column(String(12))
