"""Tables of viewers' acts: who, once for each; and when, by the minute without anybody's name."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class ActPersonRow(Base):
    """A viewer did this with a product of a show, so many times."""

    __tablename__ = "act_people"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    first_ms: Mapped[int] = mapped_column(BigInteger)
    times: Mapped[int]


class ActMinuteRow(Base):
    """This was done so many times in the minute from ``at_ms``."""

    __tablename__ = "act_minutes"

    show_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    at_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    times: Mapped[int]
