"""`--budget SECONDS`: begin only the long tests that will end within that time.

A long test tells how long it takes: `@pytest.mark.long(seconds=90)`. The quickest come first and
always, as many as fill half of the budget: so that as many promises as possible are looked at.
What is longer, and what only shows the same in one more look (`spare`), takes turns: the rest of
the time goes to other files of these at each commit (`--turn`), so that none is left out for ever.

What is told holds for a quiet machine. On a slower one the tests that are done say by how much to
correct it; that others were quicker than they told promises nothing for a soak.
"""

import time
from collections.abc import Generator
from hashlib import sha256

import pytest

UNTOLD = 60.0
# A busy machine takes longer than was told, and a test that is cut off in the end fails the run.
MARGIN = 1.25
ALWAYS = 0.5


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    parser.addoption("--budget", type=float, metavar="SECONDS", help="leave out what takes longer")
    parser.addoption(
        "--turn", default="", metavar="COMMIT", help="with --budget: what decides whose turn it is"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count when pytest starts, since collecting takes time too."""
    if config.getoption("budget") is not None:
        budget = _Budget(config.getoption("budget"), config.getoption("turn"))
        config.pluginmanager.register(budget, "kaibo-budget")


def seconds_told(item: pytest.Item) -> float:
    """Give how long the test says it takes; a minute when it does not say."""
    mark = item.get_closest_marker("long")
    return float(mark.kwargs.get("seconds", UNTOLD)) if mark else 0.0


def is_spare(item: pytest.Item) -> bool:
    """Tell whether it shows in one more look what another test holds."""
    return item.get_closest_marker("spare") is not None


def in_turn(items: list[pytest.Item], always: float, turn: str) -> list[pytest.Item]:
    """Give the quickest up to ``always`` seconds, then the others by turns, each file whole.

    A file's spare tests have a turn of their own.
    """
    first: list[pytest.Item] = []
    for item in sorted(items, key=lambda item: (is_spare(item), seconds_told(item))):
        always -= seconds_told(item)
        if is_spare(item) or always < 0:
            break
        first.append(item)

    def place(item: pytest.Item) -> bytes:
        return sha256(f"{turn} {item.location[0]} {is_spare(item)}".encode()).digest()

    chosen = set(first)
    return first + sorted((item for item in items if item not in chosen), key=place)


class _Budget:
    def __init__(self, seconds: float, turn: str) -> None:
        self._seconds = seconds
        self._turn = turn
        self._ends = time.monotonic() + seconds
        self._begun = False
        self._told = 0.0
        self._took = 0.0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = in_turn(items, self._seconds * ALWAYS, self._turn)

    @property
    def _pace(self) -> float:
        """Give by what to multiply what is told: how the tests that are done fared, or one."""
        return max(1.0, self._took / self._told) if self._told else 1.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        takes = seconds_told(item) * self._pace
        left = self._ends - time.monotonic()
        if takes * MARGIN > left:
            pytest.skip(f"takes {takes:.0f} s, and {left:.0f} s are left of the budget")
        self._begun = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, bool, bool]:
        began = time.monotonic()
        self._begun = False
        done = yield
        if self._begun:
            self._told += seconds_told(item)
            self._took += time.monotonic() - began
        return done
