"""Reading the webhooks of LiveKit."""

from __future__ import annotations

import base64
import hashlib
import hmac

import jwt

from kaibo.adapters.media.hooks.reading import Json, json_of, part, parts, text
from kaibo.adapters.media.hooks.words import (
    Answer,
    BadHookError,
    Call,
    Ended,
    Nothing,
    Publishing,
    Recorded,
    Said,
    UnsignedHookError,
)
from kaibo.adapters.media.livekit.names import ingress_name, input_of
from kaibo.modules.media.contracts import Protocol

_LEEWAY_S = 60
_PROTOCOLS = {"RTMP_INPUT": Protocol.RTMP, "WHIP_INPUT": Protocol.WHIP}


class LivekitDialect:
    """JSON with ``event``; the ``Authorization`` is a JWT that names the body's SHA-256."""

    def __init__(self, api_key: str, secret: str) -> None:
        self._api_key = api_key
        self._secret = secret

    def read(self, call: Call) -> Said:
        """Understand an event."""
        self._require_signature(call)
        told = json_of(call)
        ingress = part(told, "ingressInfo")
        match text(told, "event"):
            case "ingress_started":
                return self._publishing(ingress)
            case "ingress_ended":
                return Ended(input_of(text(ingress, "name")), _connection(ingress))
            case "egress_ended":
                egress = part(told, "egressInfo")
                files = [text(file, "filename") for file in parts(egress, "fileResults")]
                path = next(filter(None, files), "")
                return Recorded(text(egress, "roomName"), path) if path else Nothing()
            case "":
                raise BadHookError
            case _:
                return Nothing()

    def answer(self, said: Said, *, allowed: bool, reason: str) -> Answer:
        """Answer kindly: LiveKit does not ask, and would repeat what it thinks was not heard."""
        del said, allowed, reason
        return Answer(204)

    def _publishing(self, ingress: Json) -> Publishing:
        named = text(ingress, "name")
        name, secret = input_of(named), self._secret
        return Publishing(
            name,
            "",
            "",
            _connection(ingress),
            _PROTOCOLS.get(text(ingress, "inputType"), Protocol.RTMP),
            fits=lambda key: hmac.compare_digest(
                named.encode(), ingress_name(secret, name, key).encode()
            ),
        )

    def _require_signature(self, call: Call) -> None:
        given = call.headers.get("authorization", "").removeprefix("Bearer ").strip()
        try:
            claims = jwt.decode(
                given,
                self._secret,
                algorithms=["HS256"],
                issuer=self._api_key,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iss"]},
            )
        except jwt.PyJWTError as error:
            raise UnsignedHookError from error
        told = claims.get("sha256")
        found = base64.b64encode(hashlib.sha256(call.body).digest())
        if not isinstance(told, str) or not hmac.compare_digest(told.encode(), found):
            raise UnsignedHookError


def _connection(ingress: Json) -> str | None:
    return text(part(ingress, "state"), "resourceId") or text(ingress, "ingressId") or None
