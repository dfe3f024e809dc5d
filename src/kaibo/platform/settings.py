"""Settings: every one is an environment variable ``KAIBO_<NAME>``; see docs/settings.md."""

from __future__ import annotations

import re
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How this installation runs. Choosing an engine is a setting here, never code."""

    model_config = SettingsConfigDict(
        env_prefix="KAIBO_",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        # Some of them are secrets.
        hide_input_in_errors=True,
    )

    data: Path = Field(
        default=Path("kaibo-data"),
        description="Folder for the database, uploaded files and the secret key.",
    )
    database_url: str = Field(
        default="",
        description="postgresql://… to use PostgreSQL; empty means SQLite in the data folder.",
    )
    redis_url: str = Field(
        default="",
        description="redis://… through which core and gateways speak; empty means no gateways.",
    )
    host: str = Field(default="0.0.0.0", description="Address that the web server listens on.")  # noqa: S104 - phones on the same network must reach it
    port: int = Field(default=8000, ge=1, le=65535, description="Port of pages, API and sockets.")
    rtmp_port: int = Field(default=1935, ge=1, le=65535, description="Port encoders push to.")
    media_port: int = Field(default=8001, ge=1, le=65535, description="Port of the picture (HLS).")
    public_url: str = Field(
        default="",
        description="Address viewers use, such as https://live.example.com; empty means the "
        "address each request came to.",
    )
    embed_origins: str = Field(
        default="",
        description="Comma-separated addresses of other sites whose pages may open room sockets, "
        "such as https://blog.example.com.",
    )
    media_url: str = Field(
        default="",
        description="Address of the picture when it differs from host:media_port, e.g. a CDN.",
    )
    setup_token: SecretStr = Field(
        default=SecretStr(""),
        description="Token for unattended set-up; empty means a one-time link is printed.",
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Key that signs tokens and webhooks; empty means one kept in the data folder.",
    )
    media_token: SecretStr = Field(
        default=SecretStr(""),
        description="Shared secret of core and media server; empty means one per start.",
    )
    media_server_id: str = Field(
        default="media-1",
        min_length=1,
        max_length=80,
        description="Name of this machine's media server; each needs its own, kept over restarts.",
    )
    media_servers: Path | None = Field(
        default=None,
        description="TOML file that lists external media servers; empty means the built-in alone.",
    )
    second_publisher: Literal["refuse", "take_over"] = Field(
        default="refuse",
        description="What happens to a second encoder with a stream key that is in use: it is "
        "refused, or it takes over and the first is sent away.",
    )
    whep_viewers: int = Field(
        default=20,
        ge=0,
        le=1000,
        description="Viewers by WebRTC (WHEP) at once on this machine; further ones watch "
        "low-latency HLS. 0 turns it off.",
    )
    ice_servers: str = Field(
        default="",
        description="Comma-separated STUN and TURN servers for WebRTC, such as "
        "stun:stun.example.com:3478 or turn:user:password@turn.example.com:3478.",
    )
    media_hosts: str = Field(
        default="",
        description="Comma-separated IP addresses at which WebRTC reaches this machine, when it "
        "does not have them itself (one-to-one NAT).",
    )
    low_rendition: int = Field(
        default=0,
        ge=0,
        le=1080,
        description="Lines of a second, smaller rendition that is transcoded from each stream; "
        "0 for none.",
    )
    recordings: Path | None = Field(
        default=None,
        description="Folder of the recordings, shared by core and media server; empty means "
        "recordings in the data folder.",
    )
    recording_min_free_gb: float = Field(
        default=2.0,
        ge=0,
        le=100_000,
        description="Recording stops while the disk has less free space than this.",
    )
    recording_hours: float | None = Field(
        default=None,
        gt=0,
        description="Longest recording of one stream, in hours; empty means no limit.",
    )
    recording_quota_gb: float | None = Field(
        default=None,
        gt=0,
        le=1_000_000,
        description="Recordings together take no more than this many GB: the oldest go; empty "
        "means no limit.",
    )
    recording_retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="Days after which a recording is deleted; empty means never.",
    )
    language: Literal["en", "zh-CN", "zh-TW"] | None = Field(
        default=None,
        description="Language of the command line and of the demo; empty means the shell's.",
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="json writes one JSON object a line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe message that is written."
    )
    trusted_proxies: str = Field(
        default="",
        description="Comma-separated addresses or networks whose X-Forwarded-* are believed.",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Mail server: smtp://user:password@host:587 (STARTTLS), smtps:// (TLS) or "
        "smtp+plain:// (neither, on this machine); empty means no mail is sent.",
    )
    mail_from: str = Field(
        default="",
        description="Address that mail comes from, such as Tea House <shop@example.com>.",
    )
    order_expiry_seconds: int = Field(
        default=900,
        ge=30,
        le=86_400,
        description="Seconds an unpaid order holds its stock.",
    )

    @field_validator("public_url", "media_url")
    @classmethod
    def _plain_origin(cls, value: str) -> str:
        if value and not _is_address(value):
            msg = "must be an address such as https://live.example.com"
            raise ValueError(msg)
        return value.rstrip("/")

    @field_validator("embed_origins")
    @classmethod
    def _known_sites(cls, value: str) -> str:
        for part in _parts(value):
            if not _is_address(part):
                msg = f"must be addresses such as https://blog.example.com; {part} is none"
                raise ValueError(msg)
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        schemes = {"", "postgres", "postgresql", "postgresql+psycopg", "sqlite", "sqlite+pysqlite"}
        if value.partition("://")[0] not in schemes:
            msg = "must be an address such as postgresql://user@host/name, or empty for SQLite"
            raise ValueError(msg)
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        parts = urlsplit(value)
        try:
            is_known = not value or (
                parts.scheme in {"redis", "rediss", "unix"} and parts.port != 0
            )
        except ValueError:  # the port is no number
            is_known = False
        if value and not is_known:
            msg = "must be an address such as redis://127.0.0.1:6379, or empty for no gateways"
            raise ValueError(msg)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, value: SecretStr) -> SecretStr:
        # It may hold a password, so it is not repeated.
        url = value.get_secret_value()
        if url and not _is_mail_server(url):
            msg = (
                "must be smtp://user:password@host:587, smtps://…, or smtp+plain://127.0.0.1:25 "
                "without a password"
            )
            raise ValueError(msg)
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        address = parseaddr(value)[1]
        if value and not re.fullmatch(r"[!-?A-~]+@[a-zA-Z0-9.-]+", address):
            msg = "must be an address such as Tea House <shop@example.com>"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> Self:
        if self.smtp_url.get_secret_value() and not self.mail_from:
            msg = "KAIBO_SMTP_URL needs KAIBO_MAIL_FROM: the address that mail comes from"
            raise ValueError(msg)
        return self

    @field_validator("ice_servers")
    @classmethod
    def _known_ice_servers(cls, value: str) -> str:
        for part in _parts(value):
            scheme, _, rest = part.partition(":")
            credentials, _, place = rest.rpartition("@")
            named = place and not set(place) & set('<>" ')
            if scheme in {"turn", "turns"}:
                named = named and all(credentials.partition(":")[::2])
            elif scheme not in {"stun", "stuns"}:
                named = False
            if not named:
                # The part may hold a password, so it is not repeated.
                msg = "must be stun:host:port or turn:user:password@host:port, with commas between"
                raise ValueError(msg)
        return value

    @field_validator("media_hosts")
    @classmethod
    def _known_addresses(cls, value: str) -> str:
        for part in _parts(value):
            try:
                ip_address(part)
            except ValueError as error:
                msg = f"must be IP addresses, with commas between; {part} is none"
                raise ValueError(msg) from error
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _known_networks(cls, value: str) -> str:
        for part in _parts(value):
            try:
                ip_network(part, strict=False)
            except ValueError as error:
                msg = f"must be addresses or networks such as 127.0.0.1,10.0.0.0/8; {part} is none"
                raise ValueError(msg) from error
        return value

    @property
    def recordings_folder(self) -> Path:
        """Give the folder of the recordings."""
        return self.recordings or self.data / "recordings"

    @property
    def is_sqlite(self) -> bool:
        """Whether records live in SQLite in the data folder."""
        return not self.database_url or self.database_url.startswith("sqlite")

    @property
    def sqlalchemy_url(self) -> str:
        """Give the database address in SQLAlchemy's form."""
        if not self.database_url:
            return f"sqlite+pysqlite:///{(self.data / 'kaibo.db').resolve()}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme in {"postgres", "postgresql"}:
            return f"postgresql+psycopg://{rest}"
        return self.database_url

    @property
    def announced_hosts(self) -> tuple[str, ...]:
        """Give the addresses that WebRTC announces beside the machine's own."""
        return tuple(_parts(self.media_hosts))

    @property
    def local_host(self) -> str:
        """Give the host, as addresses have it, at which this machine reaches its own servers."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared, not bound
        host = everywhere.get(self.host, self.host)
        return f"[{host}]" if ":" in host else host

    @property
    def local_url(self) -> str:
        """Give the address at which this machine itself reaches the web server."""
        return f"http://{self.local_host}:{self.port}"

    @property
    def socket_origins(self) -> tuple[str, ...]:
        """Give the addresses whose pages may open sockets beside the one that is called."""
        return tuple(filter(None, (self.public_url, *_parts(self.embed_origins))))

    @property
    def proxies(self) -> tuple[str, ...]:
        """Give the trusted proxies as addresses and networks."""
        # A network is told by its first address; not everybody who reads this takes another.
        return tuple(
            str(ip_network(part, strict=False)) if "/" in part else part
            for part in _parts(self.trusted_proxies)
        )


def _parts(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",") if part.strip()]


def _is_mail_server(url: str) -> bool:
    parts = urlsplit(url)
    try:
        is_whole = bool(parts.hostname) and parts.port != 0 and not parts.query
    except ValueError:  # the port is no number
        return False
    if parts.scheme == "smtp+plain":
        return is_whole and not parts.password
    return is_whole and parts.scheme in {"smtp", "smtps"}


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
