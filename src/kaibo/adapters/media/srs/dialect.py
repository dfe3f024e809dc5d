"""Reading the webhooks ("HTTP callbacks") of SRS."""

from __future__ import annotations

from posixpath import join

from kaibo.adapters.media.hooks.reading import Json, arguments, json_of, text
from kaibo.adapters.media.hooks.words import (
    Answer,
    BadHookError,
    Call,
    Ended,
    Nothing,
    Playing,
    Publishing,
    Recorded,
    Said,
    require_token,
)
from kaibo.modules.media.contracts import Protocol


class SrsDialect:
    """JSON with ``action``, ``app``, ``stream``, ``param`` (the address's arguments)."""

    def __init__(self, token: str, application: str) -> None:
        self._token = token
        self._application = application

    def read(self, call: Call) -> Said:
        """Understand a callback."""
        require_token(call, self._token)
        told = json_of(call)
        name, client = self._name(told), text(told, "client_id") or None
        match text(told, "action"):
            case "on_publish":
                # A WHIP client has no RTMP address, and its arguments come without "?".
                protocol = Protocol.RTMP if text(told, "tcUrl") else Protocol.WHIP
                key = arguments(text(told, "param")).get("key", "")
                return Publishing(name, key, text(told, "ip"), client, protocol)
            case "on_unpublish":
                return Ended(name, client)
            case "on_play":
                return Playing(name, arguments(text(told, "param")).get("sig", ""))
            case "on_dvr":
                return Recorded(name, join(text(told, "cwd"), text(told, "file")))
            case "":
                raise BadHookError
            case _:
                return Nothing()

    def answer(self, said: Said, *, allowed: bool, reason: str) -> Answer:
        """Answer with a code: anything but 0 is a no, which SRS logs."""
        del said
        return Answer(200, {"code": 0} if allowed else {"code": 403, "msg": reason})

    def _name(self, told: Json) -> str:
        """Give the input's name; what is pushed to another application has none of ours."""
        application, stream = text(told, "app"), text(told, "stream")
        return stream if application == self._application else f"{application}/{stream}"
