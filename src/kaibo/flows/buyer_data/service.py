"""Telling a buyer what is held about them, and erasing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.analytics import facade as analytics
from kaibo.modules.audience import facade as audience
from kaibo.modules.audience.contracts import AccountFacts
from kaibo.modules.fulfilment import facade as fulfilment
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail.contracts import Mail
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import PlacedOrder
from kaibo.modules.orders.errors import OpenOrdersError
from kaibo.modules.rooms import facade as rooms
from kaibo.modules.shows import facade as shows
from kaibo.platform.db import UnitOfWork

AGAIN_JOB = "buyer_data.erase_again"
# No transaction that was under way when a buyer was erased is still so after it.
AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FoundBuyer:
    """A buyer as staff find them; without ``email`` and ``since`` a guest.

    ``open_orders`` of the orders are on their way.
    """

    id: str
    name: str
    avatar_url: str | None
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
        avatar_url=viewer.avatar_url,
        email=account.email if account else None,
        since=account.created_at if account else None,
        orders=len(placed),
        open_orders=sum(orders.is_open(order) for order in placed),
    )


def export(session: Session, viewer_id: str) -> dict[str, Any]:
    """Give all that is held about a buyer, and about the guests that they were.

    Of what was said in rooms only lines that the crew hid or held up are among it: other talk is
    kept in memory while a show is on air, and nowhere after. ``timeline`` tells these once more,
    also those that were taken back, with visits, mutes and what looked automatic; ``acts`` what
    was looked at, put into carts and ordered.
    """
    account = audience.account_of(session, viewer_id)
    people = audience.all_of_person(session, viewer_id)
    placed = [order for one in people for order in orders.all_of(session, one)]
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
            {"show_id": show, "text": said}
            for one in people
            for show, said in rooms.lines_of(session, one)
        ],
        "carts": [asdict(line) for one in people for line in orders.carts_of(session, one)],
        "bookings": [show for one in people for show in shows.booked_shows(session, one)],
        "timeline": [asdict(entry) for entry in shows.told_of(session, people)],
        "acts": [asdict(act) for act in analytics.acts_of(session, people)],
        "devices": audience.devices_of(session, viewer_id),
        "mails": [asdict(one) for one in _mails(session, account, placed)],
    }


def _mails(
    session: Session, account: AccountFacts | None, placed: Sequence[PlacedOrder]
) -> Sequence[Mail]:
    """Give the mails to the address that was proved, and those of orders to any other."""
    found = list(mail.sent_to(session, account.email)) if account else []
    about: dict[str, list[str]] = {}
    for order in placed:
        if order.contact.email and not (account and order.contact.email == account.email):
            about.setdefault(order.contact.email, []).append(order.id)
    for address, order_ids in about.items():
        found += mail.sent_about(session, address, order_ids)
    return found


def erase(uow: UnitOfWork, viewer_id: str) -> audience.Remains:
    """Erase a buyer, and the guests that they were: account, name, picture, carts, bookings, mails.

    Orders stay for the books, with nothing in them that tells who it was. Raises
    ``OpenOrdersError`` while one is on its way: its parcel needs an address.
    """
    account = audience.account_of(uow.session, viewer_id)
    for one in audience.all_of_person(uow.session, viewer_id):
        _erase_orders(uow, one)
        _erase_rest(uow, one)
    if account is not None:
        mail.forget_address(uow, account.email)
    remains = audience.erase(uow, viewer_id)
    # The files too: a core that dies right after the commit leaves them to the job.
    told = {"people": remains.people, "pictures": remains.pictures}
    uow.enqueue(AGAIN_JOB, told, run_at=uow.now + AGAIN_AFTER)
    return remains


def erase_traces(uow: UnitOfWork, people: Collection[str]) -> tuple[audience.Remains, bool]:
    """Erase what came to be known of these after their erasure; tell whether that is all."""
    remains = audience.erase_again(uow, people)
    is_all = True
    for one in remains.people:
        _erase_rest(uow, one)
        try:
            _erase_orders(uow, one)
        except OpenOrdersError:
            is_all = False
    return remains, is_all


def _erase_orders(uow: UnitOfWork, viewer_id: str) -> None:
    # Whoever orders names an address without proving it: of another's, only these mails go.
    for address, order_ids in orders.forget_person(uow, viewer_id).items():
        mail.forget_about(uow, address, order_ids)


def _erase_rest(uow: UnitOfWork, viewer_id: str) -> None:
    shows.forget_bookings(uow, viewer_id)
    rooms.forget_lines(uow, viewer_id)
    shows.forget_said(uow, viewer_id)
