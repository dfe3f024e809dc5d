"""What is to happen: made from a seed, so that a run can be had again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any


class Ending(StrEnum):
    """What becomes of an order that was placed."""

    PAID = "paid"
    PAID_AFTER_DECLINE = "paid_after_decline"
    PAID_AS_IT_RAN_OUT = "paid_as_it_ran_out"
    CANCELLED = "cancelled"
    RAN_OUT = "ran_out"


class Return(StrEnum):
    """What is given back of an order that was paid."""

    NOTHING = "nothing"
    WHOLE = "whole"
    A_PIECE = "a_piece"
    SOME_MONEY = "some_money"


# In hundredths of the orders placed, and of those paid.
ENDINGS = {
    Ending.PAID: 80,
    Ending.PAID_AFTER_DECLINE: 4,
    Ending.PAID_AS_IT_RAN_OUT: 2,
    Ending.CANCELLED: 7,
    Ending.RAN_OUT: 7,
}
RETURNS = {Return.NOTHING: 88, Return.WHOLE: 5, Return.A_PIECE: 5, Return.SOME_MONEY: 2}

# When people buy, by the hour of the day: while the host talks, and seldom otherwise.
_HOURS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 4, 0, 0, 2, 0, 0, 2, 20, 50, 20, 0, 0]
# Hours until something is sent back or complained of: at once, on arrival, after a try.
_SECOND_THOUGHTS_H = (2.0, 60.0, 150.0)


@dataclass(frozen=True, slots=True)
class Intent:
    """An order to be placed: when, in seconds from the start, by which buyer, and its end.

    ``seed`` is for what is chosen only when the order is placed, so that it does not hang on
    which answer of a moment came first.
    """

    at_s: int
    buyer: int
    lines: int
    ending: Ending
    returned: Return
    returned_after_h: float
    restocks: bool
    seed: int


def intents(random: Random, *, count: int, days: int, buyers: int) -> list[Intent]:
    """Give as many orders, in the order of their times."""
    return sorted(
        (
            Intent(
                at_s=_moment(random, days),
                buyer=random.randrange(buyers),
                lines=random.choices((1, 2, 3), (75, 18, 7))[0],
                ending=random.choices(list(ENDINGS), list(ENDINGS.values()))[0],
                returned=random.choices(list(RETURNS), list(RETURNS.values()))[0],
                returned_after_h=random.choice(_SECOND_THOUGHTS_H),
                restocks=random.random() < 0.5,
                seed=random.getrandbits(32),
            )
            for _ in range(count)
        ),
        key=lambda intent: intent.at_s,
    )


def products(random: Random, *, count: int) -> list[dict[str, Any]]:
    """Give the products of the simulated shop, as the API takes them; ``count`` is of orders."""
    each = max(20, count // 25)
    made: list[dict[str, Any]] = []
    for number in range(1, 21):
        price = random.randrange(900, 60_000, 100)
        common = {
            "title": f"Simulated product {number}",
            "description": "Made up by a simulation.",
            "tags": ["simulation"],
            "category": f"Simulation/Shelf {number % 4 + 1}",
        }
        if number % 4 == 0:
            made.append(
                common
                | {
                    "options": ["Size", "Colour"],
                    "variants": [
                        _variant(random, [size, colour], price, each // 4)
                        for size in ("S", "L")
                        for colour in ("Red", "Blue")
                    ],
                }
            )
        elif number % 3 == 0:
            made.append(
                common
                | {
                    "options": ["Weight"],
                    "variants": [
                        _variant(random, [weight], price, each // 2)
                        for weight in ("50 g", "100 g", "250 g")
                    ],
                }
            )
        else:
            made.append(common | {"price": price, "stock": each + random.randrange(each)})
    return made


def bundle(title: str, price: int, parts: list[tuple[str, int]]) -> dict[str, Any]:
    """Give a product that draws on others, as the API takes it."""
    components = [{"variant_id": item, "units": units} for item, units in parts]
    return {
        "title": title,
        "description": "Made up by a simulation.",
        "tags": ["simulation"],
        "variants": [{"price": price, "components": components}],
    }


def _variant(random: Random, values: list[str], price: int, each: int) -> dict[str, Any]:
    return {
        "values": values,
        "price": price + random.randrange(0, 3000, 100),
        "stock": each + random.randrange(each + 1),
        "low_at": 5,
    }


def _moment(random: Random, days: int) -> int:
    hour = random.choices(range(24), _HOURS)[0]
    return random.randrange(days) * 86_400 + hour * 3600 + random.randrange(3600)
