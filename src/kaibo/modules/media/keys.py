"""The keys of a show's inputs."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from kaibo.kernel.ids import new_secret
from kaibo.modules.media import repository
from kaibo.modules.media.contracts import Role
from kaibo.modules.media.errors import StreamKeyInUseError
from kaibo.modules.media.models import StreamKeyRow
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.db import UnitOfWork


def stream_keys(uow: UnitOfWork, reference: str) -> tuple[Show, str | None, dict[Role, str]]:
    """Give the keys of both inputs, made on first use, and the server that the show uses."""
    show = shows.get_show(uow.session, reference)
    picture = repository.picture(uow.session, show.id)
    keys = {role: _key(uow, show.id, role).stream_key for role in Role}
    return show, picture.server_id if picture else None, keys


def rotate(uow: UnitOfWork, reference: str, role: Role) -> None:
    """Replace an input's key; the old one stops working at once."""
    show = shows.hold_show(uow, reference)
    if role in repository.running(uow.session, show.id):
        raise StreamKeyInUseError
    row = _key(uow, show.id, role)
    row.stream_key = new_secret("sk")
    row.created_at = uow.now


def _key(uow: UnitOfWork, show_id: str, role: Role) -> StreamKeyRow:
    row = repository.key_of(uow.session, show_id, role)
    if row is not None:
        return row
    row = StreamKeyRow(show_id=show_id, role=role, stream_key=new_secret("sk"), created_at=uow.now)
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError:
        # Somebody else looked for the first time in the same moment.
        return _key(uow, show_id, role)
    return row
