"""Tables of the audience."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class ViewerRow(Base):
    """A viewer."""

    __tablename__ = "viewers"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
