"""Tables of workplaces."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class SavedViewRow(Base):
    """A view that a member of staff has saved; a name stands once for each list."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("staff_id", "list", "name"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(40))
    list: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(40))
    filters: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
