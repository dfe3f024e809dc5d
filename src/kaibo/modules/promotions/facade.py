"""What other parts may do with deals."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.modules.promotions import repository, service
from kaibo.modules.promotions.contracts import GRACE, FlashDeal
from kaibo.platform.db import UnitOfWork


def present_deals(session: Session, show_id: str, at: datetime) -> list[FlashDeal]:
    """Give the deals of a show that are counted down or running, their grace included."""
    rows = repository.of_show(session, show_id, ending_after=at - GRACE)
    return [service.to_deal(row) for row in rows]


def hold_deals(uow: UnitOfWork, show_ids: Collection[str], since: datetime) -> list[FlashDeal]:
    """Give the deals of these shows that orders which arrived since then may be for, held."""
    rows = repository.hold(uow, show_ids, ending_after=since - GRACE)
    return [service.to_deal(row) for row in rows]


def count(uow: UnitOfWork, pieces: Mapping[str, int], shows_of: Mapping[str, str]) -> None:
    """Count pieces as given by these deals (negative: given back); ``shows_of`` by deal.

    Raises ``DealSoldOutError`` when a deal has fewer left.
    """
    service.count(uow, pieces, shows_of)


def products_of(session: Session, deal_ids: Collection[str]) -> dict[str, str]:
    """Give the products that these deals are of, by the deals' ids."""
    return repository.products(session, deal_ids)


def stop_all(uow: UnitOfWork, show_id: str) -> None:
    """End the deals of a show."""
    service.stop_all(uow, show_id)
