"""What other parts may ask about viewers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.audience import repository
from kaibo.modules.audience.contracts import Viewer
from kaibo.platform.auth import SecretKey

_PURPOSE = "viewer-token"
_PREFIX = "kvw_"


def get_viewer(session: Session, viewer_id: str) -> Viewer:
    """Give a viewer by id."""
    row = repository.viewer(session, viewer_id)
    if row is None:
        raise NotFoundError
    return Viewer(row.id, row.display_name)


def names_of(session: Session, viewer_ids: Collection[str]) -> dict[str, str]:
    """Give the display names of these viewers, by id."""
    return repository.names(session, viewer_ids)


def sign_token(secret: SecretKey, viewer_id: str) -> str:
    """Make the token that proves to be this viewer."""
    return _PREFIX + secret.sign(_PURPOSE, viewer_id)


def viewer_id_of(secret: SecretKey, token: str) -> str | None:
    """Give the id that a token proves, or ``None`` for a forged one."""
    return secret.verify(_PURPOSE, token.removeprefix(_PREFIX))
