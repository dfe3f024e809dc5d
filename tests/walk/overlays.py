"""What can lie over a page: sheets, panels and questions, as the sources of the pages have them."""

import re
from dataclasses import dataclass
from functools import cache

from playwright.sync_api import Locator, Page

from tests.support.repository import ROOT

SOURCES = ROOT / "web" / "src"
# By which of its attributes each of them is called.
NAMES = {"KSheet": "title", "SidePanel": "title", "PopOver": "label", "ConfirmStep": "question"}
# Where each of them is while it is open.
PLACES = {
    "KSheet": "[role=dialog]",
    "SidePanel": "[role=dialog], aside",
    "PopOver": ".pop > .panel",
    "ConfirmStep": "[role=group]",
}
USE = re.compile(rf'<({"|".join(NAMES)})\b((?:[^>"]|"[^"]*")*)>')
COMPONENT = re.compile(r"<([A-Z]\w+)")
# The key of a text; of some, only how it begins is written out.
KEY = re.compile(r"""\bt\((['"`])([\w.]+)(\$\{)?""")
# These are made of the others.
FRAMES = {"shared/ui/KSheet", "console/ui/SidePanel", "console/ui/PopOver"}


@dataclass(frozen=True)
class Overlay:
    """One that some file opens; known by its name, or else by any text that it holds."""

    file: str
    kind: str
    keys: frozenset[str]
    """Of its names, or of its texts; `orders.bulk_*` is all that begin so."""
    is_named: bool

    def is_known_by(self, text: str) -> bool:
        """Tell whether this is the text, given as `shop:cart.title`, by which one knows it."""
        entry, key = text.split(":")
        begins = (each.removesuffix("*") for each in self.keys if each.endswith("*"))
        return self.file.startswith(f"{entry}/") and (
            key in self.keys or any(key.startswith(begin) for begin in begins)
        )

    def find(self, page: Page, said: re.Pattern[str]) -> Locator:
        """Find it open, known by what is said."""
        if not self.is_named:
            holds = page.get_by_text(said).or_(page.get_by_label(said))
            return page.locator(PLACES[self.kind]).filter(has=holds)
        if self.kind == "PopOver":
            opener = page.get_by_role("button", name=said, expanded=True)
            return page.locator(".pop").filter(has=opener).locator("> .panel")
        if self.kind == "ConfirmStep":
            return page.get_by_role("group", name=said)
        beside = page.get_by_role("complementary", name=said)
        return page.get_by_role("dialog", name=said).or_(beside)


@cache
def overlays() -> list[Overlay]:
    """Give all of them."""
    found = []
    for path in sorted(SOURCES.rglob("*.vue")):
        file = str(path.relative_to(SOURCES).with_suffix(""))
        if file in FRAMES:
            continue
        source = path.read_text("utf-8")
        for use in USE.finditer(source):
            kind, attributes = use.groups()
            (name,) = re.findall(rf':{NAMES[kind]}="([^"]*)"', attributes) or [""]
            keys = _keys(name) or _keys(_computed(source, name))
            within = (
                "" if attributes.endswith("/") else source[use.end() :].partition(f"</{kind}>")[0]
            )
            found.append(Overlay(file, kind, keys or _texts(within), is_named=bool(keys)))
    return found


def known_by(text: str) -> Overlay:
    """Give the overlay that one knows by a text."""
    known = [each for each in overlays() if each.is_known_by(text)]
    known = [each for each in known if each.is_named] or known
    if len(known) != 1:
        raise ValueError(f"{text} opens {[each.file for each in known]}")
    return known[0]


def _keys(source: str) -> frozenset[str]:
    return frozenset(key + ("*" if goes_on else "") for _, key, goes_on in KEY.findall(source))


def _computed(source: str, name: str) -> str:
    """Give how a name is come to that stands in the script."""
    found = re.search(rf"(?ms)const {re.escape(name)} = computed\((.*?)^}}\);", source)
    return found[1] if found else ""


def _texts(within: str) -> frozenset[str]:
    """Give the texts of what an overlay holds, whose parts may be components."""
    keys = _keys(within)
    for component in COMPONENT.findall(within):
        for path in SOURCES.rglob(f"{component}.vue"):
            keys |= _keys(path.read_text("utf-8"))
    return keys
