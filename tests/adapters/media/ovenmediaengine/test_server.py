"""Asking OvenMediaEngine by its REST API, over sockets."""

from typing import Any

import pytest

from kaibo.adapters.media.ovenmediaengine.server import OvenMediaEngineServer
from tests.support.media_api import PLAYLIST, VARIANTS, MediaApi, ask

STREAMS = "/v1/vhosts/default/apps/live/streams"
STATISTICS = "/v1/stats/current/vhosts/default/apps/live/streams"
ABOUT: dict[str, Any] = {
    "name": "shw_1",
    "input": {
        "createdTime": "2026-01-11T03:45:21.879+09:00",
        "sourceType": "Rtmp",
        "tracks": [
            {
                "id": 0,
                "type": "Video",
                "video": {
                    "bitrate": "2500000",
                    "bypass": False,
                    "codec": "H264",
                    "framerate": 30.0,
                    "height": 720,
                    "width": 1280,
                },
            },
            {
                "id": 1,
                "type": "Audio",
                "audio": {
                    "bitrate": "128000",
                    "bypass": False,
                    "channel": 2,
                    "codec": "AAC",
                    "samplerate": 48000,
                },
            },
        ],
    },
    "outputs": [],
}


def told(response: object) -> dict[str, object]:
    return {"statusCode": 200, "message": "OK", "response": response}


@pytest.fixture
def server(api: MediaApi) -> OvenMediaEngineServer:
    return OvenMediaEngineServer(
        api.settings("ovenmediaengine", options={"api_token": "kaibo:secret"})
    )


def carry(api: MediaApi) -> None:
    api.answers["GET", STREAMS] = told(["shw_1", "gone"])
    api.answers["GET", f"{STREAMS}/shw_1"] = told(ABOUT)
    api.answers["GET", f"{STATISTICS}/shw_1"] = told(
        {"totalBytesIn": 999001, "lastThroughputIn": 1}
    )


def test_it_tells_what_its_application_carries(
    api: MediaApi, server: OvenMediaEngineServer
) -> None:
    carry(api)
    (one,) = ask(server, server.streams())  # the other one is gone between two questions
    assert one.name == "shw_1"
    health = one.health
    assert (health.video_kbps, health.audio_kbps, health.frame_rate) == (2500, 128, 30)
    assert health.received_bytes == 999001
    assert one.playable is not None
    assert one.playable.video is not None
    assert one.playable.audio is not None
    assert (one.playable.video.width, one.playable.audio.channels) == (1280, 2)
    assert not one.playable.whep
    assert api.asked[0].headers["authorization"] == "Basic a2FpYm86c2VjcmV0"


def test_a_stream_without_sound_is_told(api: MediaApi, server: OvenMediaEngineServer) -> None:
    carry(api)
    only_video = {**ABOUT, "input": {"tracks": ABOUT["input"]["tracks"][:1]}}
    api.answers["GET", f"{STREAMS}/shw_1"] = told(only_video)
    (one,) = ask(server, server.streams())
    assert one.playable is not None
    assert one.playable.audio is None


def test_an_encoder_is_sent_away_by_deleting_its_stream(
    api: MediaApi, server: OvenMediaEngineServer
) -> None:
    api.answers["DELETE", f"{STREAMS}/shw_1"] = told(None)

    async def kick_both() -> None:
        await server.kick("shw_1")
        await server.kick("shw_1-backup")  # gone already

    ask(server, kick_both())
    assert api.said("DELETE") == [f"{STREAMS}/shw_1", f"{STREAMS}/shw_1-backup"]


@pytest.mark.parametrize("answer", [500, 401, 404, b"<html>", [1], {"response": {}}])
def test_an_answer_that_is_none_is_silence(
    api: MediaApi,
    server: OvenMediaEngineServer,
    answer: Any,  # noqa: ANN401 - anything
) -> None:
    api.answers["GET", STREAMS] = answer
    with pytest.raises(OSError, match=r"\S"):
        ask(server, server.streams())


def test_it_can_be_watched_once_its_playlist_leads_to_a_segment(api: MediaApi) -> None:
    play_url = f"{api.url}/live/{{name}}/master.m3u8?sig={{sig}}"
    options = {"api_token": "kaibo:secret"}
    server = OvenMediaEngineServer(
        api.settings("ovenmediaengine", play_url=play_url, options=options)
    )

    async def looks() -> list[bool]:
        found = [await server.is_playable("shw_1")]
        api.answers["GET", "/live/shw_1/master.m3u8"] = VARIANTS
        api.answers["GET", "/live/shw_1/variant.m3u8"] = PLAYLIST
        return [*found, await server.is_playable("shw_1")]

    assert ask(server, looks()) == [False, True]
    # Where viewers play may be somebody else's: it gets no credentials.
    assert not any("authorization" in one.headers for one in api.asked)
