"""The files that take longest begin first.

A process of pytest-xdist takes one file after the other, and by itself those with many tests
first. The walks have one test each and are the longest of all: they would begin last, and one
process would wait for the other's. The two longest do not stand side by side, because both drive
browsers and encoders by the clock.
"""

import pytest

LONGEST = (
    "tests/walk/test_live_room.py",
    "tests/flows/test_order_kills.py",
    "tests/walk/test_media_door.py",
    "tests/apps/cli/test_simulate.py",
    "tests/flows/test_order_machine.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files to the front; the others stay in their order."""
    if config.getoption("budget") is not None:
        return  # there the quickest come first
    place = {file: number for number, file in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.location[0], len(LONGEST)))
