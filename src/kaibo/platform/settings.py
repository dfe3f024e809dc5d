"""Settings: every one is an environment variable ``KAIBO_<NAME>``; see docs/settings.md."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How this installation runs. Choosing an engine is a setting here, never code."""

    model_config = SettingsConfigDict(env_prefix="KAIBO_", frozen=True, extra="ignore")

    data: Path = Field(
        default=Path("kaibo-data"),
        description="Folder for the database, uploaded files and the secret key.",
    )
    database_url: str = Field(
        default="",
        description="postgresql://… to use PostgreSQL; empty means SQLite in the data folder.",
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
        description="Comma-separated addresses whose X-Forwarded-* headers are believed.",
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
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            msg = "must be an address such as https://live.example.com"
            raise ValueError(msg)
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        schemes = {"", "postgres", "postgresql", "postgresql+psycopg", "sqlite", "sqlite+pysqlite"}
        if value.partition("://")[0] not in schemes:
            msg = "must be an address such as postgresql://user@host/name, or empty for SQLite"
            raise ValueError(msg)
        return value

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
    def local_url(self) -> str:
        """Give the address at which this machine itself reaches the web server."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - compared, not bound
        host = everywhere.get(self.host, self.host)
        return f"http://{host}:{self.port}"

    @property
    def proxies(self) -> tuple[str, ...]:
        """Give the trusted proxies as addresses."""
        return tuple(part.strip() for part in self.trusted_proxies.split(",") if part.strip())
