"""Tables of recordings, published replays, their captions, and clips."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class RecordingRow(Base):
    """One stream's recording; a stream has one at most.

    ``since_ms`` (since the epoch) is when the show went on air. Deleted ones stay as rows.
    """

    __tablename__ = "recordings"
    __table_args__ = (Index("ix_recordings_show_id_id", "show_id", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40))
    stream_id: Mapped[str] = mapped_column(String(40), unique=True)
    role: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), index=True)
    since_ms: Mapped[int] = mapped_column(BigInteger)
    duration_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    problem: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    deletion_cause: Mapped[str | None] = mapped_column(String(12))


class ReplayRow(Base):
    """What staff decided about a show's replay; without a row it is published once closed."""

    __tablename__ = "replays"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    published: Mapped[bool]
    changed_at: Mapped[datetime]


class CaptionsRow(Base):
    """The captions of a show's replay in one language; ``file`` is theirs in the blob store.

    ``replay_ms`` is how long the replay was when they came: another length is another time line.
    """

    __tablename__ = "captions"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    file: Mapped[str] = mapped_column(String(80))
    cues: Mapped[int]
    ends_ms: Mapped[int] = mapped_column(BigInteger)
    bytes: Mapped[int] = mapped_column(BigInteger)
    replay_ms: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]


class ClipRow(Base):
    """A clip; ``plan`` is the footage it is cut from, by recording, file and byte range.

    It is fixed when the clip is ordered: what is deleted or recorded later moves the replay's
    time line, and must not move the clip.
    """

    __tablename__ = "clips"
    __table_args__ = (Index("ix_clips_show_id_id", "show_id", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(120))
    in_ms: Mapped[int] = mapped_column(BigInteger)
    out_ms: Mapped[int] = mapped_column(BigInteger)
    cover_at_ms: Mapped[int] = mapped_column(BigInteger)
    plan: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(8), index=True)
    progress: Mapped[float] = mapped_column(default=0.0)
    attempts: Mapped[int] = mapped_column(default=0)
    file: Mapped[str | None] = mapped_column(String(80))
    cover: Mapped[str | None] = mapped_column(String(80))
    duration_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    error_code: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
