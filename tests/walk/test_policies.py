"""Every page under its own policy, in a real browser: nothing that it needs is refused."""

import httpx
import pytest

from tests.walk.conftest import Open
from tests.walk.processes import Demo
from tests.walk.test_pages import CONSOLE, PUBLIC

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# Before any script of the page: what is refused at once is told of too.
LISTEN = """
window.refused = [];
addEventListener('securitypolicyviolation', (event) =>
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
SHOP_STATES = ["/s/no-such-show", "/orders/ord_none", "/sandbox/pay/none"]
CONSOLE_STATES = [
    *(f"/console/settings/{name}" for name in ("store", "payments", "device")),
    "/console/shows/tea/studio",
    "/console/shows/tea/chain",
    "/console/shows/tea/replay",
    "/console/products/import",
]


@pytest.mark.long(seconds=60)
def test_no_page_meets_its_own_policy_and_the_picture_plays_under_it(
    demo: Demo, opened: Open
) -> None:
    context = opened()
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(f"{demo.origin}/s/tea")
    page.wait_for_function("() => (document.querySelector('video')?.currentTime ?? 0) > 1")
    found = {"/s/tea": page.evaluate("window.refused")}

    token = demo.console_url.rpartition("token=")[2]
    answer = httpx.post(f"{demo.origin}/api/v1/staff/sessions/one-time", json={"token": token})
    cookie = {"name": "kaibo_staff", "value": answer.json()["token"], "url": demo.origin}
    context.add_cookies([cookie])  # type: ignore[list-item]
    for path in [*SHOP_STATES, *(view.path for view in [*PUBLIC, *CONSOLE]), *CONSOLE_STATES]:
        page.goto(demo.origin + path)
        page.wait_for_function("() => document.querySelector('#app > *')")
        page.wait_for_timeout(400)  # what refuses nothing gives no sign of it
        found[path] = page.evaluate("window.refused")
    assert {path: told for path, told in found.items() if told} == {}
