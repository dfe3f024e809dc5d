"""The room goes away under a viewer and an operator, and comes back by itself; no word is lost.

A viewer who is erased while they watch is somebody new from then on.
"""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.walk.conftest import Open, Shoot
from tests.walk.house import Owner
from tests.walk.processes import Running, child, running

pytestmark = [pytest.mark.browser, pytest.mark.long(seconds=40), pytest.mark.timeout(300)]

AWAY_MS = 60_000


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Running]:
    """Give a running installation of our own: its core is going to be killed."""
    with running(tmp_path, "serve") as started:
        yield started


def test_viewer_and_operator_come_back_after_a_kill_and_after_a_dead_network(
    installation: Running, opened: Open, shoot: Shoot
) -> None:
    owner = Owner(installation)
    cup = owner.post("/products", title="Cup", price=100, stock=5)
    show = owner.post("/shows", title="Comes back", product_ids=[cup["id"]])
    owner.post(f"/shows/{show['id']}/go-on-air")
    operator = opened().new_page()
    operator.goto(owner.enter_link())
    operator.wait_for_url(re.compile(r"/console/(?!enter)"))
    operator.goto(f"{owner.origin}/console/shows/{show['slug']}")
    phone = opened(phone=True)
    viewer = phone.new_page()
    viewer.goto(f"{owner.origin}/s/{show['slug']}")
    wide = opened().new_page()
    wide.goto(f"{owner.origin}/s/{show['slug']}")
    for page in (viewer, wide):
        expect(page.get_by_text("2 watching")).to_be_visible()
    talk = operator.get_by_role("log", name="Talk")
    say(viewer, "Before")
    expect(talk).to_contain_text("Before")

    core = child(installation, "kaibo.apps.api")
    assert core is not None
    os.kill(core, signal.SIGKILL)
    expect(viewer.get_by_text("Reconnecting")).to_be_visible()
    say(viewer, "While it was down")
    expect(viewer.get_by_text("Sending")).to_be_visible()
    shoot(viewer, "comes-back-away")
    for page in (viewer, wide):
        expect(page.get_by_text("Reconnecting")).to_be_visible()
        assert not lies_over_the_count(page)
    shoot(wide, "comes-back-away-wide")
    away = operator.get_by_text("Coming back by itself")
    expect(away.or_(operator.get_by_text("The server does not answer"))).to_be_visible()
    shoot(operator, "comes-back-away-desk")
    expect(talk).to_contain_text("While it was down", timeout=AWAY_MS)
    expect(viewer.get_by_text("Reconnecting")).to_be_hidden()
    expect(viewer.get_by_text("Sending")).to_be_hidden()

    phone.set_offline(True)
    expect(viewer.get_by_text("Reconnecting")).to_be_visible()
    say(viewer, "Without a network")
    owner.patch(f"/products/{cup['id']}", title="Cup, renamed meanwhile")
    phone.set_offline(False)
    expect(talk).to_contain_text("Without a network", timeout=AWAY_MS)
    expect(viewer.get_by_text("Reconnecting")).to_be_hidden()

    for line in ("Before", "While it was down", "Without a network"):
        expect(talk.get_by_text(line, exact=True)).to_have_count(1)
        expect(viewer.get_by_role("log").get_by_text(line, exact=True)).to_have_count(1)
    shoot(viewer, "comes-back")
    shoot(operator, "comes-back-desk")

    is_somebody_new_once_erased(viewer, owner, talk)
    shoot(viewer, "comes-back-erased")
    owner.http.close()


def is_somebody_new_once_erased(viewer: Page, owner: Owner, talk: Locator) -> None:
    """Erase the viewer, who goes on watching; they speak on as somebody else."""
    before = viewer.request.get(f"{owner.origin}/api/v1/viewers/me").json()
    with viewer.expect_response(is_new_ticket):
        owner.post(f"/buyers/{before['id']}/erasure", reason="on their wish")
    say(viewer, "As somebody new")
    expect(talk).to_contain_text("As somebody new", timeout=AWAY_MS)
    now = viewer.request.get(f"{owner.origin}/api/v1/viewers/me").json()
    assert now["id"] != before["id"]
    expect(viewer.get_by_text(f"You speak as {now['display_name']}")).to_be_visible()


def is_new_ticket(answer: Response) -> bool:
    """Whether somebody was let into a room: whoever the page speaks for is known by then."""
    return answer.url.endswith("/tickets") and answer.ok


def say(viewer: Page, text: str) -> None:
    """Write a line and send it."""
    box = viewer.get_by_role("textbox", name="Message")
    box.fill(text)
    box.press("Enter")
    expect(box).to_have_value("")


def lies_over_the_count(page: Page) -> bool:
    """Whether the note that the room comes back covers how many are watching."""
    over: bool = page.evaluate(
        """() => {
          const told = document.createRange();
          told.selectNodeContents(document.querySelector("header .count"));
          const [count, note] = [told, document.querySelector("header .away")]
            .map((each) => each.getBoundingClientRect());
          return note.left < count.right && note.right > count.left
            && note.top < count.bottom && note.bottom > count.top;
        }"""
    )
    return over
