"""Asking SRS by its HTTP API, over sockets."""

from typing import Any

import pytest

from kaibo.adapters.media.srs.server import SrsServer
from tests.support.media_api import PLAYLIST, VARIANTS, MediaApi, ask

STREAM: dict[str, Any] = {
    "id": "vid-124q9y3",
    "name": "shw_1",
    "vhost": "vid-q41c11p",
    "app": "live",
    "tcUrl": "rtmp://edge.test/live",
    "url": "/live/shw_1",
    "live_ms": 1780000000000,
    "clients": 2,
    "frames": 431,
    "send_bytes": 4470,
    "recv_bytes": 999001,
    "kbps": {"recv_30s": 2500, "send_30s": 0},
    "publish": {"active": True, "cid": "341w361a"},
    "video": {"codec": "H264", "profile": "High", "level": "3.1", "width": 1280, "height": 720},
    "audio": {"codec": "AAC", "sample_rate": 44100, "channel": 2, "profile": "LC"},
}


def listing(*streams: object) -> dict[str, object]:
    return {"code": 0, "server": "vid-0xk989d", "streams": list(streams)}


@pytest.fixture
def server(api: MediaApi) -> SrsServer:
    return SrsServer(api.settings("srs", whep_url="https://edge.test/whep/{name}"))


def test_it_tells_what_is_pushed_to_its_application(api: MediaApi, server: SrsServer) -> None:
    idle = STREAM | {"name": "shw_2", "publish": {"active": False, "cid": ""}}
    api.answers["GET", "/api/v1/streams/"] = listing(STREAM, idle, STREAM | {"app": "other"}, 7)
    (one,) = ask(server, server.streams())
    assert (one.name, one.health.video_kbps, one.health.received_bytes) == ("shw_1", 2500, 999001)
    assert one.counted_every_s > 3
    assert one.playable is not None
    assert one.playable.video is not None
    assert one.playable.audio is not None
    assert (one.playable.video.codec, one.playable.video.height) == ("H264", 720)
    assert (one.playable.audio.sample_rate, one.playable.audio.channels) == (44100, 2)
    assert one.playable.whep
    assert int(api.asked[0].query["count"]) > 10  # it lists ten unless asked for more


def test_a_stream_of_which_it_knows_no_format_yet_is_told(api: MediaApi, server: SrsServer) -> None:
    api.answers["GET", "/api/v1/streams/"] = listing(STREAM | {"video": None, "audio": None})
    (one,) = ask(server, server.streams())
    assert one.playable is not None
    assert (one.playable.video, one.playable.audio) == (None, None)


def test_an_encoder_is_disconnected_by_its_client(api: MediaApi, server: SrsServer) -> None:
    api.answers["GET", "/api/v1/streams/"] = listing(STREAM)
    api.answers["DELETE", "/api/v1/clients/341w361a"] = {"code": 0}
    ask(server, server.kick("shw_1"))
    assert api.said("DELETE") == ["/api/v1/clients/341w361a"]


def test_an_encoder_that_is_gone_already_stays_so(api: MediaApi, server: SrsServer) -> None:
    api.answers["GET", "/api/v1/streams/"] = listing(STREAM)

    async def kick_both() -> None:
        await server.kick("shw_1")  # its client is not found
        await server.kick("shw_7")  # not even listed

    ask(server, kick_both())
    assert len(api.said("DELETE")) == 1


@pytest.mark.parametrize("answer", [500, 401, b"not json", [], {"code": 1061}])
def test_an_answer_that_is_none_is_silence(api: MediaApi, server: SrsServer, answer: Any) -> None:  # noqa: ANN401 - anything
    api.answers["GET", "/api/v1/streams/"] = answer
    with pytest.raises(OSError, match=r"\S"):
        ask(server, server.streams())


def test_a_server_that_is_not_there_is_silence(api: MediaApi) -> None:
    server = SrsServer(api.settings("srs", api_url="http://127.0.0.1:9"))
    with pytest.raises(OSError, match="ConnectError"):
        ask(server, server.streams())


def test_its_api_can_have_a_password(api: MediaApi) -> None:
    options = {"api_user": "kaibo", "api_password": "secret"}
    server = SrsServer(api.settings("srs", options=options))
    api.answers["GET", "/api/v1/streams/"] = listing()
    assert ask(server, server.streams()) == []
    assert api.asked[0].headers["authorization"] == "Basic a2FpYm86c2VjcmV0"
    assert "secret" not in repr(api.settings("srs", options=options))


def test_a_playlist_of_variants_says_nothing_until_it_leads_to_a_segment(api: MediaApi) -> None:
    """SRS gives each player a playlist that leads to its own."""
    settings = api.settings("srs", play_url=f"{api.url}/live/{{name}}.m3u8")
    server = SrsServer(settings)

    async def looks() -> list[bool]:
        found = []
        for master, variant in (
            (404, 404),
            (VARIANTS, 404),
            (VARIANTS, b"#EXTM3U\n"),
            (VARIANTS, PLAYLIST),
            (PLAYLIST, 404),
            (PLAYLIST + b"#EXT-X-ENDLIST\n", 404),  # left behind by an earlier stream
        ):
            api.answers["GET", "/live/shw_1.m3u8"] = master
            api.answers["GET", "/live/variant.m3u8"] = variant
            found.append(await server.is_playable("shw_1"))
        return found

    assert ask(server, looks()) == [False, False, False, True, True, False]


def test_without_an_address_to_look_at_the_servers_word_must_do(api: MediaApi) -> None:
    server = SrsServer(api.settings("srs", play_url=None))
    assert ask(server, server.is_playable("shw_1"))


def test_the_file_says_where_to_push(server: SrsServer) -> None:
    assert ask(server, server.push_address("shw_1", "sk_1")) is None
