"""What makes the shop installable: its manifest, and the worker that keeps its shell."""

from __future__ import annotations

from pathlib import Path

from fastapi.responses import FileResponse, JSONResponse, Response

from kaibo.kernel.errors import NotFoundError

_GROUND = "#0c0b0e"
# It fetches the shell that it keeps, and what of it a page asks for.
_POLICY = "default-src 'none'; connect-src 'self'"
_ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))


def manifest(store: str) -> Response:
    """Give the manifest of a shop of that name."""
    told = {
        "id": "/",
        "name": store,
        "short_name": store[:24],
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _GROUND,
        "icons": [
            {
                "src": f"/assets/icon-{purpose}-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in _ICONS
        ],
    }
    return JSONResponse(
        told, media_type="application/manifest+json", headers={"cache-control": "no-cache"}
    )


def service_worker(file: Path) -> Response:
    """Give the worker; browsers ask for it anew, and take another only when its bytes differ."""
    if not file.is_file():
        raise NotFoundError
    return FileResponse(
        file,
        media_type="text/javascript",
        headers={"cache-control": "no-cache", "content-security-policy": _POLICY},
    )
