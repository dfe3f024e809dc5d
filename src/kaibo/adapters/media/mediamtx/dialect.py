"""Reading MediaMTX's questions, and the forms that the commands of its configuration send."""

from __future__ import annotations

from kaibo.adapters.media.hooks.reading import Json, arguments, json_of, text
from kaibo.adapters.media.hooks.words import (
    Answer,
    BadHookError,
    Barred,
    Call,
    Ended,
    Playing,
    Publishing,
    Recorded,
    Said,
    require_token,
)
from kaibo.modules.media.contracts import Protocol


class MediamtxDialect:
    """JSON with ``action``, ``path``, ``query``; or, of commands, a form with ``event``."""

    def __init__(self, token: str, application: str) -> None:
        self._token = token
        self._prefix = f"{application}/" if application else ""

    def read(self, call: Call) -> Said:
        """Understand a question or a form."""
        require_token(call, self._token)
        if call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return self._told(arguments(_decoded(call.body)))
        return self._asked(json_of(call))

    def answer(self, said: Said, *, allowed: bool, reason: str) -> Answer:
        """Answer by the status; 401 lets MediaMTX ask clients for a password, as it expects."""
        del said
        return Answer(204) if allowed else Answer(401, {"error": reason})

    def _asked(self, told: Json) -> Said:
        name, given = self._name(text(told, "path")), arguments(text(told, "query"))
        match text(told, "action"):
            case "publish":
                key = given.get("key") or text(told, "token") or text(told, "password")
                is_whip = text(told, "protocol") == "webrtc"
                protocol = Protocol.WHIP if is_whip else Protocol.RTMP
                client = text(told, "id") or None
                return Publishing(name, key, text(told, "ip"), client, protocol)
            case "read":
                return Playing(name, given.get("sig", ""))
            case "":
                raise BadHookError
            case _:
                return Barred()  # its interface and its recordings are not for the public

    def _told(self, form: dict[str, str]) -> Said:
        name = self._name(form.get("path", ""))
        match form.get("event"):
            case "ended":
                return Ended(name, form.get("id"))
            case "recorded":
                return Recorded(name, form.get("file", ""))
            case _:
                raise BadHookError

    def _name(self, path: str) -> str:
        """Give the input's name; a path elsewhere has none of ours."""
        return path[len(self._prefix) :] if path.startswith(self._prefix) else f"/{path}"


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadHookError from error
