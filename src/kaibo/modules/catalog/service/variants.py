"""The variants of a product, kept in step with the list that staff give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.catalog import domain
from kaibo.modules.catalog.contracts import MovementKind
from kaibo.modules.catalog.errors import BadBundleError, BadVariantsError, SkuTakenError
from kaibo.modules.catalog.models import (
    BundleComponentRow,
    ProductRow,
    StockMovementRow,
    StockRow,
    VariantRow,
)
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.service import prices
from kaibo.modules.catalog.service.views import on_offer, options_of
from kaibo.platform.db import UnitOfWork


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """A variant as staff give it; ``id`` names one that exists, whose stock then stays.

    ``components`` makes a bundle: variant ids and units for each piece.
    """

    price: int
    compare_at: int | None = None
    values: tuple[str, ...] = ()
    sku: str | None = None
    stock: int = 0
    low_at: int = 0
    picture_id: str | None = None
    components: tuple[tuple[str, int], ...] = ()
    id: str | None = None


def add(
    uow: UnitOfWork,
    product: ProductRow,
    draft: VariantDraft,
    position: int,
    *,
    actor: str,
    reason: str,
) -> VariantRow:
    """Make a variant with its first stock, or, as a bundle, with its components."""
    variant = VariantRow(
        id=new_id("var"),
        product_id=product.id,
        position=position,
        sku=None,
        value1="",
        value2="",
        price=draft.price,
        price_since=uow.now,
        compare_at=None,
        stock=None,
        components=[],
    )
    _fill(variant, draft)
    product.variants.append(variant)
    _flush(uow, draft)
    prices.begin(uow, product, variant, compare_at=draft.compare_at, actor=actor)
    if draft.components:
        _bundle(uow, variant, draft)
        return variant
    uow.session.add(
        StockRow(
            variant_id=variant.id,
            on_hand=draft.stock,
            reserved=0,
            allocated=0,
            low_at=draft.low_at,
            version=1,
            product_seq=product.seq,
        )
    )
    uow.session.add(
        StockMovementRow(
            id=new_id("mov"),
            variant_id=variant.id,
            kind=MovementKind.ADJUST,
            on_hand_delta=draft.stock,
            reserved_delta=0,
            allocated_delta=0,
            reference=reason,
            actor=actor,
            created_at=uow.now,
        )
    )
    uow.session.flush()
    return variant


def replace(
    uow: UnitOfWork, product: ProductRow, drafts: Sequence[VariantDraft], *, actor: str
) -> None:
    """Make the product's variants be these; what is not among them is archived."""
    domain.check_values(options_of(product), [draft.values for draft in drafts])
    known = {variant.id: variant for variant in on_offer(product)}
    kept = {draft.id for draft in drafts if draft.id}
    if unknown := kept - set(known):
        raise NotFoundError(field="variants", variant_id=min(unknown))
    for variant in known.values():
        # A SKU that moves from one variant to another must be free before it is taken.
        variant.sku = None
        if variant.id not in kept:
            _retire(uow, variant)
    uow.session.flush()
    for position, draft in enumerate(drafts):
        if draft.id is None:
            add(uow, product, draft, position, actor=actor, reason="new variant")
            continue
        variant = known[draft.id]
        variant.position = position
        _fill(variant, draft)
        # Before anything else is asked, which would write the SKU unguarded.
        _flush(uow, draft)
        if variant.stock is not None:
            variant.stock.low_at = draft.low_at
        _keep_components(variant, draft)
        prices.set_price(
            uow, product, variant, price=draft.price, compare_at=draft.compare_at, actor=actor
        )
    uow.session.flush()


def _retire(uow: UnitOfWork, variant: VariantRow) -> None:
    if repository.bundles_of(uow.session, [variant.id]):
        raise BadBundleError(field="variants", variant_id=variant.id)
    if variant.stock is not None and (variant.stock.reserved or variant.stock.allocated):
        raise BadVariantsError(field="variants", limit=domain.VARIANT_LIMIT)
    variant.archived_at = uow.now


def _fill(variant: VariantRow, draft: VariantDraft) -> None:
    variant.sku = draft.sku or None
    variant.value1, variant.value2 = (*draft.values, "", "")[:2]
    variant.picture_id = draft.picture_id


def _bundle(uow: UnitOfWork, variant: VariantRow, draft: VariantDraft) -> None:
    wanted = dict(draft.components)
    found = {row.id: row for row in repository.variants(uow.session, set(wanted))}
    for item in wanted:
        part = found.get(item)
        if part is None or part.stock is None or item == variant.id:
            raise BadBundleError(field="components", variant_id=item)
    if len(wanted) != len(draft.components):
        raise BadBundleError(field="components", variant_id=variant.id)
    uow.session.add_all(
        BundleComponentRow(bundle_id=variant.id, variant_id=item, units=units)
        for item, units in sorted(wanted.items())
    )
    uow.session.flush()


def _keep_components(variant: VariantRow, draft: VariantDraft) -> None:
    present = {part.variant_id: part.units for part in variant.components}
    if draft.components and dict(draft.components) != present:
        # Orders that wait for payment gave back what it was made of when they were placed.
        raise BadBundleError(field="components", variant_id=variant.id)


def _flush(uow: UnitOfWork, draft: VariantDraft) -> None:
    try:
        with uow.session.begin_nested():
            uow.session.flush()
    except IntegrityError as error:
        raise SkuTakenError(field="sku", sku=draft.sku or "") from error
