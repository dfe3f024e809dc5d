"""What stands in the cells of a product sheet, as ``cells`` reads it back."""

from __future__ import annotations

import json
import re
from datetime import datetime, tzinfo
from typing import Any

from kaibo.kernel.money import major_units
from kaibo.modules.catalog.contracts import CompareKind, ReturnClass
from kaibo.modules.catalog.models import ProductRow, VariantRow
from kaibo.modules.catalog.transfer.columns import word_for
from kaibo.platform.i18n import Language

_PARTS_TAGS = re.compile(r"[,;、，；\n]|^\[|^\s|\s$")


def product_cells(row: ProductRow, zone: tzinfo, language: Language = "en") -> dict[str, str]:
    """Give the cells that all variants of a product have in common."""
    return {
        "title": row.title,
        "description": row.description,
        "option1": row.option1,
        "option2": row.option2,
        "compare_kind": word_for(CompareKind(row.compare_kind), language),
        "compare_basis": row.compare_basis,
        "category": row.category.path if row.category else "",
        "tags": tags([tag.tag for tag in row.tags]),
        "specifications": specifications(row.specifications),
        "return_class": word_for(ReturnClass(row.return_class), language),
        "limit_per_buyer": "" if row.limit_per_buyer is None else str(row.limit_per_buyer),
        "sale_from": moment(row.sale_from, zone),
        "sale_until": moment(row.sale_until, zone),
    }


def variant_cells(row: ProductRow, variant: VariantRow) -> dict[str, str]:
    """Give the cells of one variant; a bundle has no stock of its own.

    A compared price that is worked out is nothing to type, and so left out.
    """
    is_stated = row.compare_kind == CompareKind.STATED
    compared = variant.compare_at if is_stated else None
    stock = variant.stock
    return {
        "value1": variant.value1,
        "value2": variant.value2,
        "sku": variant.sku or "",
        "price": str(major_units(variant.price, row.currency)),
        "compare_at": "" if compared is None else str(major_units(compared, row.currency)),
        "stock": "" if stock is None else str(stock.on_hand),
        "low_at": "" if stock is None else str(stock.low_at),
    }


def moment(at: datetime | None, zone: tzinfo) -> str:
    """Write a moment with its offset, so that it means the same wherever it is read."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    precise = "auto" if local.second or local.microsecond else "minutes"
    told = local.replace(tzinfo=None).isoformat(" ", precise)
    offset = local.strftime("%z")
    return f"{told} {offset[:3]}:{offset[3:5]}"


def tags(words: list[str]) -> str:
    """Write tags, parted by commas if that can be read back."""
    if any(_PARTS_TAGS.search(word) for word in words):
        return json.dumps(words, ensure_ascii=False)
    return ", ".join(words)


def specifications(entries: list[dict[str, Any]]) -> str:
    """Write a line for each entry if that can be read back."""
    pairs = [(str(entry["name"]), str(entry["value"])) for entry in entries]
    if any(re.search(r"[:：\n\r]|^\[", name) or re.search(r"[\n\r]", v) for name, v in pairs):
        return json.dumps(pairs, ensure_ascii=False)
    return "\n".join(f"{name}: {value}" for name, value in pairs)
