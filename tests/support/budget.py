"""`--budget SECONDS`: begin only the long tests that will end within that time.

A long test tells how long it takes: `@pytest.mark.long(seconds=90)`. Quicker ones go first, so
that as many promises as possible are looked at. What only shows the same in one more look is
marked `spare`, and comes after all others.
"""

import time

import pytest

UNTOLD = 60.0
# A busy machine takes longer than was told, and a test that is cut off in the end fails the run.
MARGIN = 1.25


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--budget", type=float, metavar="SECONDS", help="leave out what takes longer")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count when pytest starts, since collecting takes time too."""
    if config.getoption("budget") is not None:
        config.pluginmanager.register(_Budget(config.getoption("budget")), "kaibo-budget")


def seconds_told(item: pytest.Item) -> float:
    """Give how long the test says it takes; a minute when it does not say."""
    mark = item.get_closest_marker("long")
    return float(mark.kwargs.get("seconds", UNTOLD)) if mark else 0.0


def _place(item: pytest.Item) -> tuple[bool, float]:
    return item.get_closest_marker("spare") is not None, seconds_told(item)


class _Budget:
    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=_place)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        left = self._ends - time.monotonic()
        if seconds_told(item) * MARGIN > left:
            pytest.skip(
                f"takes {seconds_told(item):.0f} s, and {left:.0f} s are left of the budget"
            )
