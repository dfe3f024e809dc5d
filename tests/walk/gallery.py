"""Looks at pages in three languages, two sizes, light and dark: a screenshot and axe's verdict."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.support.repository import ROOT
from tests.walk.conftest import DESKTOP, PHONE, Shoot
from tests.walk.overlays import known_by

Theme = Literal["light", "dark"]
Cookie = SetCookieParam
Size = Literal["phone", "desktop"]

AXE_FILE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES: dict[Size, Any] = {"phone": PHONE, "desktop": DESKTOP}
LANGUAGES = ("en", "zh-CN", "zh-TW")
THEMES: tuple[Theme, ...] = ("light", "dark")
GRAVE = {"serious", "critical"}
# Axe leaves the smallest size of what is pressed, 24 px, to those who hold WCAG 2.2. It takes what
# has scrolled half below a bar, or lies half below a menu, for too small: that is left out.
AXE = """async () => {
  const small = (node) => {
    const {width, height} = document.querySelector(node.target.at(-1)).getBoundingClientRect();
    return Math.min(width, height) < 24;
  };
  const rules = {"target-size": {enabled: true}};
  const {violations} = await axe.run(document, {resultTypes: ["violations"], rules});
  return violations
    .map(({id, impact, nodes}) =>
      ({id, impact, nodes: id === "target-size" ? nodes.filter(small) : nodes}))
    .filter(({nodes}) => nodes.length > 0);
}"""
# Only what is scrolled on purpose may be wider than its place.
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Where the texts of a page are, by the beginning of its path; all else is the shop.
ENTRIES = {"/console": "console", "/sandbox": "sandbox"}
# How each of them says that the store is a test store; where there is little room, by one word.
MARKS = {
    "shop": ("store.test",),
    "console": ("nav.test", "nav.test_short"),
    "sandbox": ("sandbox.test_store",),
}
# How pages say that what they are for is not there; seen by the way, each is a fault.
FAILURES = (
    "shop:room.cannot_load",
    "shop:product.more_failed",
    "shop:replay.unplayable",
    "console:gate.away",
    "console:gate.entering_failed",
    "console:summary.trouble",
    "console:desk.server_away",
    "console:chain.server_away",
    "console:replay.unplayable",
    "shared:problem.network",
    "shared:problem.server",
    "shared:problem.unknown",
)
# Waits for those in the window; what one cannot see, the browser may never fetch.
PICTURES_COME = """() => Promise.race([
  new Promise((late) => setTimeout(late, 3000)),
  Promise.all([...document.images].filter((it) => {
    const box = it.getBoundingClientRect();
    return !it.complete && box.width > 0 && box.top < innerHeight && box.left < innerWidth;
  }).map((it) => new Promise((come) => (it.onload = it.onerror = come)))),
])"""


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    size: Size
    language: str
    theme: Theme

    @property
    def name(self) -> str:
        """The end of the screenshot's name."""
        return f"{self.size}-{self.language}-{self.theme}".lower()

    def word(self, entry: str, key: str, **values: object) -> str:
        """Give a text of the pages (`entry` is `shop`, `console` or `sandbox`) in this language."""
        return self._text(entry, key).format(**values)

    def said(self, what: str, *, whole: bool = True) -> re.Pattern[str]:
        """Match a text, given as `shop:room.over`, with anything in its gaps, in any number."""
        ways = self._text(*what.split(":")).split(" | ")
        said = "|".join(".+".join(map(re.escape, re.split(r"{\w+}", way))) for way in ways)
        return re.compile(rf"^\s*({said})\s*$" if whole else said)

    def _text(self, entry: str, key: str) -> str:
        text: Any = _catalog(entry, self.language)
        for part in key.split("."):
            text = text[part]
        return str(text)


LOOKS = [Look(*each) for each in product(SIZES, LANGUAGES, THEMES)]
# Every size, language and theme is among these, for pages that cost too much to be seen in all.
FEW_LOOKS = [
    Look("phone", "en", "light"),
    Look("phone", "zh-TW", "dark"),
    Look("desktop", "zh-CN", "light"),
    Look("desktop", "en", "dark"),
]


Shown = Callable[[Page, Look], Locator]


def as_it_opens(_page: Page, _look: Look) -> None:
    """Bring the page nowhere else."""


@dataclass(frozen=True)
class View:
    """A page in the state to be seen.

    `staff` opens it signed in, `only` on that size alone. `stored` and `cookies` are put into the
    browser before, and stay for the views that follow; `prepare` brings the page from its opening
    to what is to be seen. `shows` is by what one knows that this is seen: a text, by its key, as
    `shop:room.over`, or what is found otherwise; only who comes to it by a `prepare` may leave it
    out. `opens` is the sheet, the panel or the question that then lies over the page, by the text
    by which one knows it: its name, or one of its texts; in it is what `shows` tells. `unmarked`:
    there is no store yet that could be a test store.
    """

    name: str
    path: str
    shows: str | Shown = ""
    opens: str = ""
    staff: bool = False
    unmarked: bool = False
    only: Size | None = None
    stored: Mapping[str, object] = field(default_factory=dict)
    cookies: Sequence[Cookie] = ()
    prepare: Callable[[Page, Look], None] = as_it_opens

    def __post_init__(self) -> None:
        if not self.shows and not self.opens and self.prepare is as_it_opens:
            raise ValueError(f"nothing tells whether {self.name} is seen")


@cache
def _catalog(entry: str, language: str) -> Any:  # noqa: ANN401 - JSON
    folder = ROOT / "web" / "src" / {"shared": "shared/i18n"}.get(entry, entry) / "messages"
    # One file, or one an area.
    paths = [*folder.glob(f"{language}.json"), *folder.glob(f"{language}/*.json")]
    sections: dict[str, Any] = {}
    for path in paths:
        sections |= json.loads(path.read_text("utf-8"))
    return sections


def button(page: Page, look: Look, entry: str, key: str, **values: object) -> Locator:
    """Find a button by the key of its text."""
    return page.get_by_role("button", name=look.word(entry, key, **values), exact=True)


def named(role: Any, what: str) -> Shown:  # noqa: ANN401 - one of Playwright's many
    """Find what is called so and shows it otherwise, or not at all."""
    return lambda page, look: page.get_by_role(role, name=look.said(what))


def listed(page: Page, _look: Look) -> Locator:
    """Find what stands in the list of a page: rows, on phones cards."""
    return page.locator("[data-id], .cards li")


def findings_of(
    browser: Browser,
    shoot: Shoot,
    origin: str,
    staff: Cookie,
    views: Iterable[View],
    looks: Iterable[Look] = tuple(LOOKS),
) -> dict[str, list[str]]:
    """Photograph every view in every look; give what is gravely wrong, by view and look."""
    views = list(views)
    findings = {}
    for look in looks:
        seen = [view for view in views if view.only in {None, look.size}]
        for signed_in in (False, True):
            mine = [view for view in seen if view.staff == signed_in]
            if not mine:
                continue
            with page_of(browser, look) as page:
                if signed_in:
                    page.context.add_cookies([staff])
                for view in mine:
                    findings[f"{view.name} {look.name}"] = visit(page, origin, view, look, shoot)
    return {page: found for page, found in findings.items() if found}


@contextmanager
def page_of(browser: Browser, look: Look) -> Iterator[Page]:
    """Open a browser of that look; phones have fingers. Axe is ours, so the page lets it in."""
    phone = look.size == "phone"
    context = browser.new_context(
        viewport=SIZES[look.size],
        is_mobile=phone,
        has_touch=phone,
        locale=look.language,
        color_scheme=look.theme,
        bypass_csp=True,
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def visit(page: Page, origin: str, view: View, look: Look, shoot: Shoot) -> list[str]:
    """Open a page, take its picture, and give what is gravely wrong with it."""
    for key, value in view.stored.items():
        page.add_init_script(f"localStorage.setItem({key!r}, {json.dumps(json.dumps(value))})")
    page.context.add_cookies(view.cookies)
    page.unroute_all(behavior="ignoreErrors")
    page.context.set_offline(False)
    page.goto(origin + view.path)
    settled(page)
    view.prepare(page, look)
    found = [] if comes_to_be_seen(page, view, look) else ["is not seen"]
    found += faults_of(page, shoot, f"{view.name}-{look.name}")
    found += failures_told(page, view, look)
    if not view.unmarked and not says_test_store(page, look):
        found.append("does not say that the store is a test store")
    return found


def comes_to_be_seen(page: Page, view: View, look: Look) -> bool:
    """Wait until what the view is about is in the window."""
    over = known_by(view.opens).find(page, look.said(view.opens)) if view.opens else None
    if not view.shows:
        return over is None or _is_seen(over)
    if isinstance(view.shows, str):
        return _is_seen((over or page).get_by_text(look.said(view.shows)))
    return (over is None or _is_seen(over)) and _is_seen(view.shows(page, look))


def _is_seen(found: Locator) -> bool:
    seen = found.locator("visible=true").first
    try:
        seen.wait_for()
        # Playwright's own way fails when the page just then puts another in its place.
        seen.evaluate("(it) => it.scrollIntoViewIfNeeded()")
        expect(seen).to_be_in_viewport()
    except (TooLate, AssertionError):
        return False
    return True


def failures_told(page: Page, view: View, look: Look) -> list[str]:
    """Give what the page says it cannot do, unless the view is about that."""
    if view.shows in FAILURES:
        return []
    told = [
        failure
        for failure in FAILURES
        if page.get_by_text(look.said(failure, whole=False)).locator("visible=true").count()
    ]
    return [f"says {failure}" for failure in told]


def says_test_store(page: Page, look: Look) -> bool:
    """Tell whether the page says that the store is marked *test*."""
    path = urlsplit(page.url).path
    entry = next((name for begins, name in ENTRIES.items() if path.startswith(begins)), "shop")
    words = [re.escape(look.word(entry, key)) for key in MARKS[entry]]
    said = page.get_by_text(re.compile(rf"^\s*({'|'.join(words)})\s*$"))
    return said.locator("visible=true").count() > 0


def settled(page: Page) -> None:
    """Wait until the page shows its content and nothing is on its way."""
    page.wait_for_load_state("load")
    page.wait_for_function(
        "() => document.querySelector('#app > *') && !document.querySelector('[aria-busy=true]')"
    )


def faults_of(page: Page, shoot: Shoot, name: str) -> list[str]:
    """Photograph a page as it stands; give what is gravely wrong with it."""
    page.evaluate(PICTURES_COME)
    page.wait_for_timeout(500)  # transitions; only the looks depend on it
    shoot(page, re.sub(r"[^a-z0-9-]", "", name))
    beyond = page.evaluate(OVERFLOW)
    return grave_findings(page) + ([f"wider than its window by {beyond}"] if beyond > 0 else [])


def grave_findings(page: Page) -> list[str]:
    """Give what axe-core calls serious or critical, with the elements concerned."""
    page.add_script_tag(path=AXE_FILE)
    found = page.evaluate(AXE)
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes'][:3]]}"
        for violation in found
        if violation["impact"] in GRAVE
    ]
