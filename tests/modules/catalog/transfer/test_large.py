"""Imports as large as a shop's whole range."""

import time

import pytest

from tests.support.house import House
from tests.support.imports import counts, sheet, upload

ROWS = 10_000
# Well under a minute on a machine of its own; tests share theirs.
PATIENCE_S = 60


@pytest.mark.long(seconds=180)
def test_ten_thousand_rows_take_well_under_a_minute(house: House) -> None:
    owner = house.set_up()

    def timed(price: str) -> tuple[tuple[int, int, int, int], float]:
        lines = (
            (f"P{n // 2}", f"Tea {n // 2}", "Size", f"{n % 2} g", f"S-{n}", price, f"{n % 50}")
            for n in range(ROWS)
        )
        began = time.monotonic()
        found = upload(owner, sheet(lines), patience=PATIENCE_S)
        owner.post(f"/products/imports/{found['id']}/start")
        house.work(patience=PATIENCE_S)
        done = owner.get(f"/products/imports/{found['id']}").json()
        return counts(done), time.monotonic() - began

    made, creating_s = timed("1.00")
    changed, changing_s = timed("2.00")

    assert (made, changed) == ((ROWS, 0, 0, 0), (0, ROWS, 0, 0))
    assert max(creating_s, changing_s) < PATIENCE_S, (creating_s, changing_s)
