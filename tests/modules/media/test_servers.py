"""More media servers than the built-in one, and each known by its own token."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from kaibo.modules.media import facade as media
from kaibo.modules.media.contracts import Protocol, Publish
from kaibo.modules.media.errors import BadServerFileError
from kaibo.modules.media.ports import ExternalServers, PushAddress
from kaibo.modules.media.servers import MediaServers
from kaibo.platform.auth import playurls
from kaibo.platform.settings import Settings
from tests.support.house import House, Shop, open_shop, settings_for
from tests.support.studio import OFFLINE, Studio

TOKEN = "tokyo-secret-of-16+"
OSAKA = "osaka-secret-of-16+"
FILE = f"""
[[server]]
id = "tokyo"
kind = "srs"
name = "Tokyo"
token = "{TOKEN}"
rtmp_url = "rtmp://tokyo.test/live"
whip_url = "https://tokyo.test/rtc/v1/whip/?app=live&stream={{name}}&key={{key}}"
play_url = "https://tokyo.test/live/{{name}}.m3u8?sig={{sig}}"
whep_url = "https://tokyo.test/rtc/v1/whep/?app=live&stream={{name}}&sig={{sig}}"
api_url = "http://127.0.0.1:1985"
[server.options]
vhost = "__defaultVhost__"

[[server]]
id = "osaka"
kind = "nginx-rtmp"
token = "{OSAKA}"
rtmp_url = "rtmp://osaka.test/live/"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "media-servers.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def shop_with_servers(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    """A shop that has media servers in Tokyo and Osaka."""
    file = written(tmp_path, FILE)
    house = House(settings_for(tmp_path / "data", database_url, media_servers=file))
    try:
        yield open_shop(house)
    finally:
        house.close()


@pytest.fixture
def studio(shop_with_servers: Shop) -> Studio:
    return Studio(shop_with_servers)


def use(studio: Studio, server_id: str) -> Any:  # noqa: ANN401 - an answer
    path = f"/shows/{studio.show}/picture/server"
    return studio.shop.owner.put(path, {"server_id": server_id})


def keys(studio: Studio) -> Any:  # noqa: ANN401 - JSON
    return studio.shop.owner.get(f"/shows/{studio.show}/stream-keys").json()


def test_a_show_uses_the_built_in_server_until_another_is_chosen(studio: Studio) -> None:
    picture = studio.picture()
    assert picture["server_id"] == "media-1"
    assert picture["servers"] == [
        {"id": "media-1", "name": "Kaibo", "kind": "builtin", "takes_browsers": True},
        {"id": "tokyo", "name": "Tokyo", "kind": "srs", "takes_browsers": True},
        {"id": "osaka", "name": "osaka", "kind": "nginx-rtmp", "takes_browsers": False},
    ]
    main = keys(studio)["main"]
    assert (main["server_id"], main["rtmp_url"]) == ("media-1", "rtmp://shop.test:1935/live")
    assert main["whip_url"] == "http://shop.test:8001/whip"


def test_the_chosen_server_decides_what_to_enter_in_encoders(studio: Studio) -> None:
    before = keys(studio)
    assert use(studio, "tokyo").json()["server_id"] == "tokyo"
    for role, name in (("main", studio.show), ("backup", f"{studio.show}-backup")):
        secret = before[role]["stream_key"]
        assert keys(studio)[role] == {
            "role": role,
            "server_id": "tokyo",
            "rtmp_url": "rtmp://tokyo.test/live",
            "stream_key": f"{name}?key={secret}",
            "whip_url": f"https://tokyo.test/rtc/v1/whip/?app=live&stream={name}&key={secret}",
        }
    use(studio, "osaka")
    assert keys(studio)["main"]["rtmp_url"] == "rtmp://osaka.test/live"
    assert keys(studio)["main"]["whip_url"] is None
    use(studio, "media-1")
    assert keys(studio) == before


def test_there_are_no_other_servers(studio: Studio) -> None:
    answer = use(studio, "kyoto")
    assert (answer.status_code, answer.json()["code"]) == (422, "media.no_such_server")
    assert answer.json()["errors"][0]["field"] == "server_id"


def test_each_server_speaks_for_itself_alone(studio: Studio) -> None:
    house = studio.shop.house
    tokyo, builtin = house.bearer(TOKEN), house.media_server
    for caller, server_id, status in [
        (tokyo, "tokyo", 204),
        (tokyo, "osaka", 401),
        (tokyo, "media-1", 401),
        (builtin, "tokyo", 401),
        (builtin, "media-1", 204),
        (builtin, "media-2", 204),
    ]:
        assert caller.post("/media/started", {"server_id": server_id}).status_code == status


class Tokyo(Studio):
    """An encoder that pushes to the server in Tokyo, which speaks the common contract."""

    def tell(self, what: str, **body: Any) -> Any:  # noqa: ANN401 - JSON
        caller = self.shop.house.bearer(TOKEN)
        return caller.post(f"/media/{what}", {"server_id": "tokyo", **body})


def test_a_show_moves_to_another_server_while_on_air(studio: Studio) -> None:
    """The backup comes up there, takes over, and the main input follows."""
    tokyo = Tokyo(studio.shop)
    main = studio.on_air()
    use(studio, "tokyo")
    backup = tokyo.backup()
    assert studio.program() == ("main", main, False)
    studio.choose("backup")
    url = f"https://tokyo.test/live/{studio.show}-backup.m3u8?sig="
    assert studio.playback() == {"state": "live", "hls_url": url, "whep_url": None}
    studio.end(main, "ended")
    assert studio.program() == ("backup", backup, False)
    main = tokyo.on_air()
    studio.choose("auto")
    assert studio.playback()["hls_url"] == url.replace("-backup", "")
    assert [one["server_id"] for one in studio.picture()["inputs"]] == ["tokyo", "tokyo"]


def test_an_external_server_records_for_itself(studio: Studio) -> None:
    tokyo = Tokyo(studio.shop)
    stream_id = tokyo.on_air()
    answer = tokyo.tell("heartbeat", streams=[{"stream_id": stream_id}]).json()
    assert answer == {"kick": [], "record": [], "protected": []}


def test_viewers_of_a_protected_show_carry_its_signature_to_an_external_server(
    studio: Studio,
) -> None:
    house = studio.shop.house
    studio.shop.owner.patch(f"/shows/{studio.show}", {"access": "invited"})
    stream_id = Tokyo(studio.shop).on_air()
    Tokyo(studio.shop).tell("playable", stream_id=stream_id, whep=True)
    program = studio.picture()["program"]
    sig = playurls.sign(TOKEN, studio.show, house.clock.now().timestamp())
    assert program["hls_url"] == f"https://tokyo.test/live/{studio.show}.m3u8?sig={sig}"
    assert program["whep_url"].endswith(f"stream={studio.show}&sig={sig}")

    def may(name: str, given: str, server_id: str = "tokyo") -> bool:
        return house.read(media.may_play, house.context, server_id, name, given)

    assert may(studio.show, sig)
    for name, given, server_id in [
        (studio.show, "", "tokyo"),
        (studio.show, "~1.x", "tokyo"),
        (f"{studio.show}-backup", sig, "tokyo"),
        (studio.show, sig, "osaka"),
        (studio.show, sig, "kyoto"),
        ("shw_unknown", "", "tokyo"),
    ]:
        assert not may(name, given, server_id)
    studio.shop.owner.patch(f"/shows/{studio.show}", {"access": "public"})
    assert may(studio.show, "")
    assert may(f"{studio.show}-backup", "")
    studio.shop.owner.post(f"/shows/{studio.show}/end")
    assert not may(studio.show, "")


def test_adapters_tell_by_the_facade_what_servers_say_in_their_own_words(
    studio: Studio,
) -> None:
    house = studio.shop.house
    asked = Publish("tokyo", studio.backup_key, "10.0.0.9", Protocol.WHIP)
    published = house.run(media.publish, asked)
    found = house.read(media.running_named, "tokyo", f"{studio.show}-backup")
    assert found is not None
    assert found.stream_id == published.stream_id
    assert house.read(media.running_named, "tokyo", studio.show) is None
    assert house.read(media.running_named, "osaka", f"{studio.show}-backup") is None
    assert studio.playback() == OFFLINE
    assert studio.picture()["inputs"][1]["protocol"] == "whip"


def test_a_server_that_hands_out_addresses_itself_is_asked_for_them(studio: Studio) -> None:
    class Ingress:
        async def push_address(self, name: str, key: str) -> PushAddress | None:
            assert key.startswith("sk_")
            return PushAddress("rtmp://ingress.test/x", f"in_{name}")

    registry = studio.shop.house.context.port(ExternalServers)
    # As much of one as is needed.
    registry["tokyo"] = cast("Any", Ingress())
    use(studio, "tokyo")
    found = keys(studio)["backup"]
    assert (found["rtmp_url"], found["stream_key"], found["whip_url"]) == (
        "rtmp://ingress.test/x",
        f"in_{studio.show}-backup",
        None,
    )


SERVER = """[[server]]
id = "tokyo"
kind = "srs"
token = "tokyo-secret-of-16+"
rtmp_url = "rtmp://tokyo.test/live"
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[server", "media-servers.toml"),
        ("[[servers]]\n", "servers: Extra inputs"),
        (SERVER.replace('"tokyo"', '"To kyo"', 1), "server.0.id"),
        (SERVER.replace("srs", "obs"), "must be one of nginx-rtmp, srs"),
        (SERVER.replace("tokyo-secret-of-16+", "short"), "server.0.token"),
        (SERVER.replace("rtmp://", "http://"), "begins with rtmp://"),
        (SERVER + 'play_url = "tokyo.test/x"\n', "begins with http://"),
        (SERVER + 'passwort = "x"\n', "server.0.passwort"),
        (SERVER + SERVER, "two servers have the same id"),
        (SERVER + SERVER.replace('"tokyo"', '"osaka"', 1), "the same token"),
        (SERVER.replace('"tokyo"', '"media-1"', 1), "media-1 is the built-in server's id"),
    ],
)
def test_a_mistake_in_the_file_is_told_without_its_secrets(
    tmp_path: Path, text: str, told: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(BadServerFileError) as caught:
        MediaServers.of(Settings(media_servers=file))
    assert told in str(caught.value)
    assert str(file) in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(BadServerFileError):
        MediaServers.of(Settings(media_servers=tmp_path / "none.toml"))


def test_an_empty_file_leaves_the_built_in_server(tmp_path: Path) -> None:
    servers = MediaServers.of(Settings(media_servers=written(tmp_path, "")))
    assert [info.kind for info in servers.infos()] == ["builtin"]
