"""The address a request came to, as its sender sees it."""

from __future__ import annotations

from fastapi import Request


def origin_of(request: Request) -> str:
    """Give scheme and host, such as ``http://192.168.1.20:8000``.

    Behind a trusted proxy the server has put the proxy's word in place already.
    """
    host = request.headers.get("host") or request.url.netloc
    return f"{request.url.scheme}://{host}"
