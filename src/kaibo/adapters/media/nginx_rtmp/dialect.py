"""Reading the webhooks ("notifications") of nginx-rtmp."""

from __future__ import annotations

from urllib.parse import parse_qsl

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

_MOST_FIELDS = 60
_OK, _FORBIDDEN = 204, 403


class NginxRtmpDialect:
    """Forms with ``call``, ``name``, ``addr``, ``clientid`` and what the encoder appended."""

    def __init__(self, token: str) -> None:
        self._token = token

    def read(self, call: Call) -> Said:
        """Understand a form.

        The encoder's own arguments are appended to it as they are, so of a field that comes
        twice only the first is nginx's.
        """
        require_token(call, self._token)
        fields: dict[str, str] = {}
        try:
            pairs = parse_qsl(
                call.body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS
            )
        except ValueError as error:
            raise BadHookError from error
        for name, value in pairs:
            fields.setdefault(name, value)
        name, client = fields.get("name", ""), fields.get("clientid")
        match fields.get("call"):
            case "publish":
                return Publishing(name, fields.get("key", ""), fields.get("addr", ""), client)
            case "publish_done":
                return Ended(name, client)
            case "play":
                return Playing(name, fields.get("sig", ""))
            case "record_done":
                return Recorded(name, fields.get("path", ""))
            case None:
                raise BadHookError
            case _:
                return Nothing()

    def answer(self, said: Said, *, allowed: bool, reason: str) -> Answer:
        """Answer by the status alone: the module passes on no reason."""
        del said, reason
        return Answer(_OK if allowed else _FORBIDDEN)
