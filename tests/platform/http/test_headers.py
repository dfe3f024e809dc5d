"""What every answer tells a browser not to do."""

import pytest

from tests.support.house import House

ADDRESSES = ("/", "/s/tea", "/console", "/sandbox/pay/x", "/healthz", "/nothing", "/api/v1/setup")


@pytest.mark.parametrize("path", ADDRESSES)
def test_security_headers_are_on_every_page_and_every_answer(
    sqlite_house: House, path: str
) -> None:
    headers = sqlite_house.anyone.request("GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "default-src" in headers["content-security-policy"]
    assert "frame-ancestors" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "camera" in headers["permissions-policy"]


def test_only_https_is_promised_for_a_year(sqlite_house: House) -> None:
    assert "strict-transport-security" not in sqlite_house.anyone.get("/setup").headers
    by_https = {"public_url": "https://live.example.com"}
    sqlite_house.context.settings = sqlite_house.settings.model_copy(update=by_https)
    told = sqlite_house.anyone.get("/setup").headers["strict-transport-security"]
    assert told == "max-age=31536000"


def test_cookies_are_secure_behind_https_and_work_on_a_plain_network(sqlite_house: House) -> None:
    plain = sqlite_house.anyone.post("/viewers", {}).headers["set-cookie"].lower()
    by_https = {"public_url": "https://live.example.com"}
    sqlite_house.context.settings = sqlite_house.settings.model_copy(update=by_https)
    secure = sqlite_house.anyone.post("/viewers", {}).headers["set-cookie"].lower()
    assert "secure" not in plain
    assert "; secure" in secure
