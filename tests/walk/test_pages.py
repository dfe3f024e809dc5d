"""Every everyday page in three languages, two sizes, light and dark; the show is the demo's."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from tests.walk.conftest import Shoot
from tests.walk.gallery import (
    FEW_LOOKS,
    LOOKS,
    Cookie,
    Look,
    View,
    faults_of,
    findings_of,
    listed,
    named,
    page_of,
    says_test_store,
)
from tests.walk.processes import Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PUBLIC = [
    View("lobby", "/", "shop:room.on_air"),
    View("room", "/s/tea", named("textbox", "shop:room.message")),
    View("room-keys", "/s/tea?view=keys", opens="shop:keys.title"),
    View("room-share", "/s/tea?view=share", "shop:share.scan", opens="shop:share.title"),
    View("room-more", "/s/tea?view=more", "shop:room.sound", opens="shop:room.more"),
    View("orders", "/orders", "shop:order.none"),
    View("account", "/account", "shop:account.why"),
    View("sign-in", "/console/sign-in", "console:gate.sign_in_text"),
]
CONSOLE = [
    View("shows", "/console/shows", listed, staff=True),
    View("guide", "/console/guide", "console:guide.done_of", staff=True),
    View("shows-calendar", "/console/shows?view=calendar", "console:calendar.today", staff=True),
    View("next-show", "/console/shows?show=new&from=tea", opens="console:shows.again", staff=True),
    View("desk", "/console/shows/tea", named("timer", "console:desk.on_air_for"), staff=True),
    View("summary", "/console/shows/tea/summary", "console:summary.money", staff=True),
    View("products", "/console/products", listed, staff=True),
    View("new-product", "/console/products/new", "console:editor.price_and_stock", staff=True),
    View("console-orders", "/console/orders", "console:orders.none", staff=True),
    View("settings", "/console/settings", "console:store.text", staff=True),
    View("settings-staff", "/console/settings/staff", "console:staff.text", staff=True),
    View("settings-account", "/console/settings/account", "console:people.password", staff=True),
    View("settings-audit", "/console/settings/audit", "console:audit.text", staff=True),
    View("settings-retention", "/console/settings/retention", "console:retention.text", staff=True),
    View("settings-buyers", "/console/settings/buyers", "console:buyers.text", staff=True),
    View("settings-work", "/console/settings/work", "console:work.text", staff=True),
    View("settings-system", "/console/settings/system", "console:system.text", staff=True),
    View("settings-mail", "/console/settings/mail", "console:mail.text", staff=True),
]
# Pages that few come to.
RARE = [
    View("find-order", "/orders/find", "shop:find.text"),
    View("no-show", "/s/no-such-show", "shop:room.missing"),
    View("no-order", "/orders/ord_none", "shop:order.missing"),
    View("no-payment", "/sandbox/pay/none", "sandbox:sandbox.missing"),
    View("link-used", "/console/enter?token=ksl_used", "console:gate.link_used"),
    View("set-up-done", "/console/setup", "console:gate.setup_done"),
    View("no-page", "/console/no-such-page", "console:nav.missing", staff=True),
]


@pytest.fixture(scope="module")
def staff_cookie(demo: Demo) -> Cookie:
    """Give the cookie that the one-time link leaves behind."""
    token = demo.console_url.rpartition("token=")[2]
    answer = httpx.post(f"{demo.origin}/api/v1/staff/sessions/one-time", json={"token": token})
    return {"name": "kaibo_staff", "value": answer.json()["token"], "url": demo.origin}


@pytest.mark.long(seconds=150)
@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_every_page_can_be_seen_and_none_has_a_serious_finding_of_axe(
    demo: Demo, browser: Browser, staff_cookie: Cookie, shoot: Shoot, language: str
) -> None:
    looks = [look for look in LOOKS if look.language == language]
    views = [*PUBLIC, *CONSOLE]
    assert findings_of(browser, shoot, demo.origin, staff_cookie, views, looks) == {}


@pytest.mark.long(seconds=60)
def test_pages_that_few_come_to_can_be_seen_and_have_no_serious_finding_either(
    demo: Demo, browser: Browser, staff_cookie: Cookie, shoot: Shoot
) -> None:
    assert findings_of(browser, shoot, demo.origin, staff_cookie, RARE, FEW_LOOKS) == {}


@pytest.mark.long(seconds=30)
@pytest.mark.parametrize("look", FEW_LOOKS, ids=lambda look: look.name)
def test_pages_say_that_the_store_is_a_test_store_while_the_server_does_not_answer(
    demo: Demo, browser: Browser, shoot: Shoot, look: Look
) -> None:
    with page_of(browser, look) as page:
        page.goto(demo.origin)
        page.get_by_text(look.word("shop", "store.test"), exact=True).wait_for()
        page.route("**/api/**", lambda route: route.abort())
        for name, path, entry, key in [
            ("lobby", "/", "shop", "room.cannot_load"),
            ("room", "/s/tea", "shop", "room.cannot_load"),
            ("orders", "/orders", "shop", "room.cannot_load"),
            ("console", "/console/orders", "console", "gate.away"),
        ]:
            page.goto(demo.origin + path)
            page.get_by_text(look.word(entry, key), exact=True).first.wait_for()
            shoot(page, f"away-{name}-{look.name}")
            assert says_test_store(page, look), name


@pytest.mark.long(seconds=20)
@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/no-such-page", "lobby.no_page"),
        ("/s/no-such-show", "room.missing"),
        ("/orders/ord_none", "order.missing"),
    ],
)
def test_a_page_that_is_not_there_says_so_in_its_title(
    demo: Demo, browser: Browser, path: str, key: str
) -> None:
    look = FEW_LOOKS[0]
    with page_of(browser, look) as page:
        page.goto(demo.origin + path)
        expect(page).to_have_title(look.word("shop", key))


@pytest.mark.long(seconds=20)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_long_title_stays_in_the_day_of_the_calendar_whatever_weekday_it_is(
    demo: Demo, browser: Browser, staff_cookie: Cookie, shoot: Shoot, language: str
) -> None:
    look = Look("desktop", language, "light")

    def a_show_a_day(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        since = datetime.fromisoformat(parse_qs(urlsplit(route.request.url).query)["since"][0])
        one = found["items"][0] | {"title": "Tea of the mountains, told slowly, " * 3}
        week = [since + timedelta(days=7 + day, hours=12) for day in range(7)]
        found["items"] = [
            one | {"id": f"show-{day}", "on_air_at": None, "starts_at": at.isoformat()}
            for day, at in enumerate(week)
        ]
        route.fulfill(response=answer, json=found)

    with page_of(browser, look) as page:
        page.context.add_cookies([staff_cookie])
        page.route(re.compile(r"/api/v1/shows\?.*since="), a_show_a_day)
        page.goto(demo.origin + "/console/shows?view=calendar")
        expect(page.locator("td .show")).to_have_count(7)
        assert faults_of(page, shoot, f"calendar-week-{look.name}") == []
