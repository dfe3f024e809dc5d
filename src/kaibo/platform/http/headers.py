"""Headers of every answer that tell a browser what it may not do with it.

An answer that is no page may load nothing and be framed by nobody; pages say what they need in
policies of their own (`apps.api.policies`), which stand.
"""

from __future__ import annotations

from typing import Final

from starlette.types import Message

from kaibo.platform.settings import Settings

HSTS_SECONDS: Final = 31_536_000
NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# What a page may ask the device for; the console's studio alone asks for anything.
NO_DEVICES: Final = "camera=(), microphone=(), display-capture=(), geolocation=(), midi=(), usb=()"

RawHeaders = tuple[tuple[bytes, bytes], ...]

_ALWAYS: Final[RawHeaders] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", NO_DEVICES.encode()),
    (b"content-security-policy", NOTHING.encode()),
)
# Only where https is certain: a browser that was told will not come by http for a year.
_BY_HTTPS: Final[RawHeaders] = (
    *_ALWAYS,
    (b"strict-transport-security", f"max-age={HSTS_SECONDS}".encode()),
)


def secure_headers(settings: Settings) -> RawHeaders:
    """Give the headers of an answer that says nothing else."""
    return _BY_HTTPS if settings.public_url.startswith("https:") else _ALWAYS


def add_missing(message: Message, headers: RawHeaders) -> None:
    """Add those that the answer (``http.response.start``) does not set itself."""
    raw: list[tuple[bytes, bytes]] = message["headers"]
    present = {name.lower() for name, _ in raw}
    raw.extend(header for header in headers if header[0] not in present)
