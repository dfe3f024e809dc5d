"""Reading the admission webhooks of OvenMediaEngine."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import unquote, urlsplit

from kaibo.adapters.media.hooks.reading import arguments, json_of, number, part, text
from kaibo.adapters.media.hooks.words import (
    Answer,
    BadHookError,
    Call,
    Ended,
    Nothing,
    Playing,
    Publishing,
    Said,
    UnsignedHookError,
)
from kaibo.modules.media.contracts import Protocol


class OvenMediaEngineDialect:
    """JSON with ``client`` and ``request``, signed by HMAC-SHA1 in ``X-OME-Signature``."""

    def __init__(self, token: str, application: str) -> None:
        self._token = token
        self._application = application

    def read(self, call: Call) -> Said:
        """Understand a question, or that a connection has closed."""
        self._require_signature(call)
        told = json_of(call)
        client, request = part(told, "client"), part(told, "request")
        name, given = self._address(text(request, "url"))
        connection = f"{text(client, 'address')}:{number(client, 'port'):.0f}"
        match text(request, "direction"), text(request, "status"):
            case "incoming", "opening":
                is_whip = text(request, "protocol") == "webrtc"
                protocol = Protocol.WHIP if is_whip else Protocol.RTMP
                address = text(client, "real_ip") or text(client, "address")
                return Publishing(name, given.get("key", ""), address, connection, protocol)
            case "incoming", "closing":
                return Ended(name, connection)
            case "outgoing", "opening":
                return Playing(name, given.get("sig", ""))
            case "outgoing", "closing":
                return Nothing()
            case _:
                raise BadHookError

    def answer(self, said: Said, *, allowed: bool, reason: str) -> Answer:
        """Say whether it is allowed; to what has closed there is nothing to say."""
        if isinstance(said, Ended | Nothing):
            return Answer(200, {})
        return Answer(200, _verdict(allowed=allowed, reason=reason))

    def _require_signature(self, call: Call) -> None:
        digest = hmac.digest(self._token.encode(), call.body, hashlib.sha1)
        expected = base64.urlsafe_b64encode(digest).rstrip(b"=")
        given = call.headers.get("x-ome-signature", "").encode().rstrip(b"=")
        if not hmac.compare_digest(given, expected):
            raise UnsignedHookError

    def _address(self, url: str) -> tuple[str, dict[str, str]]:
        """Give name and arguments of ``scheme://host/app/stream/file?…``."""
        try:
            found = urlsplit(url)
        except ValueError as error:
            raise BadHookError from error
        application, _, rest = unquote(found.path).lstrip("/").partition("/")
        if not rest:
            raise BadHookError
        stream = rest.partition("/")[0]
        name = stream if application == self._application else f"{application}/{stream}"
        return name, arguments(found.query)


def _verdict(*, allowed: bool, reason: str) -> dict[str, bool | int | str]:
    return {"allowed": allowed, "lifetime": 0, "reason": reason}
