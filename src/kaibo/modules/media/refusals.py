"""Letting the crew know that an encoder was turned away at the door."""

from __future__ import annotations

from kaibo.kernel.errors import KaiboError
from kaibo.modules.media import repository
from kaibo.modules.media.errors import AlreadyPublishingError, ShowOverError
from kaibo.modules.media.health import HealthBoard
from kaibo.platform.http.context import Context


async def note_refused(context: Context, stream_key: str, why: KaiboError) -> None:
    """Note that a key's encoder was refused; a key that opens nothing belongs to nobody."""
    match why:
        case AlreadyPublishingError():
            code = "key_in_use"
        case ShowOverError():
            code = "show_over"
        case _:
            return
    found = await context.db.read(repository.input_of_key, stream_key)
    if found is not None:
        board, now = context.port(HealthBoard), context.clock.now()
        board.note_refused(found.show_id, found.role, code, now)
