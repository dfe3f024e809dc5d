"""Guests: signing in, and the name the room sees."""

from __future__ import annotations

import secrets
import unicodedata

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.audience import repository
from kaibo.modules.audience.contracts import Viewer
from kaibo.modules.audience.errors import BadNameError
from kaibo.modules.audience.models import ViewerRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.i18n import Language, translate

NAME_LIMIT = 24


def enter(uow: UnitOfWork, display_name: str | None, language: Language) -> Viewer:
    """Make a guest; without a name one is made up, such as “Guest 4821”."""
    name = clean_name(display_name) if display_name else None
    if name is None:
        number = 1000 + secrets.randbelow(9000)
        name = translate("audience.guest_name", language, number=number)
    row = ViewerRow(id=new_id("vwr"), display_name=name, created_at=uow.now)
    uow.session.add(row)
    return Viewer(row.id, row.display_name)


def rename(uow: UnitOfWork, viewer_id: str, display_name: str) -> Viewer:
    """Change the name the room sees."""
    row = repository.viewer(uow.session, viewer_id)
    if row is None:
        raise NotFoundError
    row.display_name = clean_name(display_name)
    return Viewer(row.id, row.display_name)


def clean_name(name: str) -> str:
    """Normalise a nickname: one line, no control or invisible characters, 24 at most."""
    visible = "".join(
        char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C"
    )
    cleaned = " ".join(visible.split())
    if not 1 <= len(cleaned) <= NAME_LIMIT:
        raise BadNameError(field="display_name", limit=NAME_LIMIT)
    return cleaned
