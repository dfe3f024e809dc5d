"""SQL of promotions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from kaibo.modules.promotions.models import FlashDealRow
from kaibo.platform.db import UnitOfWork


def hold_one(uow: UnitOfWork, deal_id: str) -> FlashDealRow | None:
    """Give a deal as it is now, held until the transaction ends."""
    return uow.session.scalar(
        select(FlashDealRow)
        .where(FlashDealRow.id == deal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def products(session: Session, deal_ids: Collection[str]) -> dict[str, str]:
    """Give the products that these deals are of, by the deals' ids."""
    wanted = select(FlashDealRow.id, FlashDealRow.product_id).where(FlashDealRow.id.in_(deal_ids))
    return {row.id: row.product_id for row in session.execute(wanted)}


def of_show(session: Session, show_id: str, *, ending_after: datetime) -> Sequence[FlashDealRow]:
    """Give deals of a show that end after that moment and were not stopped, in their order."""
    return session.scalars(
        select(FlashDealRow)
        .where(
            FlashDealRow.show_id == show_id,
            FlashDealRow.ends_at > ending_after,
            FlashDealRow.stopped_at.is_(None),
        )
        .order_by(FlashDealRow.id)
    ).all()


def all_of_show(session: Session, show_id: str) -> Sequence[FlashDealRow]:
    """Give every deal of a show, newest first."""
    return session.scalars(
        select(FlashDealRow)
        .where(FlashDealRow.show_id == show_id)
        .order_by(FlashDealRow.id.desc())
        .limit(200)
    ).all()


_HOLD = (
    select(FlashDealRow)
    .where(
        FlashDealRow.show_id.in_(bindparam("show_ids", expanding=True)),
        FlashDealRow.ends_at > bindparam("after"),
    )
    .order_by(FlashDealRow.id)
    .with_for_update()
)


def hold(
    uow: UnitOfWork, show_ids: Collection[str], *, ending_after: datetime
) -> Sequence[FlashDealRow]:
    """Give deals of these shows that end after that moment, held until the transaction ends."""
    return uow.session.scalars(_HOLD, {"show_ids": show_ids, "after": ending_after}).all()


def count(uow: UnitOfWork, deal_id: str, pieces: int) -> bool:
    """Count pieces as given by a deal; tell whether it had as many. Negative ones came back."""
    counted = uow.session.scalars(
        update(FlashDealRow)
        .where(FlashDealRow.id == deal_id, FlashDealRow.sold + pieces <= FlashDealRow.total_limit)
        .values(sold=FlashDealRow.sold + pieces, version=FlashDealRow.version + 1)
        .returning(FlashDealRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(counted)
