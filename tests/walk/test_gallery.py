"""What the galleries find wrong with a page."""

import pytest
from playwright.sync_api import Browser

from tests.walk.gallery import Look, grave_findings, page_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(60)]

SMALL = "<button style='all: unset; width: {size}px; height: 24px'>✕</button>"
BAR = "<p style='position: fixed; inset: 0 0 auto; height: 30px; background: white'>Bar</p>"


@pytest.mark.long(seconds=10)
@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(SMALL.format(size=16) * 3, ["target-size"], id="too small to be hit"),
        pytest.param(SMALL.format(size=24) * 3, [], id="just large enough"),
        pytest.param(
            f"{BAR}<div style='margin-top: 14px'>{SMALL.format(size=24) * 3}</div>",
            [],
            id="half below a bar",
        ),
    ],
)
def test_what_is_pressed_is_24_pixels_at_least_where_it_can_be_seen_whole(
    browser: Browser, body: str, found: list[str]
) -> None:
    with page_of(browser, Look("desktop", "en", "light")) as page:
        page.set_content(
            f"<html lang='en'><title>T</title><main style='display: flex'>{body}</main></html>"
        )
        assert [finding.split(":")[0] for finding in grave_findings(page)] == found
