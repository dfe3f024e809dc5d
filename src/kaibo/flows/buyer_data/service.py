"""Telling a buyer what is held about them, and erasing it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.audience import facade as audience
from kaibo.modules.fulfilment import facade as fulfilment
from kaibo.modules.mail import facade as mail
from kaibo.modules.orders import facade as orders
from kaibo.modules.rooms import facade as rooms
from kaibo.modules.shows import facade as shows
from kaibo.platform.db import UnitOfWork


@dataclass(frozen=True, slots=True)
class FoundBuyer:
    """A buyer as staff find them; without ``email`` and ``since`` a guest.

    ``open_orders`` of the orders are on their way.
    """

    id: str
    name: str
    email: str | None
    since: datetime | None
    orders: int
    open_orders: int


def find(session: Session, who: str) -> FoundBuyer:
    """Give the buyer of an e-mail address or an order number, or raise ``NotFoundError``.

    By address only whoever has proved it: anybody may write any address on an order.
    """
    if "@" in who:
        viewer_id = audience.viewer_of_address(session, who)
    else:
        viewer_id = orders.buyer_of_number(session, who)
    if viewer_id is None:
        raise NotFoundError
    viewer = audience.get_viewer(session, viewer_id)
    account = audience.account_of(session, viewer_id)
    placed = orders.all_of(session, viewer_id)
    return FoundBuyer(
        id=viewer_id,
        name=viewer.display_name,
        email=account.email if account else None,
        since=account.created_at if account else None,
        orders=len(placed),
        open_orders=sum(orders.is_open(order) for order in placed),
    )


def export(session: Session, viewer_id: str) -> dict[str, Any]:
    """Give all that is held about a buyer.

    Of what was said in rooms only lines that the crew hid or held up are among it: other talk is
    kept in memory while a show is on air, and nowhere after.
    """
    account = audience.account_of(session, viewer_id)
    placed = orders.all_of(session, viewer_id)
    parcels = fulfilment.of_orders(session, [order.id for order in placed])
    told = [
        {name: value for name, value in asdict(order).items() if name != "fingerprint"}
        | {"parcels": [asdict(parcel) for parcel in parcels.get(order.id, [])]}
        for order in placed
    ]
    return {
        "profile": asdict(audience.get_viewer(session, viewer_id)),
        "account": {"email": account.email, "since": account.created_at} if account else None,
        "orders": told,
        "lines": [
            {"show_id": show, "text": said} for show, said in rooms.lines_of(session, viewer_id)
        ],
        "bookings": list(shows.booked_shows(session, viewer_id)),
        "mails": [asdict(one) for one in mail.sent_to(session, account.email)] if account else [],
    }


def erase(uow: UnitOfWork, viewer_id: str, book: audience.SessionBook) -> str | None:
    """Erase a buyer: account, name, picture, carts, bookings, mails; give the picture's file.

    Orders stay for the books, with nothing in them that tells who it was. Raises
    ``OpenOrdersError`` while one is on its way: its parcel needs an address.
    """
    account = audience.account_of(uow.session, viewer_id)
    # Whoever orders names an address without proving it: of another's, only these mails go.
    for address, order_ids in orders.forget_person(uow, viewer_id).items():
        mail.forget_about(uow, address, order_ids)
    if account is not None:
        mail.forget_address(uow, account.email)
    shows.forget_bookings(uow, viewer_id)
    rooms.forget_lines(uow, viewer_id)
    shows.forget_said(uow, viewer_id)
    return audience.erase(uow, viewer_id, book)
