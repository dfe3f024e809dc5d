"""Every figure of a show, declared once. The fractions are made from these declarations."""

from __future__ import annotations

from collections.abc import Mapping

from kaibo.flows.show_summary.contracts import Metric, Settles, Unit

_END, _PAID, _REFUND = Settles.END, Settles.PAYMENT, Settles.REFUND

METRICS = (
    Metric("viewers", Unit.PEOPLE, _END),
    Metric("views", Unit.COUNT, _END),
    Metric("peak", Unit.PEOPLE, _END),
    Metric("average", Unit.PEOPLE, _END, "viewer_time", "time_on_air"),
    Metric("watch_time", Unit.TIME, _END),
    Metric("dwell", Unit.TIME, _END, "watch_time", "viewers"),
    Metric("bounce", Unit.RATE, _END, "bounced", "viewers"),
    Metric("danmaku", Unit.COUNT, _END),
    Metric("likes", Unit.COUNT, _END),
    Metric("shares", Unit.COUNT, _END),
    Metric("shown_people", Unit.PEOPLE, _END),
    Metric("opened_people", Unit.PEOPLE, _END),
    Metric("clicks", Unit.COUNT, _END),
    Metric("ctr", Unit.RATE, _END, "opened_people", "shown_people"),
    Metric("order_people", Unit.PEOPLE, _END),
    Metric("orders", Unit.COUNT, _END),
    Metric("orders_paid", Unit.COUNT, _PAID),
    Metric("buyers", Unit.PEOPLE, _PAID),
    Metric("conversion", Unit.RATE, _PAID, "buyers", "viewers"),
    Metric("click_conversion", Unit.RATE, _PAID, "buyers", "opened_people"),
    Metric("gmv_created", Unit.MONEY, _END),
    Metric("gmv_paid", Unit.MONEY, _PAID),
    Metric("refunded", Unit.MONEY, _REFUND),
    Metric("net", Unit.MONEY, _REFUND),
    Metric("gpm", Unit.MONEY, _PAID, "gmv_paid", "views", 1000),
    Metric("uv_value", Unit.MONEY, _PAID, "gmv_paid", "viewers"),
    Metric("aov", Unit.MONEY, _PAID, "gmv_paid", "orders_paid"),
    Metric("refund_rate", Unit.RATE, _REFUND, "orders_refunded", "orders_paid"),
)

BOUNCE_MS = 10_000
"""Whoever was there for less has bounced."""


def value(metric: Metric, counted: Mapping[str, float]) -> float | None:
    """Give a figure from what was counted; None when there is nothing to divide by."""
    if not metric.numerator:
        return counted.get(metric.name, 0)
    below = counted.get(metric.denominator, 0)
    if not below:
        return None
    found = counted.get(metric.numerator, 0) * metric.scale / below
    return (
        found if metric.unit is Unit.RATE else round(found, 1 if metric.unit is Unit.PEOPLE else 0)
    )
