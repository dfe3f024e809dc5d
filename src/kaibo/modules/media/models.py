"""Tables of stream keys and streams."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class StreamKeyRow(Base):
    """The key of a show. Stored as it is, since the operator must be able to read it again."""

    __tablename__ = "stream_keys"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    stream_key: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime]


class StreamRow(Base):
    """One push by one encoder, from ``publish`` to ``unpublish``.

    ``ended_at`` is null while it runs; the partial unique index lets a show have one
    running stream at most, however many media servers ask at once.
    """

    __tablename__ = "streams"
    __table_args__ = (
        Index(
            "uq_streams_running",
            "show_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_streams_show_id_id", "show_id", "id"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40))
    server_id: Mapped[str] = mapped_column(String(80), index=True)
    client_addr: Mapped[str] = mapped_column(String(80))
    play_path: Mapped[str] = mapped_column(String(120))
    playable: Mapped[bool] = mapped_column(default=False)
    video: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    audio: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(24))
    end_detail: Mapped[str | None] = mapped_column(String(300))
