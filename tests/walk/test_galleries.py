"""Every page, every section of the settings, all that lies over pages: each is in a gallery.

What the pages are and what they open is read where they are declared; where the galleries go is
asked of them, with a store that only has names.
"""

import re
from collections import defaultdict
from typing import Any
from unittest.mock import MagicMock
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.repository import ROOT
from tests.walk import (
    test_evening_pages,
    test_pages,
    test_picture_pages,
    test_store_pages,
    test_studio_pages,
)
from tests.walk.evening import Past
from tests.walk.gallery import View
from tests.walk.house import Json
from tests.walk.overlays import FRAMES, known_by, overlays
from tests.walk.store import Store
from tests.walk.views_studio import Studio

PAGES = ROOT / "web" / "src"
ROUTE = re.compile(r'path:\s*"([^"]+)",\s*name:\s*"([^"]+)"')
SHOW: Json = {"id": "shw_1", "slug": "one", "viewer_path": "/s/one"}
# What lies over pages and is nobody's to open: the view that shows it.
UNASKED = {
    "console/shell/NavBar": "home",
    "console/ui/TermTip": "summary-definition",
    "shared/ui/KToastHost": "room-silenced",
    "shop/OfflineBar": "offline",
    "shop/mini/MiniPlayer": "mini-player",
}
PAST = Past(
    owner="token",
    products=["prd_1", "prd_2", "prd_3", "prd_4"],
    variant="var_1",
    over=SHOW,
    buyer="token",
    shipped="ord_1",
    paid="ord_1",
)


def every_view() -> list[View]:
    """Give the views of all galleries."""
    anything: Any = MagicMock()
    evening = test_evening_pages.Evening(anything, PAST, SHOW, {"id": "ord_1"})
    store = Store(
        anything,
        PAST,
        SHOW,
        orders=defaultdict(lambda: "ord_1"),
        numbers=defaultdict(lambda: "260101-ONE"),
        pages=defaultdict(lambda: "/sandbox/pay/one"),
        staff=defaultdict(lambda: "token"),
        sheets=defaultdict(lambda: "imp_1"),
    )
    views = [*test_pages.PUBLIC, *test_pages.CONSOLE]
    views += [*test_evening_pages.viewers(evening), *test_evening_pages.crew(evening)]
    views += [*test_evening_pages.SET_UP, *test_evening_pages.EMPTY]
    for of_show in test_picture_pages.GALLERIES:
        views += of_show(SHOW)
    for of_store in test_store_pages.GALLERIES.values():
        views += of_store(store)
    studio = Studio(anything, defaultdict(lambda: SHOW))
    for of_studio in test_studio_pages.GALLERIES.values():
        views += of_studio(studio)
    return views


VIEWS = every_view()


def routes(entry: str) -> dict[str, str]:
    """Give the routes of `shop` or `console`: their paths by their names."""
    source = (PAGES / entry / "router.ts").read_text("utf-8")
    found = {name: path for path, name in ROUTE.findall(source)}
    assert len(found) == source.count("path: ") - source.count("{ path: to.path"), (
        "some were unread"
    )
    return found


def pattern(path: str) -> re.Pattern[str]:
    """Give what the router makes of a path, as far as ours go."""
    path = path.replace(":rest(.*)*", ".*")
    path = re.sub(r"/:\w+\(([\w|]+)\)\?", r"(?:/(?:\1))?", path)
    return re.compile(re.sub(r"(?<=/):\w+", "[^/]+", path))


def visited(entry: str) -> set[str]:
    """Give the names of the routes to which any view goes."""
    # As in the router, what is written out goes before what may be anything.
    ranked = sorted(routes(entry).items(), key=lambda each: (".*" in each[1], each[1].count(":")))
    patterns = [(name, pattern(path)) for name, path in ranked]
    names = set()
    for view in VIEWS:
        path = urlsplit(view.path).path
        if path.startswith("/sandbox/") or path.startswith("/console") != (entry == "console"):
            continue
        inside = path.removeprefix("/console") or "/"
        names.add(next(name for name, each in patterns if each.fullmatch(inside)))
    return names


@pytest.mark.parametrize("entry", ["shop", "console"])
def test_every_route_is_seen_in_a_gallery(entry: str) -> None:
    assert set(routes(entry)) - visited(entry) == set()


def test_every_section_of_the_settings_is_seen_in_a_gallery() -> None:
    (sections,) = re.findall(r":section\(([\w|]+)\)", routes("console")["settings"])
    seen = {urlsplit(view.path).path.removeprefix("/console/settings") for view in VIEWS}
    # The first is what stands there without a name, too.
    assert set(sections.split("|")) - {each.removeprefix("/") or "store" for each in seen} == set()


def test_every_sheet_of_the_room_is_seen_in_a_gallery() -> None:
    source = (PAGES / "shop" / "room" / "useSheets.ts").read_text("utf-8")
    (listed,) = re.findall(r"const VIEWS = \[([^\]]+)\] as const", source)
    sheets = set(re.findall(r'"(\w+)"', listed))
    assert len(sheets) > 5
    rooms = [urlsplit(view.path) for view in VIEWS if view.path.startswith("/s/")]
    seen = {name for room in rooms for name in parse_qs(room.query).get("view", [])}
    assert sheets - seen == set()


def test_every_name_under_which_a_sheet_a_panel_or_a_question_opens_is_seen_in_a_gallery() -> None:
    opened = {view.opens for view in VIEWS if view.opens}
    unseen = []
    for overlay in overlays():
        known = {text.partition(":")[2] for text in opened if known_by(text) == overlay}
        whole = {key for key in overlay.keys if not key.endswith("*")}
        if not known or (overlay.is_named and whole - known):
            unseen.append((overlay.file, sorted(whole - known)))
    assert unseen == []
    assert len(overlays()) > 25


def test_nothing_else_lies_over_a_page() -> None:
    """Else there were a kind of overlay of which the test above does not know."""
    lies = re.compile(r"<Teleport|<dialog|showModal|\spopover\b|position: fixed")
    files = {
        str(path.relative_to(PAGES).with_suffix(""))
        for path in PAGES.rglob("*.vue")
        if lies.search(path.read_text("utf-8"))
    }
    assert files - FRAMES == set(UNASKED)
    assert set(UNASKED.values()) - {view.name for view in VIEWS} == set()


def test_no_two_views_have_one_name() -> None:
    """Else one's picture would be written over the other's."""
    names = [view.name for view in VIEWS]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_a_missing_page_counts_as_seen_where_nothing_else_stands() -> None:
    assert pattern(routes("shop")["missing"]).fullmatch("/no/such/page")
    assert not pattern(routes("shop")["order"]).fullmatch("/orders/one/two")
    assert pattern(routes("console")["settings"]).fullmatch("/settings/mail")
    assert not pattern(routes("console")["settings"]).fullmatch("/settings/none")
