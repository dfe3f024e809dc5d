"""Reading what a show's card tells."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from kaibo.flows.share_card.contracts import ShareCard
from kaibo.flows.share_card.drawing import HEIGHT, WIDTH, draw
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.identity import facade as identity
from kaibo.modules.shows import facade as shows

__all__ = ["HEIGHT", "WIDTH", "card", "draw"]

_PICTURES, _LOOKED_AT = 3, 6
_FILES = "/files/"


def card(session: Session, reference: str) -> ShareCard:
    """Give the card of a public show; of others nothing is told (``NotFoundError``)."""
    show = shows.visible(session, reference, shows.Visitor())
    looked_at = show.product_ids[:_LOOKED_AT]
    cards = catalog.cards(session, looked_at)
    of_products = [cards[each].picture_url for each in looked_at if each in cards]
    urls = [show.cover_url] if show.cover_url else [url for url in of_products if url][:_PICTURES]
    store = identity.get_store(session)
    pictures = tuple(url.removeprefix(_FILES) for url in urls if url)
    told = "\n".join((show.title, store.name, *pictures))
    return ShareCard(
        slug=show.slug,
        title=show.title,
        description=show.description,
        store=store.name,
        languages=tuple(store.languages),
        pictures=pictures,
        version=hashlib.sha256(told.encode()).hexdigest()[:12],
    )
