"""A show in figures: the same numbers as by another road, from the raw rows."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from kaibo.flows.show_summary import remembering
from kaibo.flows.show_summary.export import figure
from kaibo.flows.show_summary.metrics import METRICS
from kaibo.flows.show_summary.remembering import FRESH_FOR
from kaibo.flows.show_summary.stays import Stays
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.analytics.facade import ActKeeper
from kaibo.modules.orders import facade as orders
from kaibo.modules.rooms.facade import AttendanceKeeper
from kaibo.modules.rooms.frames import You
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from tests.support.house import Shop, Viewer


def come(shop: Shop, *viewers: Viewer) -> None:
    """Let these come into the room and stay."""

    async def arrive() -> None:
        room = await shop.house.core.hub.load(shop.show.id)
        assert room is not None
        for viewer in viewers:
            room.arrive(You(viewer.id, "小明", "viewer"))

    shop.house.await_(arrive())


def pay(shop: Shop, order: dict[str, Any]) -> None:
    shop.house.run(orders.mark_paid, order["id"])


def summary(shop: Shop) -> dict[str, Any]:
    shop.house.await_(shop.house.context.port(ActKeeper).flush())
    shop.house.await_(shop.house.context.port(AttendanceKeeper).settle())
    answer = shop.owner.get(f"/shows/{shop.show.id}/summary")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def figures(found: dict[str, Any]) -> dict[str, Any]:
    return {value["name"]: value["value"] for value in found["values"]}


def played(shop: Shop) -> list[Viewer]:
    """A show with three viewers, two orders, one of them paid, while the product is explained."""
    viewers = [shop.house.viewer() for _ in range(3)]
    come(shop, *viewers)
    acts = [{"kind": kind, "product_id": shop.product.id} for kind in ("shown", "opened")]
    for viewer in viewers[:2]:
        viewer.post(f"/shows/{shop.show.slug}/acts", {"acts": acts})
    shop.owner.put(f"/rooms/{shop.show.id}/explaining", {"product_id": shop.product.id})
    pay(shop, shop.place(viewers[0], 2))
    shop.place(viewers[1], 1)
    shop.house.pass_time(seconds=90)
    shop.owner.delete(f"/rooms/{shop.show.id}/explaining")
    return viewers


def by_another_road(session: Session, show_id: str) -> dict[str, Any]:
    """The same from the raw rows, by SQL."""

    def one(sql: str) -> int:
        return int(session.execute(text(sql), {"show": show_id}).scalar() or 0)

    orders = "FROM orders WHERE show_id = :show"
    return {
        "viewers": one(
            "SELECT count(DISTINCT subject) FROM show_timeline WHERE show_id = :show"
            " AND kind = 'joined'"
        ),
        "orders": one(f"SELECT count(*) {orders}"),
        "orders_paid": one(f"SELECT count(*) {orders} AND paid_at IS NOT NULL"),
        "buyers": one(f"SELECT count(DISTINCT viewer_id) {orders} AND paid_at IS NOT NULL"),
        "gmv_created": one(f"SELECT sum(total) {orders}"),
        "gmv_paid": one(f"SELECT sum(total) {orders} AND paid_at IS NOT NULL"),
        "net": one(f"SELECT sum(total - refunded) {orders} AND paid_at IS NOT NULL"),
        "opened_people": one(
            "SELECT count(DISTINCT viewer_id) FROM act_people WHERE show_id = :show"
            " AND kind = 'opened'"
        ),
        "clicks": one(
            "SELECT sum(times) FROM act_minutes WHERE show_id = :show AND kind = 'opened'"
        ),
    }


def test_the_figures_are_those_of_the_raw_rows(shop: Shop) -> None:
    played(shop)
    found = figures(summary(shop))
    raw = shop.house.read(by_another_road, shop.show.id)
    assert {name: found[name] for name in raw} == raw
    price = shop.product.price.amount
    assert (raw["viewers"], raw["gmv_created"], raw["gmv_paid"]) == (3, 3 * price, 2 * price)
    assert found["conversion"] == raw["buyers"] / raw["viewers"]
    assert found["uv_value"] == round(raw["gmv_paid"] / raw["viewers"])
    assert found["gpm"] == round(raw["gmv_paid"] * 1000 / found["views"])
    assert found["aov"] == raw["gmv_paid"]


def test_minutes_and_products_add_up_to_the_whole(shop: Shop) -> None:
    played(shop)
    found = summary(shop)
    whole, (currency, *_) = figures(found), found["currencies"]
    assert sum(minute["orders"] for minute in found["minutes"]) == whole["orders"]
    assert sum(minute["orders_paid"] for minute in found["minutes"]) == whole["orders_paid"]
    assert (whole["orders"], whole["orders_paid"]) == (2, 1)
    assert sum(minute["gmv_paid"][currency] for minute in found["minutes"]) == whole["gmv_paid"]
    assert sum(minute["clicks"] for minute in found["minutes"]) == whole["clicks"]
    (product,) = found["products"]
    assert (product["orders_paid"], product["pieces"], product["opened"]) == (1, 2, 2)
    assert (product["orders"], product["order_people"], product["buyers"]) == (2, 2, 1)
    assert product["gmv_paid"] == {currency: whole["gmv_paid"]}
    assert product["explained_ms"] == 90_000
    assert product["explained_gpm"] == {currency: round(whole["gmv_paid"] * 1000 / 3)}
    assert [(mark["kind"], mark["product_id"]) for mark in found["marks"]] == [
        ("explained", product["product_id"])
    ]


def test_what_ran_low_and_out_on_air_is_marked_by_its_variant(shop: Shop) -> None:
    told = {"id": shop.variant.id, "values": [], "price": 6800, "low_at": 2}
    shop.owner.patch(f"/products/{shop.product.id}", {"variants": [told]})
    began = epoch_ms(shop.house.clock.now())
    for pieces in (3, 2):
        shop.house.pass_time(seconds=30)
        shop.place(shop.house.viewer(), pieces)
        shop.house.work()
    title, found = shop.product.title, summary(shop)
    assert found["marks"] == [
        {
            "kind": kind,
            "product_id": shop.product.id,
            "title": title,
            "from_ms": began + after,
            "to_ms": began + after,
        }
        for kind, after in (("stock_low", 30_000), ("sold_out", 60_000))
    ]
    assert [each["product_id"] for each in found["products"]] == [shop.product.id]


def test_every_figure_is_declared_once_and_says_whether_it_is_settled(shop: Shop) -> None:
    found = summary(shop)
    assert {value["name"] for value in found["values"]} == {metric.name for metric in METRICS}
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert not any(value["settled"] for value in found["values"])
    shop.place(shop.house.viewer())
    shop.owner.post(f"/shows/{shop.show.id}/end")
    settled = {value["name"]: value["settled"] for value in summary(shop)["values"]}
    assert settled["viewers"]
    assert not settled["gmv_paid"]


def test_tables_for_spreadsheets_hold_the_same(shop: Shop) -> None:
    played(shop)
    whole = figures(summary(shop))
    tables = {}
    for table in ("metrics", "products", "minutes"):
        answer = shop.owner.get(f"/shows/{shop.show.id}/summary.csv?table={table}")
        tables[table] = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {row["metric"]: row["value"] for row in tables["metrics"]}
    assert told["orders"] == f"{whole['orders']:g}"
    assert [row["pieces"] for row in tables["products"]] == ["2"]
    assert sum(int(row["orders"]) for row in tables["minutes"]) == whole["orders"]
    assert sum(int(row["orders_paid"]) for row in tables["minutes"]) == whole["orders_paid"]


def test_watch_time_is_told_in_all_and_per_viewer_and_exported_in_seconds(shop: Shop) -> None:
    watching, listening = You("vwr_1", "小明", "viewer"), You("vwr_2", "Ada", "viewer")

    async def watch() -> None:
        room = await shop.house.core.hub.load(shop.show.id)
        assert room is not None
        for you in (watching, listening):
            room.arrive(you)
        room.beat(watching)

    async def beat() -> None:
        room = await shop.house.core.hub.load(shop.show.id)
        assert room is not None
        room.beat(watching)

    shop.house.await_(watch())
    for _ in range(6):
        shop.house.pass_time(seconds=15)
        shop.house.await_(beat())
    told = figures(summary(shop))
    assert (told["watch_time"], told["dwell"]) == (90_000, 45_000)
    answer = shop.owner.get(f"/shows/{shop.show.id}/summary.csv?table=metrics")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    times = {row["metric"]: (row["value"], row["unit"]) for row in rows}
    assert times["watch_time"] == ("90", "seconds")
    assert times["dwell"] == ("45", "seconds")


def test_a_large_figure_is_written_whole_in_the_table() -> None:
    metric = next(each for each in METRICS if each.name == "likes")
    assert figure(metric, 12_345_678, None) == 12_345_678


def test_a_show_that_goes_on_is_counted_once_in_a_few_seconds(shop: Shop) -> None:
    buyer = shop.house.viewer()
    assert figures(summary(shop))["orders"] == 0
    shop.place(buyer, 1)
    assert figures(summary(shop))["orders"] == 0
    shop.house.pass_time(seconds=FRESH_FOR)
    assert figures(summary(shop))["orders"] == 1


def test_visits_of_a_show_that_is_over_are_read_once_and_what_comes_later_is_seen(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings: list[int] = []

    def read(entries: Iterable[TimelineEntry], now_ms: int) -> Stays:
        readings.append(now_ms)
        return Stays(entries, now_ms)

    monkeypatch.setattr(remembering, "Stays", read)
    viewer = shop.house.viewer()
    come(shop, viewer)
    order = shop.place(viewer, 2)
    pay(shop, order)
    shop.house.pass_time(seconds=60)
    shop.owner.post(f"/shows/{shop.show.id}/end")
    before = figures(summary(shop))
    readings.clear()
    shop.house.run(orders.mark_refunded, order["id"], 100, {}, "")
    after = figures(summary(shop))
    assert readings == []
    assert (before["refunded"], after["refunded"], after["bounce"]) == (0, 100, before["bounce"])

    late = TimelineEntry(shop.show.id, 1, EntryKind.JOINED, "vwr_late", {})
    shop.house.run(shows.append, [late])
    summary(shop)
    assert len(readings) == 1


def test_who_left_at_once_has_bounced_and_who_came_back_has_not() -> None:
    def entry(at: int, kind: EntryKind, who: str) -> TimelineEntry:
        return TimelineEntry("shw_1", at, kind, who, {})

    stays = Stays(
        [
            entry(0, EntryKind.JOINED, "brief"),
            entry(0, EntryKind.JOINED, "back"),
            entry(4_000, EntryKind.LEFT, "brief"),
            entry(6_000, EntryKind.LEFT, "back"),
            entry(20_000, EntryKind.JOINED, "back"),
            entry(30_000, EntryKind.LEFT, "back"),
            entry(99_000, EntryKind.JOINED, "new"),
        ],
        now_ms=100_000,
    )
    assert stays.bounced(10_000) == 1
    assert (stays.within(0, 3_000), stays.within(10_000, 15_000), stays.within(25_000, 99_500)) == (
        2,
        0,
        2,
    )
