"""Playing the plan: slot by slot, all that falls into one at once."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count as counting
from random import Random
from typing import Any

from kaibo.apps.simulation import plan
from kaibo.apps.simulation.plan import Ending, Intent, Return
from kaibo.apps.simulation.world import World

API = "/api/v1"
CONTROLS = "/sandbox/api/controls"
SLOT = timedelta(minutes=10)
BUYERS = 400
# Staff pack once a day, and the carrier comes round once a day: hours of the simulated clock.
PACKING_HOUR, DELIVERY_HOUR = 9, 15

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Buyer:
    """A simulated viewer."""

    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What their requests carry."""
        return {"authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be ordered, at its price in minor units."""

    product_id: str
    variant_id: str
    price: int


@dataclass(slots=True)
class Simulation:
    """A run: what is on sale, what is to happen when, and what came of it."""

    world: World
    random: Random
    begins: datetime
    done: Callable[[int], None]
    show: str = ""
    offers: list[Offer] = field(default_factory=list)
    deal: dict[str, Any] | None = None
    buyers: list[Buyer] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    # What is to happen; of what falls into one slot, that marked early happens before time passes.
    _agenda: list[tuple[datetime, int, Act, bool]] = field(default_factory=list)
    _number: counting[int] = field(default_factory=counting)

    async def play(self, intents: list[Intent], days: int) -> None:
        """Let everything happen, until nothing is left to.

        From the noon of one day to the next the gateway captures when asked, then by itself.
        """
        controls = await self.world.must("GET", CONTROLS)
        for intent in intents:
            at = self.begins + timedelta(seconds=intent.at_s)
            self._at(at, lambda intent=intent: self._place(intent))  # type: ignore[misc]
        for day in range(days):
            noon = self.begins + timedelta(days=day, hours=12)
            self._at(noon, self._keep_shop)
            turned = controls | {"captures_when_asked": day % 2 == 0}
            self._at(noon, lambda turned=turned: self._turn_gateway(turned))  # type: ignore[misc]
            self._at(noon + timedelta(hours=8), self._announce_deal)
        while self._agenda:
            at = self._agenda[0][0]
            slot = at + SLOT
            early: list[Act] = []
            acts: list[Act] = []
            while self._agenda and self._agenda[0][0] < slot:
                at, _, act, is_early = heapq.heappop(self._agenda)
                (early if is_early else acts).append(act)
            await asyncio.gather(*(act() for act in early))
            await self.world.move_to(at)
            await asyncio.gather(*(act() for act in acts))
            await self.world.work_done()
        await self.world.move_to(self.world.clock.now() + timedelta(days=1))
        await self._turn_gateway(controls)

    def _at(self, at: datetime, act: Act, *, early: bool = False) -> None:
        heapq.heappush(self._agenda, (at, next(self._number), act, early))

    def _later(self, act: Act, **by: float) -> None:
        self._at(self.world.clock.now() + timedelta(**by), act)

    def _daily(self, hour: int, act: Act, *, days: int = 1) -> None:
        """Have something happen at that hour, so many days on, together with all that does."""
        days_gone = (self.world.clock.now() - self.begins).days
        self._at(self.begins + timedelta(days=days_gone + days, hours=hour), act)

    # --- Buyers -------------------------------------------------------------------------------

    async def _place(self, intent: Intent) -> None:
        """Put an order in, at the prices of this moment; a sold-out one is tried with another."""
        buyer = self.buyers[intent.buyer]
        random = Random(intent.seed)  # noqa: S311 - a plan, not a secret
        for _ in range(6):
            lines = self._lines(intent, random)
            body = {
                "show": self.show,
                "lines": lines,
                "contact": {"name": f"Simulated buyer {intent.buyer}", "phone": "000 0000"},
                "address": {"country": "TW", "line1": "Simulation"},
                "note": "simulation",
            }
            answer = await self.world.call("POST", f"{API}/orders", body, **buyer.headers)
            if answer.status_code == 201:
                break
            self.told[f"refused: {answer.json()['code']}"] += 1
        else:
            self.told["given up"] += 1
            self.done(1)
            return
        order = answer.json()
        self.told["placed"] += 1
        match intent.ending:
            case Ending.CANCELLED:
                self._later(lambda: self._cancel(order, buyer), minutes=2)
            case Ending.RAN_OUT:
                self.told["left to run out"] += 1
                self.done(1)
            case _:
                self._later(lambda: self._pay(order, buyer, intent), minutes=1)

    def _lines(self, intent: Intent, random: Random) -> list[dict[str, Any]]:
        return [
            {
                "variant_id": offer.variant_id,
                "quantity": random.choices((1, 2, 5), (80, 17, 3))[0],
                "unit_price": self._price(offer, random),
            }
            for offer in random.sample(self.offers, intent.lines)
        ]

    def _price(self, offer: Offer, random: Random) -> int:
        """Give what the buyer saw: half of them see a deal while it runs, or believe it does."""
        deal = self.deal
        if deal is None or deal["product_id"] != offer.product_id or random.random() < 0.5:
            return offer.price
        return int(deal["price"]["amount"])

    async def _cancel(self, order: dict[str, Any], buyer: Buyer) -> None:
        await self.world.must("POST", f"{API}/orders/{order['id']}/cancel", **buyer.headers)
        self.told["cancelled by the buyer"] += 1
        self.done(1)

    async def _pay(self, order: dict[str, Any], buyer: Buyer, intent: Intent) -> None:
        session = await self.world.must(
            "POST", f"{API}/orders/{order['id']}/payment-sessions", **buyer.headers
        )
        page = str(session["redirect_url"]).rpartition("/")[2]
        if intent.ending is Ending.PAID_AS_IT_RAN_OUT:
            # Paid in the moment in which the time runs out: payment and expiry meet.
            ran_out = datetime.fromisoformat(order["expires_at"]) + timedelta(seconds=15)
            self._at(ran_out, lambda: self._approve(order, page, intent), early=True)
            return
        if intent.ending is Ending.PAID_AFTER_DECLINE:
            await self.world.must("POST", f"/sandbox/api/checkouts/{page}/decline")
            self.told["declined first"] += 1
        await self._approve(order, page, intent)

    async def _approve(self, order: dict[str, Any], page: str, intent: Intent) -> None:
        approved = await self.world.must("POST", f"/sandbox/api/checkouts/{page}/approve")
        if approved["state"] == "authorized":
            self.told["authorised first"] += 1
        self.told[f"paid: {intent.ending.value.replace('_', ' ')}"] += 1
        self._daily(PACKING_HOUR, lambda: self._ship(order))
        if intent.returned is not Return.NOTHING:
            self._later(lambda: self._refund(order, intent), hours=intent.returned_after_h)
        self.done(1)

    # --- Staff --------------------------------------------------------------------------------

    async def _ship(self, order: dict[str, Any]) -> None:
        parcel = {"carrier": "Simulated post", "tracking_number": order["number"]}
        answer = await self.world.call("POST", f"{API}/orders/{order['id']}/parcels", parcel)
        if answer.is_success:
            self.told["shipped"] += 1
            self._daily(DELIVERY_HOUR, lambda: self._arrive(order), days=2)

    async def _arrive(self, order: dict[str, Any]) -> None:
        answer = await self.world.call("POST", f"{API}/orders/{order['id']}/delivered")
        if answer.is_success:
            self.told["delivered"] += 1

    async def _refund(self, order: dict[str, Any], intent: Intent) -> None:
        wanted: dict[str, Any] = {"reason": "simulation", "restock": intent.restocks}
        match intent.returned:
            case Return.A_PIECE:
                wanted["lines"] = [{"position": 0, "quantity": 1}]
            case Return.SOME_MONEY:
                wanted["amount"] = max(1, order["total"]["amount"] // 7)
                wanted["restock"] = False
            case _:
                pass
        answer = await self.world.call("POST", f"{API}/orders/{order['id']}/refunds", wanted)
        if answer.is_success:
            self.told[f"refunded: {intent.returned.value.replace('_', ' ')}"] += 1

    async def _keep_shop(self) -> None:
        """Restock what is low, write off what broke, and change a price."""
        low = await self.world.must("GET", f"{API}/products?low=true&limit=100")
        for product in low["items"]:
            for variant in product["variants"]:
                if variant["components"] or variant["stock"]["available"] > 5:
                    continue
                body = {"variant_id": variant["id"], "delta": 40, "reason": "restock (simulation)"}
                await self.world.must(
                    "POST", f"{API}/products/{product['id']}/stock-adjustments", body
                )
        offer = self.random.choice(self.offers)
        broken = {"variant_id": offer.variant_id, "delta": -1, "reason": "broken (simulation)"}
        await self.world.call(
            "POST", f"{API}/products/{offer.product_id}/stock-adjustments", broken
        )

    async def _turn_gateway(self, controls: dict[str, Any]) -> None:
        await self.world.must("PUT", CONTROLS, controls)

    async def _announce_deal(self) -> None:
        offer = self.random.choice(self.offers)
        product = await self.world.must("GET", f"{API}/products/{offer.product_id}")
        deal = {
            "product_id": offer.product_id,
            "price": product["price"]["amount"] * 4 // 5,
            "total_limit": 25,
            "buyer_limit": 2,
            "countdown_s": 10,
            "duration_s": 1200,
        }
        answer = await self.world.call("POST", f"{API}/shows/{self.show}/deals", deal)
        if answer.is_success:
            self.deal = answer.json()
            self.told["deals"] += 1


async def prepare(simulation: Simulation, *, count: int) -> None:
    """Open a shop: products, bundles, a show on air, buyers."""
    world, random = simulation.world, simulation.random
    made = [
        await world.must("POST", f"{API}/products", product)
        for product in plan.products(random, count=count)
    ]
    plain = [(item["id"], item["variants"][0]["id"]) for item in made]
    for number in (1, 2):
        parts = [(variant_id, number) for _, variant_id in random.sample(plain, 2)]
        body = plan.bundle(f"Simulated bundle {number}", 9900 * number, parts)
        made.append(await world.must("POST", f"{API}/products", body))
    show = await world.must(
        "POST",
        f"{API}/shows",
        {"title": "Simulation", "host_name": "Simulation", "product_ids": [p["id"] for p in made]},
    )
    await world.must("POST", f"{API}/shows/{show['id']}/go-on-air")
    scarce = made[0]["variants"][0]["id"]
    await world.must("PUT", f"{API}/shows/{show['id']}/allocations/{scarce}", {"units": 10})
    simulation.show = show["id"]
    simulation.offers = [
        Offer(product["id"], variant["id"], variant["price"]["amount"])
        for product in made
        for variant in product["variants"]
    ]
    entered = (
        world.must(
            "POST", f"{API}/viewers", {"display_name": f"Simulated {number}"}, authorization=""
        )
        for number in range(min(BUYERS, count))
    )
    simulation.buyers = [Buyer(told["token"]) for told in await asyncio.gather(*entered)]
