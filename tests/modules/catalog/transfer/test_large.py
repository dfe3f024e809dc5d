"""Imports and exports as large as a shop's whole range."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache

import pytest

from kaibo.platform.sheets import xlsx_bytes
from kaibo.platform.work.repository import release_all
from tests.support.house import House
from tests.support.imports import HEAD, counts, look, sheet, upload, whole
from tests.support.repository import ROOT

ROWS = 10_000
# Two variants each.
PRODUCTS = ROWS // 2
# Well under a minute on a machine of its own; tests share theirs.
PATIENCE_S = 60
# In the middle, and in the middle of a chunk.
FATAL_ROW = ROWS // 2 + 30


def lines(price: str) -> Iterator[tuple[str, ...]]:
    for n in range(ROWS):
        yield f"P{n // 2}", f"Tea {n // 2}", "Size", f"{n % 2} g", f"S-{n}", price, f"{1 + n % 50}"


@cache
def xlsx() -> bytes:
    """The file, which takes seconds to write: once for both databases."""
    return b"".join(xlsx_bytes([HEAD, *lines("1.00")]))


@pytest.mark.long(seconds=180)
def test_ten_thousand_rows_take_well_under_a_minute(house: House) -> None:
    owner = house.set_up()

    def timed(price: str) -> tuple[tuple[int, int, int, int], float]:
        began = time.monotonic()
        found = upload(owner, sheet(lines(price)), patience=PATIENCE_S)
        owner.post(f"/products/imports/{found['id']}/start")
        house.work(patience=PATIENCE_S)
        return counts(look(owner, found["id"])), time.monotonic() - began

    made, creating_s = timed("1.00")
    changed, changing_s = timed("2.00")

    assert (made, changed) == ((ROWS, 0, 0, 0), (0, ROWS, 0, 0))
    assert max(creating_s, changing_s) < PATIENCE_S, (creating_s, changing_s)


@pytest.mark.long(seconds=180)
@pytest.mark.timeout(400)
def test_ten_thousand_rows_of_a_killed_import_are_taken_up_and_none_is_doubled(
    house: House, database_url: str
) -> None:
    owner = house.set_up()
    found = upload(owner, xlsx(), patience=PATIENCE_S)
    assert (found["rows"], counts(found)) == (ROWS, (ROWS, 0, 0, 0))
    owner.post(f"/products/imports/{found['id']}/start")

    killed = subprocess.run(
        [
            sys.executable,
            *("-m", "tests.support.killed_import"),
            *(database_url, str(house.settings.data), str(FATAL_ROW)),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    left = look(owner, found["id"])
    assert left["state"] == "running"
    # The chunk in which it died is undone, with how far the import had come.
    assert FATAL_ROW - 200 <= left["rows_done"] < FATAL_ROW
    assert house.read(whole)["products"] == left["rows_done"] // 2

    house.run(release_all)
    house.work(patience=PATIENCE_S)

    done = look(owner, found["id"])
    assert (done["state"], done["rows_done"], counts(done)) == ("done", ROWS, (ROWS, 0, 0, 0))
    # One first movement and one first price each.
    assert house.read(whole) == {
        "products": PRODUCTS, "variants": ROWS, "stock": ROWS, "stock_movements": ROWS,
        "price_changes": ROWS,
    }  # fmt: skip
    exported = owner.get("/products/export?format=xlsx").content
    again = upload(owner, exported, patience=PATIENCE_S)
    assert (again["rows"], counts(again)) == (ROWS, (0, 0, ROWS, 0))
