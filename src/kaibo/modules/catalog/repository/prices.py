"""SQL of prices: what a variant was offered at, and what was really paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.models import PaidPriceRow, PriceChangeRow, VariantRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import insert_new


def began(session: Session, variant_ids: Collection[str]) -> dict[str, datetime]:
    """Give when the present prices of these variants began."""
    rows = session.execute(
        select(VariantRow.id, VariantRow.price_since).where(VariantRow.id.in_(variant_ids))
    )
    return {row[0]: row[1] for row in rows}


def note_paid(uow: UnitOfWork, paid: Collection[tuple[str, datetime, int]]) -> None:
    """Note that these prices were paid, as variant, hour, price; a repeat changes nothing."""
    insert_new(
        uow.session,
        PaidPriceRow,
        [
            {"variant_id": variant_id, "hour": hour, "price": price}
            for variant_id, hour, price in sorted(paid)
        ],
    )


def lowest_paid(
    session: Session, variant_ids: Collection[str], *, since: datetime, until: datetime
) -> dict[str, int]:
    """Give the lowest price paid for each of these variants from ``since`` to before ``until``."""
    rows = session.execute(
        select(PaidPriceRow.variant_id, func.min(PaidPriceRow.price))
        .where(
            PaidPriceRow.variant_id.in_(variant_ids),
            PaidPriceRow.hour >= since,
            PaidPriceRow.hour < until,
        )
        .group_by(PaidPriceRow.variant_id)
    )
    return {row[0]: row[1] for row in rows}


def last_paid(session: Session, variant_id: str, *, until: datetime) -> int | None:
    """Give the lowest price of the last hour before ``until`` in which it was paid for."""
    return session.scalar(
        select(PaidPriceRow.price)
        .where(PaidPriceRow.variant_id == variant_id, PaidPriceRow.hour < until)
        .order_by(PaidPriceRow.hour.desc(), PaidPriceRow.price)
        .limit(1)
    )


def history(session: Session, variant_ids: Collection[str]) -> Sequence[PriceChangeRow]:
    """Give every price of these variants, newest first."""
    return session.scalars(
        select(PriceChangeRow)
        .where(PriceChangeRow.variant_id.in_(variant_ids))
        .order_by(PriceChangeRow.id.desc())
        .limit(500)
    ).all()
