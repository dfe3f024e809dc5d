"""Which media servers there are: the built-in one always, others from a file."""

from __future__ import annotations

import hmac
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kaibo.modules.media.contracts import ServerInfo
from kaibo.modules.media.errors import BadServerFileError
from kaibo.modules.media.ports import ServerSettings
from kaibo.platform.settings import Settings

BUILTIN = "builtin"
BUILTIN_NAME = "Kaibo"
KINDS = ("nginx-rtmp", "srs", "mediamtx", "livekit", "ovenmediaengine", "other")


class MediaServers:
    """The media servers of this installation.

    The built-in one has as many names as it has processes: whoever holds ``KAIBO_MEDIA_TOKEN``
    and has no name of the file.
    """

    def __init__(self, builtin_id: str, external: Iterable[ServerSettings] = ()) -> None:
        self._builtin_id = builtin_id
        self._external = {server.id: server for server in external}

    @classmethod
    def of(cls, settings: Settings) -> MediaServers:
        """Read the file that the settings name. Raises `BadServerFileError`."""
        path = settings.media_servers
        servers = cls(settings.media_server_id, [] if path is None else _read(path))
        if settings.media_server_id in servers._external:
            msg = f"{path}: {settings.media_server_id} is the built-in server's id"
            raise BadServerFileError(msg)
        return servers

    @property
    def default_id(self) -> str:
        """The id of the built-in server, which a show uses unless told otherwise."""
        return self._builtin_id

    @property
    def external(self) -> tuple[ServerSettings, ...]:
        """The external servers."""
        return tuple(self._external.values())

    def find(self, server_id: str | None) -> ServerSettings | None:
        """Give an external server; ``None`` stands for the built-in one."""
        return self._external.get(server_id or "")

    def has(self, server_id: str) -> bool:
        """Whether a show can choose this server."""
        return server_id == self._builtin_id or server_id in self._external

    def holder_of(self, token: str) -> ServerSettings | None:
        """Give the external server that holds this token."""
        given = token.encode()
        fitting = [
            server
            for server in self._external.values()
            if hmac.compare_digest(given, server.token.encode())
        ]
        return fitting[0] if fitting else None

    def infos(self) -> list[ServerInfo]:
        """Give what a show can choose from, the built-in server first."""
        return [
            ServerInfo(self._builtin_id, BUILTIN_NAME, BUILTIN, takes_browsers=True),
            *(
                ServerInfo(one.id, one.name, one.kind, takes_browsers=_takes_browsers(one))
                for one in self._external.values()
            ),
        ]


def _takes_browsers(server: ServerSettings) -> bool:
    # One that hands its addresses out itself (LiveKit) says by an option whether it takes WHIP.
    return bool(server.whip_url or server.options.get("whip"))


Url = Annotated[str, Field(min_length=8, max_length=500)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    kind: str
    name: str = Field(default="", max_length=80)
    token: str = Field(min_length=16, max_length=200)
    rtmp_url: Url
    whip_url: Url | None = None
    play_url: Url | None = None
    whep_url: Url | None = None
    api_url: Url | None = None
    options: dict[str, str | int | float | bool] = {}

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        if value not in KINDS:
            msg = f"must be one of {', '.join(KINDS)}"
            raise ValueError(msg)
        return value

    @field_validator("rtmp_url")
    @classmethod
    def _pushed_to(cls, value: str) -> str:
        return _with_scheme(value, "rtmp", "rtmps")

    @field_validator("whip_url", "play_url", "whep_url", "api_url")
    @classmethod
    def _fetched_from(cls, value: str | None) -> str | None:
        return None if value is None else _with_scheme(value, "http", "https")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    server: list[_Entry] = Field(default=[], max_length=100)


def _with_scheme(value: str, *schemes: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.netloc:
        msg = f"must be an address that begins with {schemes[0]}://"
        raise ValueError(msg)
    return value.rstrip("/")


def _read(path: Path) -> list[ServerSettings]:
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        entries = _File.model_validate(told).server
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: {error}"
        raise BadServerFileError(msg) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        msg = f"{path}: {place}: {first['msg']}"
        raise BadServerFileError(msg) from None
    for name, values in (
        ("id", [entry.id for entry in entries]),
        ("token", [entry.token for entry in entries]),
    ):
        if len(set(values)) < len(values):
            msg = f"{path}: two servers have the same {name}"
            raise BadServerFileError(msg)
    return [
        ServerSettings(**{**entry.model_dump(), "name": entry.name or entry.id})
        for entry in entries
    ]
