"""A show's figures as tables for spreadsheets: money in major units, a column for each currency.

Times are in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal

from kaibo.flows.show_summary.contracts import (
    Metric,
    ProductCounts,
    ProductMinute,
    ProductMinutes,
    ShowSummary,
    Unit,
)
from kaibo.kernel.money import major_units
from kaibo.platform.sheets import Cell

SummaryTable = Literal["metrics", "products", "minutes"]
Table = Literal[SummaryTable, "product_minutes"]


def rows(summary: ShowSummary, table: SummaryTable) -> Iterator[list[Cell]]:
    """Give the head, then the rows of one table."""
    match table:
        case "metrics":
            return _metrics(summary)
        case "products":
            return _products(summary)
        case "minutes":
            return _minutes(summary)


def _metrics(summary: ShowSummary) -> Iterator[list[Cell]]:
    yield [
        "metric", "currency", "value", "previous_show", "unit", "numerator", "denominator",
        "scale", "state",
    ]  # fmt: skip
    metrics = {metric.name: metric for metric in summary.metrics}
    for one in summary.values:
        metric = metrics[one.name]
        yield [
            one.name,
            one.currency or "",
            figure(metric, one.value, one.currency),
            figure(metric, one.before, one.currency),
            "seconds" if metric.unit is Unit.TIME else metric.unit.value,
            metric.numerator,
            metric.denominator,
            metric.scale,
            "settled" if one.settled else "provisional",
        ]


def figure(metric: Metric, value: float | None, currency: str | None) -> Cell:
    """Give a figure as its cell has it."""
    if value is None:
        return ""
    if metric.unit is Unit.MONEY and currency:
        return major_units(round(value), currency)
    if metric.unit is Unit.TIME:
        return round(value / 1000)
    if metric.unit is Unit.RATE:
        return f"{value:.4f}"
    return round(value) if value == round(value) else f"{value:.1f}"


def _products(summary: ShowSummary) -> Iterator[list[Cell]]:
    yield [
        "product", "shown_people", "opened_people", "clicks", "order_people", "orders",
        "buyers", "orders_paid", "pieces",
        *(f"gmv_paid_{each}" for each in summary.currencies),
        "explained_seconds", "explained_views",
        *(f"explained_gpm_{each}" for each in summary.currencies),
    ]  # fmt: skip
    for one in summary.products:
        yield [
            one.title, one.shown, one.opened, one.clicks, one.order_people, one.orders,
            one.buyers, one.orders_paid, one.pieces,
            *(major_units(one.gmv_paid[each], each) for each in summary.currencies),
            round(one.explained_ms / 1000), one.explained_views,
            *(_money(one.explained_gpm[each], each) for each in summary.currencies),
        ]  # fmt: skip


def _minutes(summary: ShowSummary) -> Iterator[list[Cell]]:
    yield [
        "minute_utc", "online", "orders", "orders_paid",
        *(f"gmv_paid_{each}" for each in summary.currencies),
        "danmaku", "likes", "clicks",
    ]  # fmt: skip
    for one in summary.minutes:
        yield [
            _moment(one.at_ms), one.online, one.orders, one.orders_paid,
            *(major_units(one.gmv_paid[each], each) for each in summary.currencies),
            one.danmaku, one.likes, one.clicks,
        ]  # fmt: skip


def product_minutes(
    products: Iterable[ProductMinutes], currencies: list[str]
) -> Iterator[list[Cell]]:
    """Give the head, then a row of each product and minute in which something happened.

    What happened before and after the show's minutes has a row of its own, without a minute.
    """
    yield [
        "product", "part", "minute_utc", "clicks", "orders", "orders_paid", "pieces",
        *(f"gmv_paid_{each}" for each in currencies),
    ]  # fmt: skip
    for product in products:
        parts: list[tuple[str, ProductCounts]] = [
            ("before", product.earlier),
            *(("on_air", minute) for minute in product.minutes),
            ("after", product.later),
        ]
        for part, one in parts:
            if one.clicks or one.orders or one.orders_paid:
                yield [
                    product.title, part,
                    _moment(one.at_ms) if isinstance(one, ProductMinute) else "",
                    one.clicks, one.orders, one.orders_paid, one.pieces,
                    *(major_units(one.gmv_paid[each], each) for each in currencies),
                ]  # fmt: skip


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def _money(amount: int | None, currency: str) -> Cell:
    return "" if amount is None else major_units(amount, currency)
