"""Kills cores at named points: `python -m tests.support.killing DATABASE_URL FOLDER KILLS`.

Everything is imported, and used, once. Then, for each kill, a process is forked that first
finishes what the one before it left undone, checks that all is right, and then works until the
point is reached for the first or second time, where it ends by SIGKILL. What it was answered it
tells through a pipe, so that a promise made to a buyer is known though the process that made it
is gone.

The report on standard output is JSON: kills by point, orders answered, rounds made whole.
"""

import gc
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaibo.adapters.payments.sandbox import conditions
from kaibo.adapters.payments.sandbox.contracts import SandboxControls
from kaibo.adapters.payments.sandbox.models import SandboxRefundRow, SandboxWebhookRow
from kaibo.kernel.points import watch
from kaibo.modules.orders.models import OrderRow
from kaibo.platform.db import database
from kaibo.platform.http.idempotency import forget_unanswered
from kaibo.platform.work.models import WorkItem
from kaibo.platform.work.repository import release_all
from tests.support.books import disagreements
from tests.support.house import Caller, House, Viewer, at_once, plain_logs, settings_for, shared_app

POINTS = (
    "place_order.loaded",
    "place_order.decided",
    "place_order.written",
    "place_order.committed",
    "place_order.answered",
    "cancel_order.closed",
    "webhook.stored",
    "webhook.committed",
    "capture.asked",
    "capture.authorized",
    "capture.authorization_committed",
    "capture.called",
    "capture.held",
    "capture.settled",
    "capture.committed",
    "refund.intended",
    "refund.intent_committed",
    "refund.called",
    "refund.noted",
    "refund.note_committed",
    "refund.counted",
    "refund.count_committed",
)
PRICE = 6800
PART = 1000
ORDERS_A_ROUND = 3
_AsyncClient = httpx.AsyncClient


@dataclass
class Shop:
    """What a new process must know of the shop."""

    show: str
    variant_id: str
    staff: dict[str, str]
    viewer: dict[str, str]
    viewer_id: str


@dataclass
class Progress:
    """How far the work has come, as those who are gone have told."""

    begun: int = 0
    whole: int = 0
    answered: dict[str, str] = field(default_factory=dict)
    hits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(POINTS, 0))


class Core:
    """A core in a forked process; `tell` writes a line to whoever started it."""

    def __init__(self, url: str, folder: Path, tell: Callable[[str], None]) -> None:
        self.house = House(settings_for(folder, url))
        self.tell = tell
        transport = httpx.ASGITransport(self.house.asgi)
        # The sandbox's webhooks reach the house though it listens on no port.
        httpx.AsyncClient = lambda **_: _AsyncClient(transport=transport)  # type: ignore[assignment,misc]

    def close(self) -> None:
        self.house.close()
        httpx.AsyncClient = _AsyncClient  # type: ignore[misc]

    def open_shop(self) -> Shop:
        owner = self.house.set_up()
        product = self.house.product(price=PRICE, stock=1_000_000)
        show = self.house.show(product.id)
        viewer = self.house.viewer()
        return Shop(show.slug, product.variants[0].id, owner.headers, viewer.headers, viewer.id)

    def start(self) -> None:
        """Free what the one before held, as time does, or the start of the only process."""
        self.house.run(forget_unanswered)
        self.house.run(release_all)

    def finish(self, shop: Shop, number: int, progress: Progress) -> None:
        """Do all of a round, whatever of it was done before; answers given stay as they were."""
        staff = Caller(self.house, shop.staff)
        viewer = Viewer(self.house, shop.viewer, id=shop.viewer_id)
        first = self._place(shop, viewer, f"{number}-0")
        second, third = at_once(2, lambda n: self._place(shop, viewer, f"{number}-{n + 1}"))
        for key, order in enumerate((first, second, third)):
            known = progress.answered.get(f"{number}-{key}", order)
            assert known == order, f"{known} was answered, then {order}"
        for order, captures_when_asked in ((first, False), (second, True)):
            # The first is captured as its buyer approves, the second when the shop asks for it.
            wanted = SandboxControls(captures_when_asked=captures_when_asked)
            self.house.run(conditions.set_controls, wanted)
            self._pay(viewer, order)
        self.house.work()
        _expect(viewer.post(f"/orders/{third}/cancel"), 200)
        part = {"amount": PART, "lines": [{"position": 0, "quantity": 1}], "restock": True}
        whole = {"restock": True}
        for order, back in ((first, part), (second, whole)):
            _expect(
                staff.post(
                    f"/orders/{order}/refunds",
                    {"reason": "broken", **back},
                    idempotency_key=f"back-{order}",
                ),
                201,
            )
        self.house.work()

    def _place(self, shop: Shop, viewer: Viewer, key: str) -> str:
        line = {"variant_id": shop.variant_id, "quantity": 2, "unit_price": PRICE}
        wanted = {
            "show": shop.show,
            "lines": [line],
            "contact": {"name": "陳小明", "phone": "+886 912 345 678"},
            "address": {"country": "TW", "line1": "信義路五段7號"},
        }
        answer = viewer.post("/orders", wanted, idempotency_key=key)
        order = str(_expect(answer, 201)["id"])
        self.tell(f"answered {key} {order}")
        return order

    def _pay(self, viewer: Viewer, order: str) -> None:
        if _expect(viewer.get(f"/orders/{order}"), 200)["state"] != "created":
            return
        told = _expect(viewer.post(f"/orders/{order}/payment-sessions"), 201)
        page = str(told["redirect_url"]).rpartition("/")[2]
        path = f"/sandbox/api/checkouts/{page}/approve"
        _expect(self.house.anyone.request("POST", path), 200)

    def check(self, rounds: int, progress: Progress) -> None:
        """See that nothing was lost, doubled or left undone in that many whole rounds."""
        assert disagreements(self.house.db.write_engine) == []
        self.house.read(_check, rounds, progress)


def _check(session: Session, rounds: int, progress: Progress) -> None:
    known = {row.idempotency_key: row for row in session.scalars(select(OrderRow))}
    assert len(known) == session.scalar(select(func.count()).select_from(OrderRow))
    assert len(known) == rounds * ORDERS_A_ROUND, "an order was lost or doubled"
    for answered, order in progress.answered.items():
        assert known[answered].id == order, f"{order} was answered and is lost"
    for key, row in known.items():
        place = str(key).partition("-")[2]
        wanted = {"0": ("paid", PART), "1": ("refunded", 2 * PRICE), "2": ("cancelled", 0)}
        assert (row.state, row.refunded) == wanted[place], (key, row.state, row.refunded)
    given = session.scalar(select(func.sum(SandboxRefundRow.amount))) or 0
    assert given == rounds * (PART + 2 * PRICE), "the gateway gave another sum back"
    told = Counter(session.scalars(select(SandboxWebhookRow.type)))
    assert told["checkout.authorized"] == told["checkout.captured"] == rounds, "captured once each"
    left = {item.handler for item in session.scalars(select(WorkItem))}
    assert left <= {"cancel_order.sweep", "recordings.tidy"}, left


def _expect(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, f"{answer.request.url}: {answer.text}"
    told: dict[str, Any] = answer.json()
    return told


class Killer:
    """Starts cores one after the other and has each killed."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        self.progress = Progress()

    def run(self, kills: int) -> None:
        self._begin()
        for place, point in enumerate(POINTS):
            for number in range(place, place + kills):
                self._fork(lambda core, p=point, n=number: self._doomed(core, p, 1 + n % 2))  # type: ignore[misc]
        self._fork(self._recover)

    def _begin(self) -> None:
        """Open the shop and do one whole round in this process, so that all is warm."""
        for name in ("sqlite_engine", "postgresql_engine"):
            # An engine remembers the statements it compiled; those who are forked inherit that.
            setattr(database, name, cache(getattr(database, name)))
        with closing(Core(self._url, self._folder, self._hear)) as core:
            self._shop = core.open_shop()
            core.finish(self._shop, 0, self.progress)
        self.progress.begun = 1
        assert threading.active_count() == 1, "only a process of one thread may be forked"
        gc.freeze()

    def _recover(self, core: Core) -> None:
        core.start()
        for number in range(self.progress.whole, self.progress.begun):
            core.finish(self._shop, number, self.progress)
        core.house.work()
        core.check(self.progress.begun, self.progress)
        core.tell(f"whole {self.progress.begun}")

    def _doomed(self, core: Core, point: str, nth: int) -> None:
        self._recover(core)
        left = nth

        def reached(name: str) -> None:
            nonlocal left
            if name == point:
                left -= 1
                if left == 0:
                    core.tell(f"hit {point}")
                    os.kill(os.getpid(), signal.SIGKILL)

        watch(reached)
        for number in range(self.progress.begun, self.progress.begun + nth):
            core.tell(f"begun {number + 1}")
            core.finish(self._shop, number, self.progress)
        msg = f"{point} was not reached {nth} times"
        raise AssertionError(msg)

    def _fork(self, act: Callable[[Core], None]) -> None:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os._exit(self._in_child(act, writing))
        os.close(writing)
        with os.fdopen(reading) as lines:
            told = lines.read().splitlines()
        _, status = os.waitpid(child, 0)
        before = sum(self.progress.hits.values())
        for line in told:
            self._hear(line)
        is_hit = sum(self.progress.hits.values()) > before
        expected = -signal.SIGKILL if is_hit else 0
        if os.waitstatus_to_exitcode(status) != expected:
            raise SystemExit(1)

    def _hear(self, line: str) -> None:
        kind, _, rest = line.partition(" ")
        match kind:
            case "answered":
                key, _, order = rest.partition(" ")
                self.progress.answered[key] = order
            case "begun":
                self.progress.begun = int(rest)
            case "whole":
                self.progress.whole = int(rest)
            case "hit":
                self.progress.hits[rest] += 1

    def _in_child(self, act: Callable[[Core], None], pipe: int) -> int:
        # What is logged is no part of the report.
        os.dup2(2, 1)
        try:
            with closing(Core(self._url, self._folder, lambda line: _write(pipe, line))) as core:
                act(core)
        except BaseException:  # noqa: BLE001 - told, and the parent sees the status
            traceback.print_exc()
            return 1
        return 0


def _write(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


def main(url: str, folder: str, kills: str) -> None:
    """Kill that many cores at each point."""
    began = time.monotonic()
    plain_logs()
    shared_app()
    killer = Killer(url, Path(folder))
    killer.run(int(kills))
    report = {
        "hits": killer.progress.hits,
        "answered": len(killer.progress.answered),
        "whole": killer.progress.whole,
        "seconds": round(time.monotonic() - began, 1),
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
