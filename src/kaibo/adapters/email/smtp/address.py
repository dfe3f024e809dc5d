"""The address of a mail server, as ``KAIBO_SMTP_URL`` gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote, urlsplit


class Security(Enum):
    """How the link is secured; the value is the scheme, the port is the usual one."""

    STARTTLS = ("smtp", 587)
    TLS = ("smtps", 465)
    NONE = ("smtp+plain", 25)


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where to hand mails over, and as whom; without ``user`` nobody signs in."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> SmtpAddress:
        """Read ``smtp://user:password@host:port``; the settings have checked it."""
        parts = urlsplit(url)
        security = next(one for one in Security if one.value[0] == parts.scheme)
        return cls(
            host=parts.hostname or "",
            port=parts.port or security.value[1],
            security=security,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )
