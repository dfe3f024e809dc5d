"""Where an account is open, and ending that."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from kaibo.kernel.clock import Clock, epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.modules.audience import repository, tokens
from kaibo.modules.audience.models import SessionRow
from kaibo.platform.db import Database, UnitOfWork

DAYS = 180
# How exactly it is known when a session was last used.
_SEEN_EVERY = timedelta(hours=6)
_REMEMBERED = 100_000

_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
# In this order: most call themselves by the names of the others too.
_BROWSERS = ("MicroMessenger", "Line/", "Edg", "OPR", "Firefox", "CriOS", "Chrome", "Safari")
_TOLD = {
    "MicroMessenger": "WeChat",
    "Line/": "LINE",
    "Edg": "Edge",
    "OPR": "Opera",
    "CriOS": "Chrome",
    "Macintosh": "Mac",
}


def open_session(uow: UnitOfWork, viewer_id: str, user_agent: str) -> str:
    """Open an account on a device; give the session's id."""
    session_id = new_id("vss", at_ms=epoch_ms(uow.now))
    uow.session.add(
        SessionRow(
            id=session_id,
            viewer_id=viewer_id,
            device=device_of(user_agent),
            created_at=uow.now,
            seen_at=uow.now,
            expires_at=uow.now + timedelta(days=DAYS),
        )
    )
    return session_id


def device_of(user_agent: str) -> str:
    """Say which browser on what, in a few words: ``Chrome, Android``."""
    found = [
        next((name for name in names if name in user_agent), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(_TOLD.get(name, name) for name in found if name)


class SessionBook:
    """Knows which sessions are open; asks the records once for each. A port of the context."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._open: OrderedDict[str, tuple[datetime, datetime]] = OrderedDict()
        self._endings = 0
        self._erased: set[str] = set()
        self._is_told_erased = False

    async def is_open(self, session_id: str) -> bool:
        """Whether a session may be used; notes now and then that it is."""
        now = self._clock.now()
        known = self._open.get(session_id)
        if known is None:
            endings = self._endings
            row = await self._db.read(repository.session, session_id)
            if row is None:
                return False
            known = (row.expires_at, row.seen_at)
            # What was read before a session ended must not outlive its end.
            if endings == self._endings:
                self._remember(session_id, known)
        expires_at, seen_at = known
        if expires_at <= now:
            return False
        if now - seen_at >= _SEEN_EVERY:
            if session_id in self._open:
                self._remember(session_id, (expires_at, now))
            await self._db.run_relaxed(_seen, session_id)
        return True

    async def is_erased(self, guest_id: str) -> bool:
        """Whether nobody is this guest any more, whose token would be good for ever."""
        if not self._is_told_erased:
            self._erased.update(await self._db.read(repository.erased, tokens.GUEST))
            self._is_told_erased = True
        return guest_id in self._erased

    def forget_people(self, viewer_ids: Sequence[str]) -> None:
        """Take nobody for these any more; call it when they were erased, in any thread."""
        self._erased.update(viewer_ids)

    def forget(self, session_ids: Sequence[str]) -> None:
        """Ask the records anew about these; call it when they were ended, in any thread."""
        self._endings += 1
        for session_id in session_ids:
            self._open.pop(session_id, None)

    def _remember(self, session_id: str, known: tuple[datetime, datetime]) -> None:
        self._open[session_id] = known
        if len(self._open) > _REMEMBERED:
            self._open.popitem(last=False)


def close(uow: UnitOfWork, book: SessionBook, viewer_id: str, session_id: str | None = None) -> int:
    """End one session of an account, or all; give how many."""
    ended = repository.end_sessions(uow.session, viewer_id, session_id)
    uow.after_commit(lambda: book.forget(ended))
    return len(ended)


def _seen(uow: UnitOfWork, session_id: str) -> None:
    repository.seen(uow.session, session_id, uow.now)
