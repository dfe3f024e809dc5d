"""Asking MediaMTX by its control API, over sockets."""

from typing import Any

import pytest

from kaibo.adapters.media.mediamtx.server import MediamtxServer
from tests.support.media_api import PLAYLIST, Asked, MediaApi, ask

PATH: dict[str, Any] = {
    "name": "live/shw_1",
    "confName": "~^live/.+$",
    "ready": True,
    "readyTime": "2026-11-22T10:00:00Z",
    "available": True,
    "source": {"type": "rtmpConn", "id": "5f1c"},
    "tracks": ["H264", "MPEG-4 Audio"],
    "tracks2": [
        {
            "codec": "H264",
            "codecProps": {"width": 1280, "height": 720, "profile": "High", "level": "3.1"},
        },
        {"codec": "MPEG-4 Audio", "codecProps": {"sampleRate": 44100, "channelCount": 2}},
    ],
    "inboundBytes": 999001,
    "bytesReceived": 999001,
    "readers": [],
}


def page(*paths: object, pages: int = 1) -> dict[str, object]:
    return {"itemCount": len(paths), "pageCount": pages, "items": list(paths)}


@pytest.fixture
def server(api: MediaApi) -> MediamtxServer:
    return MediamtxServer(api.settings("mediamtx", whep_url="https://edge.test/live/{name}/whep"))


def test_it_tells_what_encoders_push_to_its_application(
    api: MediaApi, server: MediamtxServer
) -> None:
    pulled = PATH | {"name": "live/cam", "source": {"type": "rtspSource", "id": ""}}
    api.answers["GET", "/v3/paths/list"] = page(
        PATH, pulled, PATH | {"name": "other/shw_1"}, PATH | {"name": "live/x", "source": None}
    )
    (one,) = ask(server, server.streams())
    assert (one.name, one.health.received_bytes) == ("shw_1", 999001)
    assert one.playable is not None
    assert one.playable.video is not None
    assert one.playable.audio is not None
    assert (one.playable.video.codec, one.playable.video.width) == ("H264", 1280)
    assert (one.playable.audio.codec, one.playable.audio.sample_rate) == ("MPEG-4 Audio", 44100)
    assert one.playable.whep


def test_older_versions_count_under_another_name_and_tell_no_sizes(
    api: MediaApi, server: MediamtxServer
) -> None:
    old = {name: value for name, value in PATH.items() if name not in {"inboundBytes", "tracks2"}}
    api.answers["GET", "/v3/paths/list"] = page(old)
    (one,) = ask(server, server.streams())
    assert one.health.received_bytes == 999001
    assert one.playable is not None
    assert one.playable.video is None


def test_all_pages_are_read(api: MediaApi, server: MediamtxServer) -> None:
    def answer(asked: Asked) -> object:
        number = asked.query["page"]
        return page(PATH | {"name": f"live/shw_{number}"}, pages=3)

    api.answers["GET", "/v3/paths/list"] = answer
    carried = ask(server, server.streams())
    assert [one.name for one in carried] == ["shw_0", "shw_1", "shw_2"]


@pytest.mark.parametrize(
    ("source", "kicked_at"),
    [
        ("rtmpConn", "rtmpconns"),
        ("rtmpsConn", "rtmpsconns"),
        ("webRTCSession", "webrtcsessions"),
        ("srtConn", "srtconns"),
        ("rtspSession", "rtspsessions"),
    ],
)
def test_an_encoder_is_kicked_where_it_came_in(
    api: MediaApi, server: MediamtxServer, source: str, kicked_at: str
) -> None:
    path = PATH | {"source": {"type": source, "id": "5f1c"}}
    api.answers["GET", "/v3/paths/list"] = page(path, PATH | {"name": "live/shw_10"})
    api.answers["POST", f"/v3/{kicked_at}/kick/5f1c"] = {"status": "ok"}
    ask(server, server.kick("shw_1"))
    assert api.said("POST") == [f"/v3/{kicked_at}/kick/5f1c"]


def test_an_encoder_that_is_gone_already_stays_so(api: MediaApi, server: MediamtxServer) -> None:
    api.answers["GET", "/v3/paths/list"] = page(PATH)
    ask(server, server.kick("shw_1"))  # 404
    assert len(api.said("POST")) == 1


@pytest.mark.parametrize("answer", [500, 401, b"<html>", [1]])
def test_an_answer_that_is_none_is_silence(
    api: MediaApi,
    server: MediamtxServer,
    answer: Any,  # noqa: ANN401 - anything
) -> None:
    api.answers["GET", "/v3/paths/list"] = answer
    with pytest.raises(OSError, match=r"\S"):
        ask(server, server.streams())


def test_its_playlist_is_asked_for_with_a_signature(api: MediaApi) -> None:
    server = MediamtxServer(
        api.settings("mediamtx", play_url=f"{api.url}/live/{{name}}/index.m3u8?sig={{sig}}")
    )
    api.answers["GET", "/live/shw_1/index.m3u8"] = PLAYLIST
    assert ask(server, server.is_playable("shw_1"))
    assert api.asked[0].query["sig"].startswith("~")
