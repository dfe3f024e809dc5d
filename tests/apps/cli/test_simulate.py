"""`kaibo simulate orders` and `kaibo books`: a month that adds up to the cent."""

import pytest
from sqlalchemy import text

from tests.support.command import Done, Kaibo
from tests.support.house import House, settings_for

LIVE = text("UPDATE store SET mode = 'live'")


def counts(done: Done) -> dict[str, int]:
    """Read the lines `  name: number` of a simulation's end."""
    told = (line.strip().rpartition(": ") for line in done.output.splitlines() if ": " in line)
    return {name: int(number) for name, _, number in told if number.isdigit()}


def add_up(kaibo: Kaibo, done: Done, orders: int) -> dict[str, int]:
    assert done.status == 0, done.output
    assert "SIMULATION" in done.output
    assert "✗" not in done.output
    told = counts(done)
    assert told["placed"] + told.get("given up", 0) == orders
    assert told["orders"] == told["payments"] == told["lines"] > 0
    assert 0 < told["authorised first"] < told["placed"]
    books = kaibo("books")
    assert books.status == 0
    assert f"{told['placed']} orders" in books.output
    return told


def test_a_simulated_shop_adds_up_and_says_that_it_is_one(kaibo: Kaibo, database_url: str) -> None:
    kaibo.env["KAIBO_DATABASE_URL"] = database_url
    done = kaibo("simulate", "orders", "--count", "20", "--days", "1")
    add_up(kaibo, done, 20)


def test_a_simulation_leaves_a_store_that_sells_for_real_alone(kaibo: Kaibo) -> None:
    kaibo("migrate")
    house = House(settings_for(kaibo.data, ""))
    house.set_up()
    house.run(lambda uow: uow.session.execute(LIVE))
    house.close()

    done = kaibo("simulate", "orders", "--count", "1")

    assert done.status == 1
    assert "not marked test" in done.output


@pytest.mark.parametrize(
    ("orders", "days"),
    [
        pytest.param(2_000, 6, marks=[pytest.mark.long(seconds=450)], id="2000"),
        pytest.param(10_000, 30, marks=[pytest.mark.long(seconds=2200)], id="10000"),
    ],
)
@pytest.mark.timeout(5000)
def test_orders_of_many_days_add_up_to_the_cent(
    kaibo: Kaibo, database_url: str, orders: int, days: int
) -> None:
    kaibo.env["KAIBO_DATABASE_URL"] = database_url
    done = kaibo("simulate", "orders", "--count", str(orders), "--days", str(days))
    told = add_up(kaibo, done, orders)
    happened = {"cancelled by the buyer", "left to run out", "paid: paid after decline", "shipped"}
    assert all(told[name] > orders // 100 for name in happened)
    assert all(told[f"refunded: {kind}"] > orders // 1000 for kind in ("whole", "a piece"))
    assert told["refunded: some money"] > orders // 1000
