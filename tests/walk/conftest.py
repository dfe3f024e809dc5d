"""Fixtures of the walks: a browser, a demo, and a place for screenshots."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

from tests.support.repository import ROOT
from tests.walk.buyer import Buyer
from tests.walk.house import House
from tests.walk.processes import Demo, running_demo

# Without these, Chromium calls home at every start, and waits for a hand before it plays.
ARGUMENTS = [
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
SCREENSHOTS = ROOT / "build" / "screenshots"

Shoot = Callable[[Page, str], None]
Open = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes screenshots, for `make screenshots`."""
    for item in items:
        if "shoot" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.pictures)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Give a demo that lives as long as the module's tests."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Give what starts browsers; there can be one of it at a time, and many browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Give the system's Chromium, without a window."""
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Open browsers of their own: phones and desktops, with cookies of their own."""
    contexts: list[BrowserContext] = []

    def open_one(
        *,
        phone: bool = False,
        locale: str = "en-GB",
        viewport: ViewportSize | None = None,
        **more: Any,  # noqa: ANN401 - of a context
    ) -> BrowserContext:
        context = browser.new_context(
            viewport=viewport or (PHONE if phone else DESKTOP),
            has_touch=phone,
            is_mobile=phone,
            locale=locale,
            **more,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def buyer(house: House) -> Iterator[Buyer]:
    """A buyer, who is new, of the module's `house`."""
    somebody = Buyer(house.owner.origin)
    yield somebody
    somebody.http.close()


@pytest.fixture
def shoot() -> Shoot:
    """Write a screenshot under build/screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def shot(page: Page, name: str) -> None:
        assert re.fullmatch(r"[a-z0-9-]+", name)
        page.screenshot(path=Path(SCREENSHOTS / f"{name}.png"))

    return shot
