"""What each page may load, speak to and ask the device for (Content Security Policy).

Scripts and styles come from Kaibo alone, and none stand in a page's text. Pictures may come from
a CDN; the picture of the show, and the sockets, from the addresses that this installation names.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from kaibo.modules.media import facade as media
from kaibo.platform.http.context import Context
from kaibo.platform.http.headers import NO_DEVICES
from kaibo.platform.http.origin import origin_of

_STUDIO: Final = NO_DEVICES.replace("=()", "=(self)", 3)
# The host is the sender's own word, and may not end a directive and begin another.
_ORIGIN: Final = re.compile(r"^[a-z]+://[A-Za-z0-9.\-\[\]:]+$")


def page_headers(entry: str, request: Request, context: Context) -> dict[str, str]:
    """Give the headers of a page of that entry (``shop``, ``console``, ``sandbox``)."""
    headers = {
        "cache-control": "no-cache",
        "content-security-policy": _policy(entry, sources(request, context)),
    }
    if entry == "console":
        headers["permissions-policy"] = _STUDIO
    if entry != "shop":
        headers["x-frame-options"] = "DENY"
    return headers


def sources(request: Request, context: Context) -> list[str]:
    """Give the addresses beside its own that a page plays from, pushes to and opens sockets at."""
    own = origin_of(request)
    # The socket's address is what older browsers do not count as the page's own.
    found = [own.replace("http", "ws", 1), *media.sources(context, own)]
    return sorted({one for one in map(_origin, found) if _ORIGIN.match(one)})


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _policy(entry: str, others: list[str]) -> str:
    elsewhere = " ".join(("'self'", *others))
    framed_by = "'self'" if entry == "shop" else "'none'"
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob: https:",
            f"media-src {elsewhere} blob: data:",
            f"connect-src {elsewhere} blob: data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {framed_by}",
        )
    )
