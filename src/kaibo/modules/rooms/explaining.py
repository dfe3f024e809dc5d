"""Which product the host explains (講解), said by the crew; independent of pins.

One at a time: another one ends the first, and so does the end of the show. The interval goes to
the show's timeline, in the transaction of the change.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.rooms import frames, repository
from kaibo.modules.rooms.contracts import Explanation
from kaibo.modules.rooms.errors import NotInTrayError
from kaibo.modules.rooms.events import ExplanationChanged
from kaibo.modules.rooms.models import ExplanationRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, Show
from kaibo.platform.db import UnitOfWork


def explain(uow: UnitOfWork, reference: str, product_id: str) -> Explanation:
    """Say that the host explains this product now; the one that is explained already goes on."""
    # Held, so that of colleagues who say so at once the second ends what the first began.
    show = shows.hold_show(uow, reference)
    shows.require_open(show)
    if product_id not in show.product_ids:
        raise NotInTrayError(product_id=product_id)
    known = repository.explanation(uow.session, show.id)
    if known is not None and known.product_id == product_id:
        return Explanation(product_id, known.since)
    _end(uow, show.id)
    uow.session.add(ExplanationRow(show_id=show.id, product_id=product_id, since=uow.now))
    uow.session.flush()
    shows.note(uow, show.id, EntryKind.EXPLAINING, product_id)
    uow.emit(ExplanationChanged(show_id=show.id))
    return Explanation(product_id, uow.now)


def stop(uow: UnitOfWork, reference: str) -> None:
    """Say that the host explains nothing now; said twice it changes nothing."""
    end(uow, shows.hold_show(uow, reference).id)


def end(uow: UnitOfWork, show_id: str) -> None:
    """End what is explained in that show, if anything is."""
    if _end(uow, show_id):
        uow.emit(ExplanationChanged(show_id=show_id))


def end_what_left(uow: UnitOfWork, show_id: str) -> None:
    """End the explanation of a product that is no longer in the tray."""
    # Held, so that what a colleague begins at this moment is not taken for what left.
    show = shows.hold_show(uow, show_id)
    known = repository.explanation(uow.session, show_id)
    if known is not None and known.product_id not in show.product_ids:
        end(uow, show_id)


def present(session: Session, show: Show) -> Explanation | None:
    """Give what is explained now, if it is still in the tray."""
    row = repository.explanation(session, show.id)
    if row is None or row.product_id not in show.product_ids:
        return None
    return Explanation(row.product_id, row.since)


def to_frame(explanation: Explanation | None) -> frames.Explaining | None:
    """Give it as a frame."""
    if explanation is None:
        return None
    return frames.Explaining(explanation.product_id, epoch_ms(explanation.since))


def _end(uow: UnitOfWork, show_id: str) -> bool:
    ended = repository.end_explanation(uow, show_id)
    if ended is not None:
        shows.note(uow, show_id, EntryKind.EXPLAINED, ended)
    return ended is not None
