"""Guests: signing in, and the name the room sees."""

from __future__ import annotations

import secrets
import unicodedata

from kaibo.kernel.errors import NotFoundError, UnauthenticatedError
from kaibo.kernel.ids import new_id
from kaibo.modules.audience import repository
from kaibo.modules.audience.contracts import Viewer
from kaibo.modules.audience.errors import BadNameError
from kaibo.modules.audience.models import ViewerRow
from kaibo.modules.audience.tokens import ACCOUNT, GUEST
from kaibo.modules.audience.views import to_viewer
from kaibo.platform.db import UnitOfWork
from kaibo.platform.i18n import Language, translate

NAME_LIMIT = 24
NOBODY = "—"


def enter(uow: UnitOfWork, display_name: str | None, language: Language) -> Viewer:
    """Make a guest; without a name one is made up, such as “Guest 4821”."""
    name = clean_name(display_name) if display_name else _made_up(language)
    row = ViewerRow(id=new_id(GUEST), display_name=name, created_at=uow.now)
    uow.session.add(row)
    return to_viewer(row)


def account_for(uow: UnitOfWork, email: str, name: str | None, language: Language) -> str:
    """Give the viewer of a proved address; a new one gets that name, or a made-up one."""
    known = repository.account_by_email(uow.session, email)
    if known is not None:
        return known.viewer_id
    viewer_id = new_id(ACCOUNT)
    # Of two devices that prove one address in the same moment, the second gets the first's.
    owner_id = repository.claim_email(uow.session, viewer_id, email, uow.now).viewer_id
    if owner_id != viewer_id:
        return owner_id
    row = ViewerRow(
        id=viewer_id,
        display_name=name or _made_up(language),
        created_at=uow.now,
        language=language,
    )
    uow.session.add(row)
    return viewer_id


def change(
    uow: UnitOfWork, viewer_id: str, display_name: str | None, language: Language | None
) -> Viewer:
    """Change what is given."""
    row = _present(uow, viewer_id)
    if display_name is not None:
        row.display_name = clean_name(display_name)
    if language is not None:
        row.language = language
    return to_viewer(row)


def set_avatar(uow: UnitOfWork, viewer_id: str, name: str | None) -> tuple[Viewer, str | None]:
    """Set or remove the picture; give the viewer and the name of the file that it was before."""
    row = _present(uow, viewer_id)
    before, row.avatar = row.avatar, name
    return to_viewer(row), before


def forget(uow: UnitOfWork, viewer_id: str) -> str | None:
    """Take name, picture and language off a viewer; give the file of the picture."""
    row = _held(uow, viewer_id)
    picture, row.avatar = row.avatar, None
    row.display_name, row.language = NOBODY, None
    return picture


def become(uow: UnitOfWork, guest: ViewerRow, account_id: str) -> bool:
    """Make a guest the account's; tell whether they are, and not another's or erased.

    Their name is the account's now; the guest would keep it beyond an erasure.
    """
    if guest.erased_at is not None or guest.account_id not in {None, account_id}:
        return False
    forget(uow, guest.id)
    guest.account_id = account_id
    return True


def _held(uow: UnitOfWork, viewer_id: str) -> ViewerRow:
    row = repository.held(uow.session, viewer_id)
    if row is None:
        raise NotFoundError
    return row


def _present(uow: UnitOfWork, viewer_id: str) -> ViewerRow:
    """Give a viewer who was not erased since their token was looked at, which takes a moment."""
    row = _held(uow, viewer_id)
    if row.erased_at is not None:
        raise UnauthenticatedError
    return row


def _made_up(language: Language) -> str:
    return translate("audience.guest_name", language, number=1000 + secrets.randbelow(9000))


def clean_name(name: str) -> str:
    """Normalise a nickname: one line, no control or invisible characters, 24 at most."""
    visible = "".join(
        char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C"
    )
    cleaned = " ".join(visible.split())
    if not 1 <= len(cleaned) <= NAME_LIMIT:
        raise BadNameError(field="display_name", limit=NAME_LIMIT)
    return cleaned
