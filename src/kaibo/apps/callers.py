"""Who calls, answered by the modules that know staff and viewers."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

from kaibo.modules.audience import facade as audience
from kaibo.modules.identity import facade as identity
from kaibo.platform.auth import Principal, SecretKey
from kaibo.platform.http.context import Context

LOCAL_PREFIX = "kst_local_"
# A session is written to no more often than this: reading must not become writing.
SEEN_EVERY = timedelta(minutes=5)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_REMEMBERED = 10_000


def local_token_of(secret: SecretKey) -> str:
    """Give the command line's token: derived from the secret key, which only its user reads."""
    return LOCAL_PREFIX + secret.derive("command-line").hex()


class StaffOfInstallation:
    """Members of staff by session, and the command line by a token only this machine has."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._local = local_token_of(context.secret)
        self._seen: dict[str, datetime] = {}

    async def staff(self, token: str) -> Principal | None:
        """Give the member of staff whose live session this token opens."""
        if token.startswith(LOCAL_PREFIX):
            same = hmac.compare_digest(token.encode(), self._local.encode())
            return identity.LOCAL_OPERATOR if same else None
        now = self._context.clock.now()
        found = await self._context.db.read(identity.staff_of_token, token, now)
        if found is not None and now - self._seen.get(token, _LONG_AGO) > SEEN_EVERY:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[token] = now
            await self._context.db.run_relaxed(identity.see_session, token)
        return found


class ViewersOfInstallation:
    """Viewers by signed token: no look-up, but once for an account's session or erased guests."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def viewer(self, token: str) -> Principal | None:
        """Give the viewer whom this token names; the display name is not in the token."""
        proof = audience.prove(self._context.secret, token)
        if proof is None:
            return None
        book = self._context.port(audience.SessionBook)
        if proof.session_id is not None:
            is_here = await book.is_open(proof.session_id)
        else:
            is_here = not await book.is_erased(proof.viewer_id)
        if not is_here:
            return None
        return Principal(kind="viewer", id=proof.viewer_id, name="")
