"""Tables of promotions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kaibo.platform.db import Base


class FlashDealRow(Base):
    """A flash deal; ``price`` in minor units of ``currency``, limits and ``sold`` in pieces."""

    __tablename__ = "flash_deals"
    __table_args__ = (
        CheckConstraint("sold >= 0 AND sold <= total_limit", name="never_oversold"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_flash_deals_show_id_ends_at", "show_id", "ends_at"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    show_id: Mapped[str] = mapped_column(String(40))
    product_id: Mapped[str] = mapped_column(String(40), index=True)
    variant_id: Mapped[str | None] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3))
    price: Mapped[int] = mapped_column(BigInteger)
    compare_at: Mapped[dict[str, Any]]
    total_limit: Mapped[int]
    buyer_limit: Mapped[int | None]
    sold: Mapped[int] = mapped_column(default=0)
    announced_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    actor: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)
