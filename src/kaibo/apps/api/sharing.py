"""A show's page with what crawlers read of it, and the picture that they show."""

from __future__ import annotations

import asyncio
import io
from html import escape
from pathlib import Path

import segno
from fastapi import Request
from fastapi.responses import Response

from kaibo.flows.share_card import facade
from kaibo.flows.share_card.contracts import ShareCard
from kaibo.kernel.errors import NotFoundError
from kaibo.platform.http.context import Context
from kaibo.platform.http.origin import public_origin

# Cards are drawn once and kept; a crawl of more shows than these draws some again.
_KEPT = 64
_PLACE = '<div id="app"></div>'


class ShareCards:
    """Draws the cards, one at a time."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._drawn: dict[str, bytes] = {}
        self._turn = asyncio.Lock()

    async def picture(self, reference: str) -> Response:
        """Give a public show's picture."""
        card = await self._context.db.read(facade.card, reference)
        key = f"{card.slug} {card.version}"
        async with self._turn:
            if key not in self._drawn:
                if len(self._drawn) >= _KEPT:
                    del self._drawn[next(iter(self._drawn))]
                self._drawn[key] = await asyncio.to_thread(self._draw, card)
        return Response(
            self._drawn[key],
            media_type="image/jpeg",
            headers={"cache-control": "public, max-age=3600"},
        )

    async def code(self, request: Request, reference: str) -> Response:
        """Give the address of a public show as a QR code."""
        card = await self._context.db.read(facade.card, reference)
        url = f"{public_origin(request, self._context.settings)}/s/{card.slug}"
        file = io.BytesIO()
        segno.make_qr(url, error="m").save(
            file, kind="svg", border=2, light="#ffffff", xmldecl=False, svgns=True
        )
        return Response(
            file.getvalue(),
            media_type="image/svg+xml",
            headers={"cache-control": "public, max-age=3600"},
        )

    def _draw(self, card: ShareCard) -> bytes:
        files = [path for name in card.pictures if (path := self._context.blobs.path(name))]
        traditional = (
            next((each for each in card.languages if each.startswith("zh")), "") == "zh-TW"
        )
        return facade.draw(card.title, card.store, files, traditional=traditional)

    async def page(self, request: Request, reference: str, file: Path) -> str:
        """Give the page with the show's tags; a show that is not public is not told of."""
        html = await asyncio.to_thread(file.read_text, "utf-8")
        try:
            card = await self._context.db.read(facade.card, reference)
        except NotFoundError:
            tags = '<meta name="robots" content="noindex" />'
        else:
            tags = tags_of(card, public_origin(request, self._context.settings))
            html = html.replace("<title>Kaibo</title>", f"<title>{escape(card.title)}</title>")
            html = html.replace(_PLACE, f'<div id="app">{first_words(card)}</div>', 1)
        return html.replace("</head>", f"    {tags}\n  </head>", 1)


def first_words(card: ShareCard) -> str:
    """Give what stands on the page until its scripts are there, which put the room in its place."""
    return (
        '<main class="first-words" data-theme="dark" aria-busy="true">'
        f"<h1>{escape(card.title)}</h1><p>{escape(card.store)}</p></main>"
    )


def tags_of(card: ShareCard, origin: str) -> str:
    """Give what Open Graph, Twitter and search engines read."""
    url = f"{origin}/s/{card.slug}"
    picture = f"{origin}/share/{card.slug}.jpg?v={card.version}"
    about = card.description or card.store
    properties = {
        "og:type": "website",
        "og:site_name": card.store,
        "og:title": card.title,
        "og:description": about,
        "og:url": url,
        "og:image": picture,
        "og:image:width": str(facade.WIDTH),
        "og:image:height": str(facade.HEIGHT),
        "og:image:alt": card.title,
    }
    names = {
        "description": about,
        "twitter:card": "summary_large_image",
        "twitter:title": card.title,
        "twitter:description": about,
        "twitter:image": picture,
    }
    tags = [
        f'<meta property="{name}" content="{escape(text)}" />' for name, text in properties.items()
    ]
    tags += [f'<meta name="{name}" content="{escape(text)}" />' for name, text in names.items()]
    tags.append(f'<link rel="canonical" href="{escape(url)}" />')
    return "\n    ".join(tags)
