"""A store with a past: a show of an hour ago in all its figures, and buyers with their orders.

It is made inside the test's process, before the installation is served, since only there can time
be set back.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from kaibo.apps.migrations import migrate
from kaibo.flows.remove_old import facade as remove_old
from kaibo.kernel.clock import epoch_ms
from kaibo.kernel.ids import new_id
from kaibo.modules.analytics.facade import ActKeeper
from kaibo.modules.orders import facade as orders
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.retention import facade as retention
from kaibo.modules.retention.contracts import Rule
from kaibo.modules.rooms import timeline
from kaibo.modules.rooms.contracts import AttentionSample
from kaibo.modules.rooms.facade import AttendanceKeeper
from kaibo.modules.rooms.frames import You
from kaibo.modules.rooms.presence import Guest
from kaibo.modules.rooms.signals import SignalKind
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from kaibo.platform.db import UnitOfWork
from kaibo.platform.work.models import WorkItem
from tests.support.house import Caller, House, Viewer, settings_for
from tests.support.mailing import Tray, sign_in
from tests.walk.house import PICTURES

Json = dict[str, Any]
BEGAN = timedelta(hours=3)
MINUTES = 42
EMAIL = "lin.mei@example.com"
ADDRESS = {"country": "TW", "city": "台北市", "line1": "信義路五段7號", "postal_code": "110"}
GOODS: tuple[Json, ...] = (
    {
        "title": "Purple clay teapot, 180 ml",
        "description": "Thrown by hand in Yixing and fired twice; it pours in one clear line and"
        " stops without a drop.",
        "options": ["Clay", "Size"],
        "variants": [
            {"values": ["Purple", "180 ml"], "price": 26800, "compare_at": 32800, "stock": 14},
            {"values": ["Purple", "240 ml"], "price": 29800, "stock": 0},
            {"values": ["Red", "180 ml"], "price": 26800, "stock": 9},
        ],
        "compare_basis": "Price in the shop in October",
        "specifications": [
            {"name": "Volume", "value": "180 ml"},
            {"name": "Fired at", "value": "1160 °C"},
            {"name": "Made in", "value": "Yixing, Jiangsu"},
        ],
        "certificates": [{"name": "Food contact", "number": "FC-2031", "issuer": "Sample Lab"}],
        "return_class": "conditional",
        "limit_per_buyer": 5,
    },
    {"title": "High mountain oolong, 150 g", "price": 12800, "compare_at": 15800, "stock": 60,
     "compare_basis": "Price in the shop in October"},
    {"title": "Six tasting cups, blue and white porcelain from Jingdezhen", "price": 8900,
     "stock": 40},
    {"title": "Bamboo tea scoop", "price": 4200, "stock": 3},
)  # fmt: skip
PICTURE_OF = ("teapot", "oolong", "cups", "")


@dataclass(frozen=True)
class Past:
    """What the served store finds there."""

    owner: str
    """The owner's token."""
    products: list[str]
    variant: str
    """Of the teapot, one that there is."""
    over: Json
    """The show that is over."""
    buyer: str
    """The token of a buyer who has an account."""
    shipped: str
    paid: str


def make_a_past(data: Path) -> Past:
    """Fill an empty data folder."""
    data.mkdir()
    settings = settings_for(data, "")
    migrate(settings.sqlalchemy_url)
    house = House(settings)
    try:
        house.clock.step(-BEGAN - timedelta(days=1))
        house.run(remove_old.schedule)
        house.pass_time(days=1)
        house.work()
        return _Store(house).past()
    finally:
        house.close()


class _Store:
    def __init__(self, house: House) -> None:
        self.house = house
        self.owner = house.set_up()
        self.owner.patch(
            "/store",
            {
                "name": "Mist Kiln",
                "legal_name": "Mist Kiln Tea Trading Co., Ltd.",
                "address": "7 Kiln Lane, Jingdezhen",
                "contact": "hello@mistkiln.example",
            },
        )
        self.goods = [self._put_on_the_shelf(*each) for each in zip(GOODS, PICTURE_OF, strict=True)]
        self.buyers = [house.viewer(name) for name in ("小明", "Ada", "阿德", "Jo", "晴", "Noor")]
        self.guests: list[Guest] = []

    def past(self) -> Past:
        """Let everything happen."""
        account = sign_in(Tray(self.house), self.house.viewer("Lin Mei"), EMAIL)
        face = (PICTURES / "oolong.webp").read_bytes()
        account.request("PUT", "/api/v1/viewers/me/picture", face, content_type="image/webp")
        show = self._show("Evening of first infusions")
        shipped, paid = self._run(show, account)
        self._give_something_up()
        self._remove_what_is_old()
        return Past(
            owner=self.owner.headers["authorization"].removeprefix("Bearer "),
            products=[product["id"] for product in self.goods],
            variant=self.goods[0]["variants"][0]["id"],
            over=show,
            buyer=account.token,
            shipped=shipped["id"],
            paid=paid["id"],
        )

    def _ask(self, caller: Caller, method: str, path: str, body: object = None) -> Json:
        answer = caller.request(method, f"/api/v1{path}", body)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return dict(answer.json()) if answer.content else {}

    def _put_on_the_shelf(self, goods: Json, picture: str) -> Json:
        made = self._ask(self.owner, "POST", "/products", goods)
        if picture:
            content = (PICTURES / f"{picture}.webp").read_bytes()
            kind = {"content_type": "image/webp"}
            self.owner.request("PUT", f"/api/v1/products/{made['id']}/picture", content, **kind)
        return made

    def _show(self, title: str) -> Json:
        ids = [product["id"] for product in self.goods]
        plan = {"title": title, "host_name": "Lin Wen", "product_ids": ids}
        show = self._ask(self.owner, "POST", "/shows", plan)
        return self._ask(self.owner, "POST", f"/shows/{show['id']}/go-on-air")

    def _run(self, show: Json, account: Viewer) -> tuple[Json, Json]:
        """Let the show's minutes pass; give an order that was shipped and one that was paid."""
        buyers, goods = cycle(self.buyers), cycle(self.goods[:3])
        mine: list[Json] = []
        for minute in range(MINUTES):
            self._crowd_of(show, minute)
            if minute % 10 == 2:
                self._explain(show, self.goods[minute // 10 % 3])
            if minute % 3 == 0:
                self._look_and_order(show, next(buyers), next(goods), paid=minute % 4 != 3)
            if minute in {8, 20}:
                mine.append(self._look_and_order(show, account, self.goods[1 + minute // 20]))
            self.house.pass_time(minutes=1)
        self._notice(show, account)
        self._ask(self.owner, "POST", f"/shows/{show['id']}/end")
        self.house.await_(self.house.context.port(AttendanceKeeper).settle())
        self.house.await_(self.house.context.port(ActKeeper).flush())
        self.house.work()
        shipped, paid = mine
        parcel = {"carrier": "SF Express", "tracking_number": "SF1234567890"}
        self._ask(self.owner, "POST", f"/orders/{shipped['id']}/parcels", parcel)
        return shipped, paid

    def _crowd_of(self, show: Json, minute: int) -> None:
        """As many as come to such an evening: more and more, then fewer."""
        size = 4 + round(30 * (1 - abs(minute - 24) / 24))
        talk, likes = minute * 7 % 13 + size // 5, size * (1 + minute % 5)
        at_ms = epoch_ms(self.house.clock.now()) // 10_000 * 10_000
        sample = AttentionSample(show["id"], at_ms, size, talk, likes)
        self.house.run(timeline.add_attention, [sample])

        async def come_and_go() -> None:
            room = await self.house.core.hub.load(show["id"])
            assert room is not None
            while len(self.guests) > size:
                room.depart(self.guests.pop(0))
            for number in range(len(self.guests), size):
                you = You(f"vwr_guest{minute}_{number}", "Guest", "viewer")
                self.guests.append(room.arrive(you))
            for guest in self.guests:
                room.beat(guest.you)

        self.house.await_(come_and_go())

    def _notice(self, show: Json, account: Viewer) -> None:
        """Let some of it look as if no person did it."""
        at_ms, network = epoch_ms(self.house.clock.now()), "203.0.113.0/24"
        line = "加我微信領優惠券，今晚最後三十份，先到先得"
        told: list[tuple[str, Json]] = [
            ("vwr_guest20_3", {"signal": SignalKind.LIKES_TOO_FAST, "network": network}),
            (account.id, {"signal": SignalKind.SAME_TEXT, "text": line, "viewers": 6}),
            ("vwr_guest22_1", {"signal": SignalKind.FLOODING, "network": "2001:db8:1::/48"}),
            (
                "vwr_guest23_0",
                {"signal": SignalKind.MANY_ON_DEVICE, "network": network, "viewers": 5},
            ),
        ]
        entries = [
            TimelineEntry(show["id"], at_ms + number * 90_000, EntryKind.SIGNAL, viewer_id, data)
            for number, (viewer_id, data) in enumerate(told, start=-20)
        ]
        self.house.run(shows.append, entries)

    def _explain(self, show: Json, product: Json) -> None:
        at, body = f"/rooms/{show['id']}", {"product_id": product["id"]}
        self._ask(self.owner, "PUT", f"{at}/explaining", body)
        self._ask(self.owner, "POST", f"{at}/pins", body)

    def _look_and_order(
        self, show: Json, buyer: Viewer, product: Json, *, paid: bool = True
    ) -> Json:
        acts = [{"kind": kind, "product_id": product["id"]} for kind in ("shown", "opened")]
        self._ask(buyer, "POST", f"/shows/{show['slug']}/acts", {"acts": acts})
        variant = product["variants"][0]
        order = self._ask(
            buyer,
            "POST",
            "/orders",
            {
                "show": show["slug"],
                "lines": [
                    {"variant_id": variant["id"], "quantity": 1, "unit_price": _amount(variant)}
                ],
                "contact": {"name": "Lin Mei", "phone": "+886 912 345 678", "email": EMAIL},
                "address": ADDRESS,
                "accepts_no_return": True,
            },
        )
        if paid:
            self.house.run(_pay, order["id"])
        return order

    def _give_something_up(self) -> None:
        """Leave work behind that was tried in vain."""
        now = self.house.clock.now()
        item = WorkItem(
            id=new_id("wrk"),
            kind="job",
            name="mail.send",
            handler="mail.send",
            payload={"mail_id": "mal_0000000000"},
            state="dead",
            run_at=now,
            attempts=8,
            last_error="SmtpRefusedError: 550 5.1.1 <nobody@example.com>: no such mailbox",
            created_at=now,
        )
        self.house.run(lambda uow: uow.session.add(item))

    def _remove_what_is_old(self) -> None:
        """Let there have been a daily removal, and one that found something in its way."""
        done = self.house.run(retention.begin, None)
        for rule, removed in ((Rule.MAILS, 214), (Rule.VISITS, 1630), (Rule.ACTS, 4870)):
            self.house.run(retention.count, done, rule, removed)
        self.house.run(retention.end, done)
        self.house.pass_time(minutes=5)
        stuck = self.house.run(retention.begin, None)
        self.house.run(retention.count, stuck, Rule.MAILS, 12)
        self.house.run(retention.fail, stuck, "OperationalError: database is locked")


def _pay(uow: UnitOfWork, order_id: str) -> None:
    payment = payments.of_order(uow.session, order_id)
    payments.apply_state(uow, payment.id, PaymentState.CAPTURED)
    orders.mark_paid(uow, order_id)


def _amount(variant: Json) -> int:
    price = variant["price"]
    return int(price["amount"] if isinstance(price, dict) else price)
