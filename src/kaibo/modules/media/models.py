"""Tables of stream keys, streams, and what viewers were given when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class StreamKeyRow(Base):
    """The key of one of a show's inputs. Stored as it is: the operator must read it again."""

    __tablename__ = "stream_keys"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(8), primary_key=True)
    stream_key: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime]


class StreamRow(Base):
    """One push by one encoder, from ``publish`` to ``unpublish``.

    ``ended_at`` is null while it runs; the partial unique index lets an input have one
    running stream at most, however many media servers ask at once. ``stalled_at`` is null
    while data flows.
    """

    __tablename__ = "streams"
    __table_args__ = (
        Index(
            "uq_streams_running",
            "show_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_streams_show_id_id", "show_id", "id"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(8))
    protocol: Mapped[str] = mapped_column(String(8))
    server_id: Mapped[str] = mapped_column(String(80), index=True)
    client_addr: Mapped[str] = mapped_column(String(80))
    play_path: Mapped[str] = mapped_column(String(120))
    playable: Mapped[bool] = mapped_column(default=False)
    whep: Mapped[bool] = mapped_column(default=False)
    video: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    audio: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    renditions: Mapped[list[str] | None] = mapped_column(JSON)
    started_at: Mapped[datetime]
    stalled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(24))
    end_code: Mapped[str | None] = mapped_column(String(40))
    end_params: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    end_detail: Mapped[str | None] = mapped_column(String(300))


class PictureRow(Base):
    """What the crew chose for a show, and what viewers get because of it.

    ``source`` is null while there is nothing to give, and then so are ``stream_id`` and
    ``url`` (of a picture from outside). ``since`` is when viewers began to get it.
    """

    __tablename__ = "pictures"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    choice: Mapped[str] = mapped_column(String(8))
    outside_url: Mapped[str | None] = mapped_column(Text)
    server_id: Mapped[str | None] = mapped_column(String(80))
    source: Mapped[str | None] = mapped_column(String(8))
    stream_id: Mapped[str | None] = mapped_column(String(40))
    url: Mapped[str | None] = mapped_column(Text)
    since: Mapped[datetime | None]


class ProgramCutRow(Base):
    """A change of what viewers get; without stream and address they get nothing from here on.

    ``id`` grows, so cuts of one moment keep their order.
    """

    __tablename__ = "program_cuts"

    id: Mapped[int] = mapped_column(primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40), index=True)
    at: Mapped[datetime]
    stream_id: Mapped[str | None] = mapped_column(String(40))
    url: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(16))
