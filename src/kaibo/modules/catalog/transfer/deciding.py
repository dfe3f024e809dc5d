"""What a group of rows would do to the records. Reads what was loaded, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kaibo.kernel.errors import KaiboError
from kaibo.modules.catalog import domain
from kaibo.modules.catalog.contracts import CompareKind
from kaibo.modules.catalog.service.views import on_offer
from kaibo.modules.catalog.transfer.comparing import Reader
from kaibo.modules.catalog.transfer.loading import Found
from kaibo.modules.catalog.transfer.plans import Outcome, Plan, Terms, VariantPlan
from kaibo.modules.catalog.transfer.reading import Group, SheetRow


def decide(group: Group, found: Found, terms: Terms) -> Plan:
    """Say what becomes of a group.

    A product that exists takes the rows that are right; a new one is made whole or not at all.
    """
    plan = Plan(group, errors=list(group.errors))
    _find_product(plan, found)
    Reader(plan, found, terms).read()
    _keep_what_stands(plan)
    # Without a row that falls out, the others may be wrong together.
    known_errors = -1
    while plan.variants and len(plan.errors) != known_errors:
        known_errors = len(plan.errors)
        _check_whole(plan)
        _keep_what_stands(plan)
    _conclude(plan)
    return plan


def _keep_what_stands(plan: Plan) -> None:
    if plan.errors and plan.product is None:
        _refuse_the_rest(plan)
    plan.variants = [entry for entry in plan.variants if plan.stands(entry.row)]


def _find_product(plan: Plan, found: Found) -> None:
    plan.product = found.products.get(plan.group.reference)
    for row in plan.group.sound():
        named = found.by_sku.get(row.text("sku"))
        if named is None:
            continue
        if plan.product is None:
            plan.product = named[0]
        if named[0] is not plan.product:
            plan.refuse(row, "sku", "sku_elsewhere", title=named[0].title)


def _refuse_the_rest(plan: Plan) -> None:
    first = min(error.row for error in plan.errors)
    for row in plan.group.rows:
        if plan.stands(row):
            plan.refuse(row, "", "see_row", first=first)


def _check_whole(plan: Plan) -> None:
    """See that the product is right as a whole once all of it is done."""
    _check_prices(plan)
    rows = [entry.row for entry in plan.variants]
    options = [name for name in (_after(plan, "option1"), _after(plan, "option2")) if name]
    try:
        domain.check_values(options, list(_values_after(plan, len(options))))
    except KaiboError:
        _refuse_all(plan, rows, "value1", "bad_variants")
    begins: datetime | None = _after(plan, "sale_from")
    try:
        domain.check_sale_window(begins, _after(plan, "sale_until"))
    except KaiboError:
        _refuse_all(plan, rows, "sale_until", "bad_sale_window")


def _check_prices(plan: Plan) -> None:
    kind = CompareKind(_after(plan, "compare_kind") or CompareKind.STATED)
    basis = _after(plan, "compare_basis") or ""
    told = set()
    for entry in plan.variants:
        told.add(id(entry.variant))
        price, compare_at = _price_of(entry, "price"), _price_of(entry, "compare_at")
        if kind is CompareKind.LOWEST_PAID and entry.values.get("compare_at"):
            plan.refuse(entry.row, "compare_at", "compare_is_worked_out")
        elif not _is_fair(price, compare_at, kind, basis):
            plan.refuse(entry.row, "compare_at", "bad_compare_price")
    if plan.product is None or not {"compare_kind", "compare_basis"} & plan.changes.keys():
        return
    for variant in on_offer(plan.product):
        if id(variant) not in told and not _is_fair(variant.price, variant.compare_at, kind, basis):
            rows = [entry.row for entry in plan.variants]
            _refuse_all(plan, rows, "compare_basis", "bad_compare_price")
            return


def _is_fair(price: int, compare_at: int | None, kind: CompareKind, basis: str) -> bool:
    try:
        domain.check_compare_price(price, compare_at, kind, basis)
    except KaiboError:
        return False
    return True


def _price_of(entry: VariantPlan, key: str) -> Any:  # noqa: ANN401 - a price may be missing
    if key in entry.values:
        return entry.values[key]
    return getattr(entry.variant, key) if entry.variant else None


def _after(plan: Plan, key: str) -> Any:  # noqa: ANN401 - by column
    if key in plan.changes:
        return plan.changes[key]
    return getattr(plan.product, key) if plan.product else None


def _values_after(plan: Plan, count: int) -> Iterable[tuple[str, ...]]:
    planned = {id(entry.variant): entry for entry in plan.variants if entry.variant is not None}
    for variant in on_offer(plan.product) if plan.product else ():
        entry = planned.get(id(variant))
        told = entry.values if entry else {}
        yield _filled(told.get("value1", variant.value1), told.get("value2", variant.value2), count)
    for entry in plan.variants:
        if entry.variant is None:
            told = entry.values
            yield _filled(told.get("value1", ""), told.get("value2", ""), count)


def _filled(value1: str, value2: str, count: int) -> tuple[str, ...]:
    """Give the values without those that are empty and not asked for."""
    values = [value1, value2]
    while len(values) > count and not values[-1]:
        values.pop()
    return tuple(values)


def _refuse_all(plan: Plan, rows: list[SheetRow], column: str, code: str) -> None:
    for row in rows:
        if plan.stands(row):
            plan.refuse(row, column, code, limit=domain.VARIANT_LIMIT)


def _conclude(plan: Plan) -> None:
    for row in plan.group.rows:
        plan.outcomes[row.number] = Outcome.WRONG
    for entry in plan.variants:
        outcome = Outcome.CHANGED if entry.changed else Outcome.UNCHANGED
        plan.outcomes[entry.row.number] = Outcome.NEW if entry.variant is None else outcome
