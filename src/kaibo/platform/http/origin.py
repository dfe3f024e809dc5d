"""The address a request came to, as its sender sees it."""

from __future__ import annotations

from fastapi import Request

from kaibo.platform.settings import Settings


def origin_of(request: Request) -> str:
    """Give scheme and host, such as ``http://192.168.1.20:8000``.

    Behind a trusted proxy the server has put the proxy's word in place already.
    """
    host = request.headers.get("host") or request.url.netloc
    return f"{request.url.scheme}://{host}"


def public_origin(request: Request, settings: Settings) -> str:
    """Give the address to put into what leaves the page: calendars, shared links, pictures."""
    return settings.public_url or origin_of(request)
