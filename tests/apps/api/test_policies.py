"""What a page may load and ask for, by its entry."""

from pathlib import Path

import pytest

from tests.apps.api.test_pages import get
from tests.support.house import House


@pytest.fixture
def built(tmp_path: Path) -> Path:
    for entry in ("shop", "console", "sandbox"):
        (tmp_path / f"{entry}.html").write_text(f"<title>{entry}</title>")
    return tmp_path


def policy(house: House, built: Path, path: str) -> dict[str, str]:
    told = get(house, built, path).headers["content-security-policy"]
    return {name: rest for name, _, rest in (part.partition(" ") for part in told.split("; "))}


def test_scripts_and_styles_come_from_kaibo_alone(sqlite_house: House, built: Path) -> None:
    for path in ("/", "/console", "/sandbox/pay/x"):
        found = policy(sqlite_house, built, path)
        assert (found["script-src"], found["style-src"]) == ("'self'", "'self'")


def test_the_picture_may_come_from_the_media_port_and_from_nowhere_else(
    sqlite_house: House, built: Path
) -> None:
    found = policy(sqlite_house, built, "/s/tea")
    port = sqlite_house.settings.media_port
    assert found["connect-src"].split() == [
        "'self'",
        f"http://x:{port}",
        "ws://x",
        "blob:",
        "data:",
    ]
    assert "*" not in found["media-src"]
    cdn = {"media_url": "https://cdn.example.com/live", "public_url": "https://live.example.com"}
    sqlite_house.context.settings = sqlite_house.settings.model_copy(update=cdn)
    assert "https://cdn.example.com " in policy(sqlite_house, built, "/s/tea")["media-src"]


def test_only_the_console_asks_for_camera_and_microphone(sqlite_house: House, built: Path) -> None:
    for path, allowed in (("/", "()"), ("/console", "(self)"), ("/sandbox/pay/x", "()")):
        told = get(sqlite_house, built, path).headers["permissions-policy"]
        assert f"camera={allowed}" in told
        assert f"microphone={allowed}" in told
        assert "geolocation=()" in told


def test_nobody_frames_the_console_or_a_payment(sqlite_house: House, built: Path) -> None:
    for path, who in (("/", "'self'"), ("/console", "'none'"), ("/sandbox/pay/x", "'none'")):
        assert policy(sqlite_house, built, path)["frame-ancestors"] == who
