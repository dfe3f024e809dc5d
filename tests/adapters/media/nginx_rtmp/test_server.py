"""Asking nginx-rtmp, over sockets."""

import pytest

from kaibo.adapters.media.nginx_rtmp.server import NginxRtmpServer
from tests.support.media_api import PLAYLIST, Asked, MediaApi, ask

STAT = b"""<?xml version="1.0" encoding="utf-8" ?>
<rtmp><server>
 <application><name>other</name><live><stream><name>shw_9</name><publishing/></stream></live>
 </application>
 <application><name>live</name><live>
  <stream><name>shw_1</name><time>61000</time><bw_in>3072000</bw_in><bytes_in>123456</bytes_in>
   <bw_audio>128000</bw_audio><bw_video>2944000</bw_video>
   <client><id>1</id><dropped>3</dropped><avsync>-20</avsync><publishing/></client>
   <client><id>2</id><dropped>0</dropped><avsync>0</avsync></client>
   <meta><video><width>1280</width><height>720</height><frame_rate>30</frame_rate>
    <codec>H264</codec></video><audio><codec>AAC</codec><channels>2</channels>
    <sample_rate>48000</sample_rate></audio></meta><publishing/><active/></stream>
  <stream><name>shw_2</name><client><id>3</id></client></stream>
 </live></application>
</server></rtmp>"""


@pytest.fixture
def server(api: MediaApi) -> NginxRtmpServer:
    return NginxRtmpServer(api.settings("nginx-rtmp"))


def test_it_tells_what_is_pushed_to_its_application(api: MediaApi, server: NginxRtmpServer) -> None:
    api.answers["GET", "/stat"] = STAT
    (one,) = ask(server, server.streams())
    assert one.name == "shw_1"
    health = one.health
    assert (health.video_kbps, health.audio_kbps, health.received_bytes) == (2944, 128, 123456)
    assert (health.dropped_frames, health.av_drift_ms, health.duration_ms) == (3, -20, 61000)
    assert one.playable is not None
    assert one.playable.video is not None
    assert (one.playable.video.width, one.playable.video.frame_rate) == (1280, 30.0)


def test_a_publisher_is_dropped(api: MediaApi, server: NginxRtmpServer) -> None:
    api.answers["GET", "/control/drop/publisher"] = b"1"
    ask(server, server.kick("shw_1"))
    assert api.asked[-1].query == {"app": "live", "name": "shw_1"}


@pytest.mark.parametrize("answer", [500, b"<rtmp>", b"not xml"])
def test_an_answer_that_is_none_is_silence(
    api: MediaApi, server: NginxRtmpServer, answer: object
) -> None:
    api.answers["GET", "/stat"] = answer
    with pytest.raises(OSError, match=r"\S"):
        ask(server, server.streams())


def test_it_can_be_watched_once_its_playlist_names_a_segment(
    api: MediaApi, server: NginxRtmpServer
) -> None:
    signed: list[str] = []

    def playlist(asked: Asked) -> bytes:
        signed.append(asked.path)
        return PLAYLIST

    async def looks() -> list[bool]:
        looked = [await server.is_playable("shw_1")]
        for path in {one.path for one in api.asked}:
            api.answers["GET", path] = playlist
        return [*looked, await server.is_playable("shw_1")]

    assert ask(server, looks()) == [False, True]
    assert signed[0].startswith("/play/~")
