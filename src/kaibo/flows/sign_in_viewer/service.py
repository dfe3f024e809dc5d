"""Asking for a code, and what a right one opens."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.modules.audience import facade as audience
from kaibo.modules.audience.contracts import CodeRequest
from kaibo.modules.mail import facade as mail
from kaibo.modules.mail.contracts import CodeFacts, MailKind, NewMail
from kaibo.modules.orders import facade as orders
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import SecretKey
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.http.fields import same_address
from kaibo.platform.i18n import Language


@dataclass(frozen=True, slots=True)
class Typed:
    """A code as it was typed: by whom (a guest, or nobody yet), where, in which language."""

    request_id: str
    code: str
    guest_id: str | None
    user_agent: str
    language: Language


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that was opened on a device."""

    viewer_id: str
    session_id: str


def ask(uow: UnitOfWork, email: str, language: Language) -> CodeRequest:
    """Have a code sent to an address, unless one was just now.

    The same happens whether or not the address is known.
    """
    request, is_new = audience.ask_code(uow, email)
    if is_new:
        address = same_address(email)
        mail.queue(uow, NewMail(MailKind.SIGN_IN_CODE, address, language, subject_id=request.id))
    return request


def sign_in(uow: UnitOfWork, secret: SecretKey, typed: Typed) -> SignedIn | None:
    """Open the account of the address that the code proves; none for a wrong code.

    What the guest had, orders, carts and bookings, is the account's from then on; not what the
    guest of another account had.
    """
    email = audience.redeem_code(uow, secret, typed.request_id, typed.code)
    if email is None:
        return None
    viewer_id, is_theirs = audience.account_for(uow, email, typed.guest_id, typed.language)
    if typed.guest_id is not None and is_theirs:
        orders.hand_over(uow, typed.guest_id, viewer_id)
        shows.hand_over_bookings(uow, typed.guest_id, viewer_id)
    return SignedIn(viewer_id, audience.open_session(uow, viewer_id, typed.user_agent))


async def code_facts(
    context: Context, request_id: str, _extra: dict[str, object]
) -> CodeFacts | None:
    """Give the code of a request, as its mail tells it; none once it can no longer be typed."""
    code = await context.db.read(audience.open_code, request_id, context.clock.now())
    if code is None:
        return None
    minutes = round((code.expires_at - code.mailed_at).total_seconds() / 60)
    return CodeFacts(audience.code_of(context.secret, code.id), minutes)
