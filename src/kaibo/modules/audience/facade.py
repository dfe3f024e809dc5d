"""What other parts may ask about viewers, and do for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.audience import codes, repository, service, sessions, tokens
from kaibo.modules.audience.contracts import AccountFacts, CodeRequest, Remains, Viewer
from kaibo.modules.audience.mailed import MailedCode
from kaibo.modules.audience.service import NOBODY
from kaibo.modules.audience.sessions import SessionBook
from kaibo.modules.audience.throttle import CodeThrottle
from kaibo.modules.audience.tokens import ACCOUNT, GUEST, Proof, is_account
from kaibo.modules.audience.views import to_viewer
from kaibo.platform.auth import SecretKey
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.fields import same_address
from kaibo.platform.i18n import Language

__all__ = [
    "ACCOUNT",
    "GUEST",
    "NOBODY",
    "SESSION_DAYS",
    "CodeThrottle",
    "MailedCode",
    "Proof",
    "Remains",
    "SessionBook",
    "account_for",
    "account_of",
    "all_of_person",
    "ask_code",
    "code_of",
    "devices_of",
    "erase",
    "erase_again",
    "get_viewer",
    "is_account",
    "let_go",
    "names_of",
    "open_code",
    "open_session",
    "prove",
    "redeem_code",
    "sign_token",
]

SESSION_DAYS = sessions.DAYS


def get_viewer(session: Session, viewer_id: str) -> Viewer:
    """Give a viewer by id."""
    row = repository.viewer(session, viewer_id)
    if row is None:
        raise NotFoundError
    return to_viewer(row)


def names_of(session: Session, viewer_ids: Collection[str]) -> dict[str, str]:
    """Give the display names of these viewers, by id."""
    return repository.names(session, viewer_ids)


def sign_token(secret: SecretKey, viewer_id: str, session_id: str | None = None) -> str:
    """Make the token that proves to be this viewer; an account's needs its session."""
    return tokens.sign(secret, viewer_id, session_id)


def prove(secret: SecretKey, token: str) -> Proof | None:
    """Tell whose token it is; none for a forged one. Ask `SessionBook` about its session."""
    return tokens.prove(secret, token)


def account_of(session: Session, viewer_id: str) -> AccountFacts | None:
    """Give what is held about the owner of an account; none for a guest."""
    account = repository.account(session, viewer_id)
    row = repository.viewer(session, viewer_id)
    if account is None or row is None:
        return None
    return AccountFacts(to_viewer(row), account.email, row.language, account.created_at)


def all_of_person(session: Session, viewer_id: str) -> list[str]:
    """Give a viewer and the guests that they were, on one device or several, before signing in."""
    return [viewer_id, *repository.guests_of(session, viewer_id)]


def devices_of(session: Session, viewer_id: str) -> list[dict[str, Any]]:
    """Give where a viewer's account was opened, when, and when it was last seen there."""
    return [
        {"device": row.device, "created_at": row.created_at, "seen_at": row.seen_at}
        for row in repository.all_sessions(session, viewer_id)
    ]


def viewer_of_address(session: Session, email: str) -> str | None:
    """Give the viewer who has proved an address; none when nobody has."""
    account = repository.account_by_email(session, same_address(email))
    return account.viewer_id if account else None


def ask_code(uow: UnitOfWork, email: str) -> tuple[CodeRequest, bool]:
    """Note that a code is wanted for an address, known or not; tell whether one must be mailed."""
    return codes.ask(uow, email)


def open_code(session: Session, request_id: str, now: datetime) -> MailedCode | None:
    """Give the code of a request; none when it may not be typed any more."""
    row = repository.code(session, request_id)
    if row is None or not codes.is_open(row, now):
        return None
    return MailedCode(row.code_id, row.created_at, row.expires_at)


def code_of(secret: SecretKey, code_id: str) -> str:
    """Give the digits of a code."""
    return codes.code_of(secret, code_id)


def redeem_code(uow: UnitOfWork, secret: SecretKey, request_id: str, code: str) -> str | None:
    """Give the address that a code proves, and use the code up; none for a wrong one.

    The transaction must be committed either way, so that the try counts.
    """
    return codes.redeem(uow, secret, request_id, code)


def account_for(
    uow: UnitOfWork, email: str, guest_id: str | None, language: Language
) -> tuple[str, bool]:
    """Give the viewer of a proved address, and whether the guest who proved it is theirs now.

    One who was another account's before stays that one's. A new account takes over a guest's name.
    """
    # A token outlives its guest where an older backup was put back.
    guest = repository.held(uow.session, guest_id) if guest_id is not None else None
    is_free = guest is not None and guest.account_id is None and guest.erased_at is None
    name = guest.display_name if guest is not None and is_free else None
    viewer_id = service.account_for(uow, email, name, language)
    return viewer_id, guest is not None and service.become(uow, guest, viewer_id)


def open_session(uow: UnitOfWork, viewer_id: str, user_agent: str) -> str:
    """Open an account on a device; give the session's id."""
    return sessions.open_session(uow, viewer_id, user_agent)


def erase(uow: UnitOfWork, viewer_id: str) -> Remains:
    """Erase a viewer's account, names and sessions; say what of them is left to be let go."""
    account = repository.account(uow.session, viewer_id)
    if account is not None:
        repository.forget_codes(uow.session, account.email)
        uow.session.delete(account)
    return erase_again(uow, [viewer_id])


def erase_again(uow: UnitOfWork, viewer_ids: Collection[str]) -> Remains:
    """Erase what was written of erased viewers by what was under way at their erasure.

    It may have named them, shown a picture, opened their account, or made a guest theirs.
    """
    people = list(
        dict.fromkeys(one for known in viewer_ids for one in all_of_person(uow.session, known))
    )
    repository.erase(uow.session, people, uow.now)
    pictures = [picture for one in people if (picture := service.forget(uow, one))]
    ended = [
        one for viewer_id in people for one in repository.end_sessions(uow.session, viewer_id, None)
    ]
    return Remains(people, ended, pictures)


def let_go(book: SessionBook, remains: Remains) -> None:
    """Take nobody for these viewers any more; call it after the commit, in any thread."""
    book.forget(remains.sessions)
    book.forget_people(remains.people)
