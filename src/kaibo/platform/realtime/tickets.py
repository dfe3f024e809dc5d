"""Short-lived signed tickets: how a socket knows who it is.

The transport decides about a handshake without waiting, so it cannot ask a database. The HTTP API,
which can, signs what it knows; the socket only checks the signature. A ticket is a bearer token
for one room; it lives for a minute or so and may be used again until then (a phone that loses its
network comes back with it).

Form: `base64url(JSON claims) "." base64url(HMAC-SHA-256)`, without padding.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Literal

import msgspec

_CONTEXT = b"kaibo.realtime.ticket.v1."
_MAX_LENGTH = 2048

Role = Literal["viewer", "staff"]
Fault = Literal["malformed", "forged", "expired"]


class TicketClaims(msgspec.Struct, frozen=True, kw_only=True):
    """Who may enter which room, until when (`exp`, milliseconds since the epoch)."""

    room: str
    sub: str
    name: str
    role: Role
    lang: str
    exp: int
    nonce: str
    dev: str = ""
    """The device, where one is known."""


class TicketRefusedError(Exception):
    """The ticket does not open anything; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


class TicketSigner:
    """Signs and checks tickets with one secret (32 random bytes or more)."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < hashlib.sha256().digest_size:
            msg = "a ticket secret has at least 32 bytes"
            raise ValueError(msg)
        self._secret = secret
        self._decoder = msgspec.json.Decoder(TicketClaims)

    def issue(
        self,
        *,
        room: str,
        subject: str,
        name: str,
        role: Role,
        language: str,
        expires_at: int,
        device: str = "",
    ) -> str:
        """Return a ticket to `room` for `subject`; `expires_at` is in ms since the epoch."""
        claims = TicketClaims(
            room=room,
            sub=subject,
            name=name,
            role=role,
            lang=language,
            exp=expires_at,
            nonce=secrets.token_urlsafe(6),
            dev=device,
        )
        payload = _encode(msgspec.json.encode(claims))
        return f"{payload}.{_encode(self._mac(payload))}"

    def verify(self, ticket: str, *, now: int) -> TicketClaims:
        """Return the claims of `ticket` at `now` (ms); raise `TicketRefusedError` otherwise."""
        payload, dot, signature = ticket.partition(".")
        if not dot or len(ticket) > _MAX_LENGTH or not ticket.isascii():
            raise TicketRefusedError("malformed")
        try:
            given = _decode(signature)
            if not hmac.compare_digest(given, self._mac(payload)):
                raise TicketRefusedError("forged")
            claims = self._decoder.decode(_decode(payload))
        except (binascii.Error, msgspec.DecodeError) as error:
            raise TicketRefusedError("malformed") from error
        if claims.exp <= now:
            raise TicketRefusedError("expired")
        return claims

    def _mac(self, payload: str) -> bytes:
        return hmac.digest(self._secret, _CONTEXT + payload.encode(), "sha256")


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)
