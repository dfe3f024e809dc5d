"""Every page in three languages, two sizes, light and dark: a screenshot and the verdict of axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import httpx
import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Page

from tests.support.repository import ROOT
from tests.walk.conftest import DESKTOP, PHONE, Shoot
from tests.walk.processes import Demo

pytestmark = [pytest.mark.browser, pytest.mark.long(seconds=420), pytest.mark.timeout(1200)]

Theme = Literal["light", "dark"]
Cookie = SetCookieParam

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES: dict[str, Any] = {"phone": PHONE, "desktop": DESKTOP}
LANGUAGES = ("en", "zh-CN", "zh-TW")
THEMES: tuple[Theme, ...] = ("light", "dark")
PUBLIC = {"lobby": "/", "room": "/s/tea", "orders": "/orders", "sign-in": "/console/sign-in"}
CONSOLE = {
    "shows": "/console/shows",
    "desk": "/console/shows/tea",
    "studio": "/console/shows/tea/studio",
    "replay": "/console/shows/tea/replay",
    "products": "/console/products",
    "console-orders": "/console/orders",
    "settings": "/console/settings",
}
GRAVE = {"serious", "critical"}


@contextmanager
def page_of(browser: Browser, size: str, language: str, theme: Theme) -> Iterator[Page]:
    """Open a browser of that size, language and theme. Axe is ours, so the page lets it in."""
    context = browser.new_context(
        viewport=SIZES[size], locale=language, color_scheme=theme, bypass_csp=True
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def staff_cookie(demo: Demo) -> Cookie:
    """Give the cookie that the one-time link leaves behind."""
    token = demo.console_url.rpartition("token=")[2]
    answer = httpx.post(f"{demo.origin}/api/v1/staff/sessions/one-time", json={"token": token})
    return {"name": "kaibo_staff", "value": answer.json()["token"], "url": demo.origin}


def settled(page: Page) -> None:
    """Wait until the page shows its content and nothing is on its way."""
    page.wait_for_load_state("load")
    page.wait_for_function(
        "() => document.querySelector('#app > *') && !document.querySelector('[aria-busy=true]')"
    )
    page.wait_for_timeout(700)  # pictures and transitions; only the looks depend on it


def grave_findings(page: Page) -> list[str]:
    """Give what axe-core calls serious or critical, with the elements concerned."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes'][:3]]}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_seen_and_none_has_a_serious_finding_of_axe(
    demo: Demo, browser: Browser, staff_cookie: Cookie, shoot: Shoot, language: str, size: str
) -> None:
    findings: dict[str, list[str]] = {}
    for theme in THEMES:
        with page_of(browser, size, language, theme) as page:
            for name, path in PUBLIC.items():
                findings[f"{name} {theme}"] = visit(page, demo, path, shoot, name)
            page.context.add_cookies([staff_cookie])
            for name, path in CONSOLE.items():
                findings[f"{name} {theme}"] = visit(page, demo, path, shoot, name)
    assert {page: found for page, found in findings.items() if found} == {}


def visit(page: Page, demo: Demo, path: str, shoot: Shoot, name: str) -> list[str]:
    """Open a page, take its picture, and give axe's grave findings."""
    page.goto(demo.origin + path)
    settled(page)
    media = page.evaluate(
        "[innerWidth < 600 ? 'phone' : 'desktop', navigator.language,"
        " matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'].join('-')"
    )
    shoot(page, re.sub(r"[^a-z0-9-]", "", f"{name}-{media}".lower()))
    return grave_findings(page)
