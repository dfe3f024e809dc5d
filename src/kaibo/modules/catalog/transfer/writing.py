"""Doing what was decided for a chunk: in memory first, then written at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from kaibo.kernel.ids import new_id, new_ids
from kaibo.modules.catalog.contracts import CompareKind, MovementKind, ReturnClass
from kaibo.modules.catalog.events import ProductsChanged
from kaibo.modules.catalog.models import (
    CategoryRow,
    ProductRow,
    StockMovementRow,
    StockRow,
    TagRow,
    VariantRow,
)
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.repository import search
from kaibo.modules.catalog.service import prices, stock
from kaibo.modules.catalog.service.views import on_offer
from kaibo.modules.catalog.transfer import loading
from kaibo.modules.catalog.transfer.deciding import decide
from kaibo.modules.catalog.transfer.loading import Found
from kaibo.modules.catalog.transfer.plans import Plan, Terms, VariantPlan
from kaibo.modules.catalog.transfer.reading import Group, RowError
from kaibo.platform.db import UnitOfWork

REASON = "import"
"""Stands in the ledger for what an import moved."""

# What a new product has where its rows say nothing.
_FRESH: dict[str, Any] = {
    "description": "", "option1": "", "option2": "", "compare_basis": "",
    "compare_kind": CompareKind.STATED, "return_class": ReturnClass.SEVEN_DAYS,
    "limit_per_buyer": None, "sale_from": None, "sale_until": None,
}  # fmt: skip


@dataclass(slots=True)
class Done:
    """What a chunk came to: rows by outcome, and what is wrong with them."""

    outcomes: Counter[str] = field(default_factory=Counter)
    errors: list[RowError] = field(default_factory=list)


def carry_out(uow: UnitOfWork, groups: Collection[Group], terms: Terms, actor: str) -> Done:
    """Decide and do what these groups say; their wrong rows are left out and told of."""
    writer = _Writer(uow, loading.hold(uow, groups), terms, actor)
    # They sort as the rows of the file do.
    writer.product_ids = iter(new_ids("prd", len(groups)))
    done = Done()
    for group in groups:
        plan = decide(group, writer.found, terms)
        writer.take(plan)
        done.outcomes.update(plan.outcomes.values())
        done.errors += plan.errors
    writer.write()
    return done


class _Writer:
    def __init__(self, uow: UnitOfWork, found: Found, terms: Terms, actor: str) -> None:
        self.found = found
        self.product_ids: Iterator[str] = iter(())
        self._uow = uow
        self._terms = terms
        self._actor = actor
        self._categories: dict[str, CategoryRow] = {}
        self._made: list[tuple[ProductRow, VariantRow, VariantPlan]] = []
        self._fresh: list[ProductRow] = []
        self._touched: dict[str, ProductRow] = {}
        self._next_seq = 0

    def take(self, plan: Plan) -> None:
        """Do what a plan says, in memory."""
        if not any(entry.variant is None or entry.changed for entry in plan.variants):
            return
        product = plan.product or self._new_product()
        self._change(product, plan.changes)
        for entry in plan.variants:
            if entry.variant is None:
                self._add(product, entry)
            else:
                self._change_variant(product, entry.variant, entry)
        if plan.product is None:
            self._fresh.append(product)
            self._uow.session.add(product)
        elif plan.changes or any(entry.variant is None or entry.values for entry in plan.variants):
            product.revision = new_id("rev")
            self._touched[product.id] = product
        if {"compare_kind", "compare_basis"} & plan.changes.keys():
            self._compare_anew(product)

    def write(self) -> None:
        """Write it all, with its price history, its ledger and what follows from it."""
        uow = self._uow
        uow.session.flush()
        for product, variant, entry in self._made:
            compare_at = entry.values.get("compare_at")
            prices.begin(uow, product, variant, compare_at=compare_at, actor=self._actor)
        ids = new_ids("mov", len(self._made))
        uow.session.add_all(
            self._first_movement(movement_id, variant, entry)
            for movement_id, (_, variant, entry) in zip(ids, self._made, strict=True)
        )
        uow.session.flush()
        changed = set(self._touched)
        search.store(uow.session, [*self._fresh, *self._touched.values()])
        if self.found.shelf is not None:
            changed |= stock.write_untold(uow, self.found.shelf)
        # One event and not one each: rooms must not drown in what hardly any of them shows.
        if changed:
            uow.emit(ProductsChanged(product_ids=sorted(changed)))

    def _new_product(self) -> ProductRow:
        if not self._next_seq:
            self._next_seq = repository.next_seq(self._uow)
        row = ProductRow(
            id=next(self.product_ids),
            seq=self._next_seq,
            revision=new_id("rev"),
            currency=self._terms.currency,
            specifications=[],
            certificates=[],
            created_at=self._uow.now,
            variants=[],
            pictures=[],
            tags=[],
            category=None,
            **_FRESH,
        )
        self._next_seq += 1
        return row

    def _change(self, product: ProductRow, changes: dict[str, Any]) -> None:
        for key, value in changes.items():
            match key:
                case "category":
                    product.category = self._category(value)
                case "tags":
                    known = {tag.tag: tag for tag in product.tags}
                    product.tags = [known.get(tag) or TagRow(tag=tag) for tag in value]
                case _:
                    setattr(product, key, value)

    def _category(self, path: str) -> CategoryRow | None:
        if not path:
            return None
        if path not in self._categories:
            self._categories.update(loading.categories(self._uow.session, [path]))
        if path not in self._categories:
            self._categories[path] = CategoryRow(id=new_id("cat"), path=path, position=0)
        return self._categories[path]

    def _add(self, product: ProductRow, entry: VariantPlan) -> None:
        told = entry.values
        variant = VariantRow(
            id=new_id("var"),
            product_id=product.id,
            position=max((other.position for other in product.variants), default=-1) + 1,
            sku=told.get("sku") or None,
            value1=told.get("value1", ""),
            value2=told.get("value2", ""),
            price=told["price"],
            price_since=self._uow.now,
            compare_at=None,
            components=[],
        )
        variant.stock = StockRow(
            on_hand=entry.stock or 0,
            reserved=0,
            allocated=0,
            low_at=told.get("low_at", 0),
            version=1,
            product_seq=product.seq,
        )
        product.variants.append(variant)
        self._made.append((product, variant, entry))

    def _change_variant(self, product: ProductRow, variant: VariantRow, entry: VariantPlan) -> None:
        told = entry.values
        for key in ("value1", "value2", "sku"):
            if key in told:
                setattr(variant, key, told[key])
        if "low_at" in told and variant.stock is not None:
            variant.stock.low_at = told["low_at"]
        if {"price", "compare_at"} & told.keys():
            prices.set_price(
                self._uow,
                product,
                variant,
                price=told.get("price", variant.price),
                compare_at=told.get("compare_at", variant.compare_at),
                actor=self._actor,
            )
        if entry.stock is not None and self.found.shelf is not None:
            on_hand = self.found.shelf.levels[variant.id].on_hand
            delta = entry.stock - on_hand
            self.found.shelf.adjust(variant.id, delta, reason=REASON, actor=self._actor)

    def _compare_anew(self, product: ProductRow) -> None:
        """Work the compared prices out anew after what they rest on changed."""
        made = {id(variant) for _, variant, _ in self._made}
        for variant in on_offer(product):
            if id(variant) not in made:
                prices.set_price(
                    self._uow,
                    product,
                    variant,
                    price=variant.price,
                    compare_at=variant.compare_at,
                    actor=self._actor,
                )

    def _first_movement(
        self, movement_id: str, variant: VariantRow, entry: VariantPlan
    ) -> StockMovementRow:
        return StockMovementRow(
            id=movement_id,
            variant_id=variant.id,
            kind=MovementKind.ADJUST,
            on_hand_delta=entry.stock or 0,
            reserved_delta=0,
            allocated_delta=0,
            reference=REASON,
            actor=self._actor,
            created_at=self._uow.now,
        )
