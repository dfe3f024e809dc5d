"""What other parts may ask about a show's picture."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from kaibo.modules.media import repository
from kaibo.modules.media.addresses import hls_url
from kaibo.modules.media.contracts import EndReason, Playback, PlaybackState
from kaibo.modules.media.events import PlaybackChanged
from kaibo.platform.db import UnitOfWork

__all__ = ["cut_off", "hls_url", "playbacks"]


def playbacks(session: Session, show_ids: Collection[str]) -> dict[str, Playback]:
    """Give what viewers of each show are told, by show id."""
    paths = repository.playable_paths(session, show_ids)
    return {
        show_id: Playback(
            PlaybackState.LIVE if show_id in paths else PlaybackState.OFFLINE, paths.get(show_id)
        )
        for show_id in show_ids
    }


def cut_off(uow: UnitOfWork, show_id: str) -> None:
    """End the show's running stream; its media server drops the encoder at its next report."""
    for ended in repository.end(uow.session, now=uow.now, reason=EndReason.KICKED, show_id=show_id):
        uow.emit(PlaybackChanged(show_id=ended))
