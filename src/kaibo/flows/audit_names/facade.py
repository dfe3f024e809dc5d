"""Naming what was acted on, whichever module it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from sqlalchemy.orm import Session

from kaibo.modules.audience import facade as audience
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.identity import facade as identity
from kaibo.modules.orders import facade as orders
from kaibo.modules.promotions import facade as promotions
from kaibo.modules.shows import facade as shows
from kaibo.platform.audit.things import Thing, ThingKind

_KINDS: Final = {
    "del": ThingKind.PRODUCT,
    "ord": ThingKind.ORDER,
    "prd": ThingKind.PRODUCT,
    "shw": ThingKind.SHOW,
    "stf": ThingKind.STAFF,
    "var": ThingKind.PRODUCT,
    audience.ACCOUNT: ThingKind.VIEWER,
    audience.GUEST: ThingKind.VIEWER,
}


def name(session: Session, ids: Collection[str]) -> dict[str, Thing]:
    """Name the things of these ids, with one query for each kind; ids of other kinds are left out.

    A deal is called by its product, a variant with its product. What is gone has no name, and
    who was erased has none any more.
    """
    of = _by_prefix(ids)
    deals = promotions.products_of(session, of["del"]) if of["del"] else {}
    products = of["prd"] | set(deals.values())
    titles = catalog.titles_of(session, products) if products else {}
    variants = catalog.variant_titles(session, of["var"]) if of["var"] else {}
    held = shows.of_ids(session, of["shw"]) if of["shw"] else {}
    numbers = orders.numbers_of(session, of["ord"]) if of["ord"] else {}
    viewers = of[audience.ACCOUNT] | of[audience.GUEST]
    seen = audience.names_of(session, viewers) if viewers else {}
    staff = identity.names_of(session, of["stf"]) if of["stf"] else {}
    nobody = dict.fromkeys((one for one, called in seen.items() if called == audience.NOBODY), "")
    names = titles | numbers | seen | nobody | staff
    names |= {show.id: show.title for show in held.values()}
    # These are shown on their product's page.
    pages = variants | {one: (of_it, titles.get(of_it, "")) for one, of_it in deals.items()}
    found: dict[str, Thing] = {}
    for prefix, kind in _KINDS.items():
        for one in of[prefix]:
            page, called = pages.get(one) or (one, names.get(one, ""))
            found[one] = Thing(kind, page, called)
    return found


def _by_prefix(ids: Collection[str]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in ids:
        found[one.partition("_")[0]].add(one)
    return found
