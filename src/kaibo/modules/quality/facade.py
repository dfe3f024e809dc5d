"""What other parts may tell quality, and ask it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.modules.quality import repository
from kaibo.modules.quality.board import QualityBoard
from kaibo.modules.quality.contracts import InputFacts, Minute, ProgramFacts, ServerFacts
from kaibo.modules.quality.keeper import QualityKeeper

__all__ = ["QualityBoard", "QualityKeeper", "minutes", "take_report"]


def take_report(
    board: QualityBoard,
    server_id: str,
    server: ServerFacts | None,
    inputs: Sequence[InputFacts],
    now: datetime,
    programs: Sequence[ProgramFacts] = (),
) -> None:
    """Take a media server's report: every stream it carries, about once a second.

    ``server`` is none for one that tells nothing of itself. ``programs`` tells what viewers of
    these shows get, and of all that get a picture from outside. Call it in the event loop.
    """
    board.take_report(server_id, server, inputs, now, programs)


def minutes(session: Session, show_id: str) -> list[Minute]:
    """Give the show's kept minutes, oldest first."""
    return repository.minutes(session, show_id)
