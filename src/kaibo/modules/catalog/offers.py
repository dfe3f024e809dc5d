"""What variants are offered at, remembered between batches of orders.

An offer is rebuilt only after its product's revision changed; the revision itself is read
anew in each transaction, so what is remembered is never out of date.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.contracts import Offer, ReturnClass
from kaibo.modules.catalog.models import PageSnapshotRow, ProductRow, VariantRow
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.service import views
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import Given, Lookup, insert_new

# More than this is forgotten at once: a shop's hot offers are few.
LIMIT = 20_000


def _revisions(given: Given) -> Select[str, str, str]:
    wanted, (variant_id,) = given("variant_ids")
    return (
        select(VariantRow.id, ProductRow.id, ProductRow.revision)
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .where(
            VariantRow.id.in_(select(variant_id).select_from(wanted)),
            VariantRow.archived_at.is_(None),
            ProductRow.archived_at.is_(None),
        )
    )


_REVISIONS = Lookup(_revisions)


class OfferBook:
    """Offers by variant, as one process remembers them; for one thread at a time."""

    def __init__(self) -> None:
        self._offers: dict[str, tuple[str, Offer]] = {}
        self._pages: dict[str, dict[str, Any]] = {}
        self._kept: set[str] = set()

    def offers(self, session: Session, variant_ids: Collection[str]) -> dict[str, Offer]:
        """Give what these variants are offered at now; those not offered are left out."""
        if len(self._offers) > LIMIT:
            self._offers.clear()
            self._pages.clear()
        rows = _REVISIONS(session, variant_ids=variant_ids)
        found: dict[str, Offer] = {}
        stale: dict[str, str] = {}
        for variant_id, product_id, revision in rows:
            known = self._offers.get(variant_id)
            if known is not None and known[0] == revision:
                found[variant_id] = known[1]
            else:
                stale[variant_id] = product_id
        if stale:
            # What is read one after the other is of one revision: nobody changes it meanwhile.
            repository.hold(session, set(stale.values()))
            found.update(self._build(session, list(stale)))
        return found

    def keep_pages(self, uow: UnitOfWork, page_ids: Collection[str]) -> None:
        """Keep the product pages that orders of this transaction name, each once for all time."""
        missing = sorted(set(page_ids) - self._kept)
        if not missing:
            return
        insert_new(
            uow.session,
            PageSnapshotRow,
            [
                {
                    "id": page_id,
                    "product_id": self._pages[page_id]["product_id"],
                    "content": self._pages[page_id],
                    "created_at": uow.now,
                }
                for page_id in missing
            ],
        )
        uow.after_commit(lambda: self._kept.update(missing))

    def _build(self, session: Session, variant_ids: list[str]) -> dict[str, Offer]:
        variants = repository.variants(session, variant_ids)
        draws = repository.draws(session, variant_ids)
        products = {
            row.id: row
            for row in repository.products(session, {row.product_id for row in variants})
        }
        pages: dict[str, str] = {}
        for product in products.values():
            content = views.page_content(product)
            pages[product.id] = views.page_id(content)
            self._pages[pages[product.id]] = content
        built = {
            variant.id: _offer(
                products[variant.product_id],
                variant,
                draws[variant.id],
                pages[variant.product_id],
            )
            for variant in variants
        }
        for variant_id, offer in built.items():
            self._offers[variant_id] = (products[offer.product_id].revision, offer)
        return built


def _offer(
    product: ProductRow, variant: VariantRow, draws: tuple[tuple[str, int], ...], page_id: str
) -> Offer:
    pictures = {picture.id: views.url_of(picture) for picture in product.pictures}
    first = next(iter(pictures.values()), None)
    return Offer(
        variant_id=variant.id,
        product_id=product.id,
        title=product.title,
        values=" / ".join(views.values_of(product, variant)),
        sku=variant.sku,
        picture_url=pictures.get(variant.picture_id or "", first),
        price=variant.price,
        currency=product.currency,
        return_class=ReturnClass(product.return_class),
        limit_per_buyer=product.limit_per_buyer,
        sale_from=product.sale_from,
        sale_until=product.sale_until,
        draws=draws,
        page_id=page_id,
    )
