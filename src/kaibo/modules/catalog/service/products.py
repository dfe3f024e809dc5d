"""Products and their variants: create, change, archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.modules.catalog import domain
from kaibo.modules.catalog.contracts import CompareKind, Product, ReturnClass
from kaibo.modules.catalog.errors import BadVariantsError
from kaibo.modules.catalog.events import ProductChanged
from kaibo.modules.catalog.models import CategoryRow, ProductRow, TagRow
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.repository import search
from kaibo.modules.catalog.repository.shown import ShownProduct, shown
from kaibo.modules.catalog.service import prices, variants
from kaibo.modules.catalog.service.variants import VariantDraft
from kaibo.modules.catalog.service.views import on_offer, to_product
from kaibo.platform.db import UnitOfWork

# The reason that stands in the ledger's first line of a variant.
FIRST_STOCK = "first stock"


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to be; prices in minor units of ``currency``.

    Without ``variants`` it has one, of ``price``, ``compare_at`` and ``stock``.
    """

    title: str
    currency: str
    description: str = ""
    price: int = 0
    compare_at: int | None = None
    stock: int = 0
    options: tuple[str, ...] = ()
    variants: tuple[VariantDraft, ...] = ()
    compare_kind: CompareKind = CompareKind.STATED
    compare_basis: str = ""
    specifications: list[dict[str, Any]] = field(default_factory=list)
    certificates: list[dict[str, Any]] = field(default_factory=list)
    return_class: ReturnClass = ReturnClass.SEVEN_DAYS
    category: str = ""
    tags: tuple[str, ...] = ()
    limit_per_buyer: int | None = None
    sale_from: datetime | None = None
    sale_until: datetime | None = None


def create(uow: UnitOfWork, new: NewProduct, actor: str = "") -> Product:
    """Create a product; its first stock is the ledger's first line."""
    drafts = new.variants or (
        VariantDraft(price=new.price, compare_at=new.compare_at, stock=new.stock),
    )
    domain.check_values(new.options, [draft.values for draft in drafts])
    domain.check_sale_window(new.sale_from, new.sale_until)
    row = ProductRow(
        id=new_id("prd"),
        seq=repository.next_seq(uow),
        revision=new_id("rev"),
        title=new.title,
        description=new.description,
        currency=new.currency,
        option1="",
        option2="",
        specifications=new.specifications,
        certificates=new.certificates,
        return_class=new.return_class,
        compare_kind=new.compare_kind,
        compare_basis=new.compare_basis,
        category=category(uow, new.category),
        limit_per_buyer=new.limit_per_buyer,
        sale_from=new.sale_from,
        sale_until=new.sale_until,
        created_at=uow.now,
        variants=[],
        pictures=[],
        tags=[TagRow(tag=tag) for tag in dict.fromkeys(new.tags)],
    )
    _name_options(row, new.options)
    uow.session.add(row)
    uow.session.flush()
    for position, draft in enumerate(drafts):
        variants.add(uow, row, draft, position, actor=actor, reason=FIRST_STOCK)
    search.store(uow.session, [row])
    return view(uow, row)


def change(uow: UnitOfWork, product_id: str, changes: dict[str, Any], actor: str = "") -> Product:
    """Change the given fields; ``variants`` is the whole new list, ``price`` the only one's."""
    row = get(uow, product_id)
    drafts = changes.pop("variants", None)
    options = changes.pop("options", None)
    alone: dict[str, Any] = {
        name: changes.pop(name) for name in ("price", "compare_at") if name in changes
    }
    if "category" in changes:
        row.category = category(uow, changes.pop("category"))
    if "tags" in changes:
        row.tags = _retag(row, changes.pop("tags"))
    for name, value in changes.items():
        setattr(row, name, value)
    domain.check_sale_window(row.sale_from, row.sale_until)
    if drafts is not None:
        names = options if options is not None else [row.option1, row.option2]
        _name_options(row, tuple(name for name in names if name))
        variants.replace(uow, row, drafts, actor=actor)
    else:
        _reprice(uow, row, alone, actor)
    touch(uow, row)
    return view(uow, row)


def archive(uow: UnitOfWork, product_id: str, *, is_archived: bool) -> Product:
    """Take a product off the shop's shelves, or put it back."""
    return change(uow, product_id, {"archived_at": uow.now if is_archived else None})


def touch(uow: UnitOfWork, row: ProductRow) -> None:
    """Say that what buyers see of a product is another now, and have it found by that."""
    row.revision = new_id("rev")
    # The product's row is held first, by whoever stores what it is found by.
    uow.session.flush()
    search.store(uow.session, [row])
    uow.emit(ProductChanged(product_id=row.id))


def get(uow: UnitOfWork, product_id: str) -> ProductRow:
    """Find a product, or raise ``NotFoundError``."""
    return find(uow.session, product_id)


def find(session: Session, product_id: str) -> ProductRow:
    """Find a product, or raise ``NotFoundError``."""
    row = repository.product(session, product_id)
    if row is None:
        raise NotFoundError(product_id=product_id)
    return row


def find_shown(session: Session, product_id: str) -> ShownProduct:
    """Find a product to be looked at only, or raise ``NotFoundError``."""
    row = shown(session, [product_id]).get(product_id)
    if row is None:
        raise NotFoundError(product_id=product_id)
    return row


def view(uow: UnitOfWork, row: ProductRow) -> Product:
    """Give the product as staff see it, as it stands after this use case."""
    uow.session.flush()
    return to_product(find_shown(uow.session, row.id))


def category(uow: UnitOfWork, path: str) -> CategoryRow | None:
    """Find the category of that path, or make it; an empty path is none."""
    names = [name.strip() for name in path.split("/") if name.strip()]
    if not names:
        return None
    path = "/".join(names)
    found = repository.category_by_path(uow.session, path)
    if found is None:
        found = CategoryRow(id=new_id("cat"), path=path, position=0)
        uow.session.add(found)
    return found


def _name_options(row: ProductRow, options: tuple[str, ...]) -> None:
    if len(options) > 2:
        raise BadVariantsError(field="options", limit=domain.VARIANT_LIMIT)
    row.option1, row.option2 = (*options, "", "")[:2]


def _reprice(uow: UnitOfWork, row: ProductRow, alone: dict[str, Any], actor: str) -> None:
    offered = on_offer(row)
    if alone and len(offered) != 1:
        raise BadVariantsError(field="price", limit=domain.VARIANT_LIMIT)
    for variant in offered:
        prices.set_price(
            uow,
            row,
            variant,
            price=alone.get("price", variant.price),
            compare_at=alone.get("compare_at", variant.compare_at),
            actor=actor,
        )


def _retag(row: ProductRow, tags: list[str]) -> list[TagRow]:
    known = {tag.tag: tag for tag in row.tags}
    return [known.get(tag) or TagRow(tag=tag) for tag in dict.fromkeys(tags)]
