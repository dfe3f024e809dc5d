"""The configurations in `deploy/`: each fits its entry, and its webhooks reach us."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kaibo.adapters.media.hooks.servers import HookedServers
from kaibo.adapters.media.kinds import KINDS
from kaibo.modules.media.contracts import Role
from kaibo.modules.media.servers import KINDS as NAMES
from kaibo.modules.media.servers import MediaServers
from tests.support.house import House, settings_for
from tests.support.repository import ROOT

SECRET = "CHANGE-ME-TO-A-LONG-SECRET"
FILES = {
    "nginx-rtmp": "nginx.conf",
    "srs": "srs.conf",
    "mediamtx": "mediamtx.yml",
    "livekit": "livekit.yaml",
    "ovenmediaengine": "Server.xml",
}
SIGNING = {"livekit", "ovenmediaengine"}


@pytest.mark.parametrize("kind", FILES)
def test_a_deployed_entry_is_read_and_spoken_for(
    kind: str, sqlite_url: str, tmp_path: Path
) -> None:
    listed = ROOT / "deploy" / kind / "media-servers.toml"
    house = House(settings_for(tmp_path / "data", sqlite_url, media_servers=listed))
    try:
        (settings,) = house.context.port(MediaServers).external
        hooked = house.context.port(HookedServers)[settings.id]
    finally:
        house.close()
    assert (settings.kind, settings.token) == (kind, SECRET)
    assert hooked.asked is not None
    addresses = [settings.whip_url, settings.play_url, settings.whep_url]
    for address in filter(None, addresses):
        assert re.findall(r"{(?!name}|key}|sig})", address) == []
        assert "{name}" in address


@pytest.mark.parametrize("kind", FILES)
def test_the_webhooks_of_a_deployed_configuration_reach_the_route(kind: str) -> None:
    folder = ROOT / "deploy" / kind
    text = (folder / FILES[kind]).read_text("utf-8")
    listed = (folder / "media-servers.toml").read_text("utf-8")
    (server_id,) = re.findall(r'^id = "(.+)"$', listed, re.MULTILINE)
    hooks = re.findall(
        r"http://127\.0\.0\.1:8000(/api/v1/media/hooks/[^\s;<?]*)(\?token=[\w-]+)?", text
    )
    assert hooks
    for path, token in hooks:
        assert path == f"/api/v1/media/hooks/{server_id}"
        assert token == ("" if kind in SIGNING else f"?token={SECRET}")
    assert SECRET in text


def test_every_kind_that_a_file_may_name_is_spoken_for() -> None:
    assert set(KINDS) == set(NAMES) - {"other"} == set(FILES)


def test_the_configuration_of_ovenmediaengine_is_xml() -> None:
    root = ET.parse(ROOT / "deploy" / "ovenmediaengine" / "Server.xml").getroot()  # noqa: S314 - our own
    hooks = root.find("VirtualHosts/VirtualHost/AdmissionWebhooks")
    assert hooks is not None
    assert hooks.findtext("SecretKey") == SECRET
    assert root.findtext(".//Application/Name") == "live"


def test_roles_are_the_names_that_configurations_expect() -> None:
    """They match ``-backup`` by a pattern."""
    assert [role.value for role in Role] == ["main", "backup"]
