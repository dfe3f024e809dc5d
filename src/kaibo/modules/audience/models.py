"""Tables of the audience."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class ViewerRow(Base):
    """A viewer."""

    __tablename__ = "viewers"
    __table_args__ = (
        Index(
            "ix_viewers_erased",
            "id",
            sqlite_where=text("erased_at IS NOT NULL"),
            postgresql_where=text("erased_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    # The name of a file; guests have none.
    avatar: Mapped[str | None] = mapped_column(String(80))
    language: Mapped[str | None] = mapped_column(String(8))
    # Of a guest who signed in: whose they were.
    account_id: Mapped[str | None] = mapped_column(String(40), index=True)
    # From then on nobody can be this viewer.
    erased_at: Mapped[datetime | None]


class AccountRow(Base):
    """A viewer whose e-mail address is proved."""

    __tablename__ = "viewer_accounts"

    viewer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime]


class CodeRow(Base):
    """A request for a code, which ``code_id`` answers; another request may share it.

    The code itself is nowhere: it follows from its id and the secret key.
    """

    __tablename__ = "viewer_codes"
    __table_args__ = (Index("ix_viewer_codes_email_code_id", "email", "code_id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    code_id: Mapped[str] = mapped_column(String(40), index=True)
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class SessionRow(Base):
    """An account that is open on a device."""

    __tablename__ = "viewer_sessions"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(String(40), index=True)
    device: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
