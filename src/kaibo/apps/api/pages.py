"""The web pages as built, and uploaded files."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from kaibo.apps.api import installing
from kaibo.apps.api.policies import page_headers
from kaibo.apps.api.sharing import ShareCards
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.identity.facade import find_store
from kaibo.platform.http.context import Context

PAGES = Path(__file__).with_name("pages")
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
# Uploaded tables are for staff only, and captions open and close with their replay: both go
# through the API.
UNSERVED = {".table", ".vtt"}

_NOT_BUILT = "The web pages are not built: run `make web`."

_ENTRIES = {
    "shop": ("/", "/orders", "/account", "/orders/{order}"),
    "console": ("/console", "/console/{rest:path}"),
    "sandbox": ("/sandbox/pay/{checkout}",),
}


# The build leaves each asset compressed beside itself; what is smallest is offered first.
_ENCODINGS = {"br": ".br", "gzip": ".gz"}


class _Assets(StaticFiles):
    """Built files carry a hash of their content in their names, so they never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        taken = _codings_taken(Headers(scope=scope).get("accept-encoding", ""))
        for coding, ending in _ENCODINGS.items():
            if coding not in taken or not self.lookup_path(path + ending)[1]:
                continue
            response = await super().get_response(path + ending, scope)
            response.headers["content-encoding"] = coding
            response.headers["content-type"] = _type_of(path)
            return _kept(response)
        return _kept(await super().get_response(path, scope))


def _codings_taken(header: str) -> set[str]:
    """Give the codings that the browser names and does not refuse by ``q=0``."""
    parts = (part.partition(";") for part in header.lower().split(","))
    return {
        name.strip()
        for name, _, parameters in parts
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameters)
    }


def _type_of(path: str) -> str:
    guessed = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


def _kept(response: Response) -> Response:
    if response.status_code == 200:
        response.headers["cache-control"] = FOREVER
    response.headers.add_vary_header("accept-encoding")
    return response


def mount(app: FastAPI, context: Context, pages: Path = PAGES) -> None:
    """Serve the pages of each entry, their assets, and uploaded files."""
    for entry, paths in _ENTRIES.items():
        for path in paths:
            app.add_api_route(
                path,
                _page(entry, pages / f"{entry}.html", context),
                methods=["GET", "HEAD"],
                include_in_schema=False,
            )
    app.router.default = _missing(app.router.default, pages / "shop.html", context)
    _mount_shows(app, context, pages)
    _mount_worker(app, context, pages)
    app.mount("/assets", _Assets(directory=pages / "assets", check_dir=False), name="assets")

    @app.get("/files/{name}", include_in_schema=False)
    async def uploaded_file(
        name: str, download: Annotated[str | None, Query(max_length=160)] = None
    ) -> FileResponse:
        # Streamed from the disk, by ranges where asked for; `download` names the file to save.
        path = context.blobs.path(name)
        if path is None or path.suffix in UNSERVED:
            raise NotFoundError
        # A film may be deleted again; caches may not show it for a year.
        lasting = BRIEFLY if path.suffix == ".mp4" else FOREVER
        return FileResponse(path, filename=download, headers={"cache-control": lasting})


def _mount_shows(app: FastAPI, context: Context, pages: Path) -> None:
    """Serve each show's page, and what its link looks like where it is shared."""
    cards = ShareCards(context)

    @app.api_route("/s/{show}", methods=["GET", "HEAD"], include_in_schema=False)
    async def show_page(request: Request, show: str) -> Response:
        if not (pages / "shop.html").is_file():
            return PlainTextResponse(_NOT_BUILT, 503)
        html = await cards.page(request, show, pages / "shop.html")
        return HTMLResponse(html, headers=page_headers("shop", request, context))

    @app.api_route("/share/{show}.jpg", methods=["GET", "HEAD"], include_in_schema=False)
    async def share_picture(show: str) -> Response:
        return await cards.picture(show)

    @app.get("/share/{show}/qr.svg", include_in_schema=False)
    async def share_code(request: Request, show: str) -> Response:
        return await cards.code(request, show)


def _mount_worker(app: FastAPI, context: Context, pages: Path) -> None:
    """Serve what makes the shop installable."""

    @app.get("/manifest.webmanifest", include_in_schema=False)
    async def manifest() -> Response:
        store = await context.db.read(find_store)
        return installing.manifest(store.name if store else "Kaibo")

    @app.get("/sw.js", include_in_schema=False)
    async def service_worker() -> Response:
        return installing.service_worker(pages / "sw.js")


def _missing(otherwise: ASGIApp, file: Path, context: Context) -> ASGIApp:
    """Where nothing stands, show a browser the shop's page that says so, and tell programs."""

    async def missing(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await otherwise(scope, receive, send)
            return
        request = Request(scope, receive)
        turns_page = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get(
            "accept", ""
        )
        if not turns_page or "/api/" in request.url.path or not file.is_file():  # noqa: ASYNC240 - one stat of a local file
            await otherwise(scope, receive, send)
            return
        headers = page_headers("shop", request, context)
        await FileResponse(file, 404, headers)(scope, receive, send)

    return missing


def _page(entry: str, file: Path, context: Context) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        if not file.is_file():  # noqa: ASYNC240 - one stat of a local file
            return PlainTextResponse(_NOT_BUILT, 503)
        return FileResponse(file, headers=page_headers(entry, request, context))

    return page
