"""A show in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Unit(StrEnum):
    """What a figure is counted in; money is in minor units, a rate from 0 to 1, time in ms."""

    PEOPLE = "people"
    COUNT = "count"
    MONEY = "money"
    RATE = "rate"
    TIME = "time"


class Settles(StrEnum):
    """From when on a figure stays as it is.

    ``end``: the show's end. ``payment``: then, and no order of it waits for its payment.
    ``refund``: then, and every paid order is completed or given back.
    """

    END = "end"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure's definition: ``numerator`` / ``denominator`` x ``scale``, both figures' names.

    What is counted and not divided has neither.
    """

    name: str
    unit: Unit
    settles: Settles
    numerator: str = ""
    denominator: str = ""
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Value:
    """A figure; ``currency`` for money only. Null: there is nothing to divide by.

    ``before`` is the same of the previous show.
    """

    name: str
    currency: str | None
    value: float | None
    before: float | None
    settled: bool


@dataclass(frozen=True, slots=True)
class ProductFigures:
    """A product in the show; money by currency, of paid orders.

    ``shown``, ``opened``, ``order_people`` and ``buyers`` are people, ``clicks`` times; ``orders``
    are those with it, ``orders_paid`` and ``pieces`` what was paid of them. ``explained_ms`` is
    how long the host explained it, ``explained_views`` the visits that met it, ``explained_gmv``
    what was ordered of it meanwhile and paid, and ``explained_gpm`` that per 1000 of these visits.
    """

    product_id: str
    title: str
    shown: int
    opened: int
    clicks: int
    order_people: int
    orders: int
    buyers: int
    orders_paid: int
    pieces: int
    gmv_paid: dict[str, int]
    explained_ms: int
    explained_views: int
    explained_gmv: dict[str, int]
    explained_gpm: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Minute:
    """What happened in the minute from ``at_ms``; ``online`` is the most at once.

    ``orders`` were placed in it, ``orders_paid`` paid.
    """

    at_ms: int
    online: int
    orders: int
    orders_paid: int
    gmv_paid: dict[str, int]
    danmaku: int
    likes: int
    clicks: int


@dataclass(frozen=True, slots=True)
class ProductCounts:
    """What happened with a product: how often it was opened, orders placed with it, and paid."""

    clicks: int
    orders: int
    orders_paid: int
    pieces: int
    gmv_paid: dict[str, int]


@dataclass(frozen=True, slots=True)
class ProductMinute(ProductCounts):
    """What happened with a product in the minute from ``at_ms``."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class ProductMinutes:
    """A product through the show; of ``minutes`` there are those in which something happened.

    ``earlier`` and ``later`` is what happened before and after the show's minutes, as late payments
    do: with them, the minutes add up to the product's figures. Clicks in the replay go on being
    counted here when the show's own clicks are settled, once who opened what has been removed.
    """

    product_id: str
    title: str
    earlier: ProductCounts
    minutes: list[ProductMinute]
    later: ProductCounts


@dataclass(frozen=True, slots=True)
class Mark:
    """Something of the timeline to see the minutes against; without ``to_ms`` it goes on.

    ``kind``: ``pinned``, ``explained``, ``deal``, ``interrupted``; and of one moment, ``from_ms``
    and ``to_ms`` alike, ``stock_low`` and ``sold_out``, titled by the variant. ``product_id`` is
    empty for ``interrupted``.
    """

    kind: str
    product_id: str
    title: str
    from_ms: int
    to_ms: int | None


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """A show in figures; ``until`` is when they were made."""

    show_id: str
    title: str
    from_ms: int | None
    to_ms: int | None
    until: datetime
    settled: bool
    viewers_estimated: bool
    previous_title: str | None
    currencies: list[str]
    metrics: list[Metric]
    values: list[Value]
    products: list[ProductFigures]
    minutes: list[Minute]
    marks: list[Mark]
