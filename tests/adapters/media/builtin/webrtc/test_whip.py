"""Publishing by WHIP over real sockets, with aiortc as the browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiortc import AudioStreamTrack

from kaibo.adapters.media.builtin.limits import WebRtcLimits
from kaibo.adapters.media.builtin.refusal import PublishRefusedError
from tests.adapters.media.builtin.test_server import Running, eventually, serve
from tests.adapters.media.builtin.webrtc.rtc_clients import (
    Caller,
    Film,
    Publisher,
    connection,
    offer_of,
    only,
    pictures,
    vanish,
)

LIMITS = WebRtcLimits()
FILM = pictures(30)


def call(
    scenario: Callable[[Running, Caller], Awaitable[None]], limits: WebRtcLimits = LIMITS
) -> None:
    """Run a scenario with an HTTP client against a fresh server."""

    async def run(running: Running) -> None:
        caller = Caller(running)
        try:
            await scenario(running, caller)
        finally:
            await caller.http.aclose()

    serve(run, webrtc=limits)


async def on_air(running: Running, caller: Caller, *, sound: bool = False) -> Publisher:
    """Publish until core has heard that there is something to watch."""
    publisher = Publisher(caller, Film(FILM), AudioStreamTrack() if sound else None)
    assert (await publisher.start()).status_code == 201
    await eventually(lambda: any(told[0] == "playable" for told in running.core.told))
    return publisher


async def over(running: Running) -> tuple[str, ...]:
    """Wait for the end of the first stream, as core hears it."""
    await eventually(lambda: any(told[0] == "unpublish" for told in running.core.told))
    return next(told for told in running.core.told if told[0] == "unpublish")


def test_a_browser_publishes_picture_and_sound_and_hls_viewers_see_both() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller, sound=True)
        assert running.core.told[0][2] == "avc1.42C00B,mp4a.40.2"
        asked = running.core.asked[0]
        assert (asked.protocol, asked.stream_key, asked.app) == ("whip", "k", "live")
        playlist = (await caller.http.get("/live/str_1/index.m3u8")).text
        assert "#EXT-X-PART:" in playlist
        health = running.server.health()["str_1"]
        assert health.video_kbps > 0
        assert health.audio_kbps > 0
        assert (await publisher.stop()).status_code == 200
        assert (await over(running))[1:3] == ("str_1", "ended")
        assert (await publisher.stop()).status_code == 404
        await publisher.peer.close()

    call(scenario)


def test_a_picture_without_sound_is_not_kept_waiting_for_one() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        assert running.core.told[0][2] == "avc1.42C00B"
        await publisher.peer.close()

    call(scenario)


def test_the_address_of_a_session_is_relative_so_that_a_proxy_may_move_it() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = Publisher(caller, Film(FILM))
        answer = await publisher.start()
        assert answer.headers["location"].startswith("whip/")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Location" in answer.headers["access-control-expose-headers"]
        assert answer.headers["content-type"] == "application/sdp"
        await publisher.peer.close()

    call(scenario)


def test_a_browser_that_is_killed_ends_its_stream_as_connection_lost() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        vanish(publisher.peer)
        assert (await over(running))[2] == "connection_lost"
        assert running.server.health() == {}
        await publisher.peer.close()

    call(scenario, replace(LIMITS, silent_seconds=0.6))


def test_ice_that_never_completes_releases_the_key_in_bounded_time() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        peer = connection()
        peer.addTransceiver("video", direction="sendonly")
        only(peer, "video", "video/h264")
        offer = await offer_of(peer)
        assert (await caller.whip(offer)).status_code == 201
        await peer.close()  # the answer is never used
        assert (await over(running))[2] == "connection_lost"
        assert (await caller.whip(offer)).status_code == 201
        assert running.server.webrtc.sessions == 1

    call(scenario, replace(LIMITS, connect_seconds=0.5))


@pytest.mark.parametrize(
    "body", [b"", b"v=0", b"\xff\xfe\x00", b"v=0\r\nm=video nine what\r\n", b"{}" * 100]
)
def test_unreadable_sdp_is_a_400(body: bytes) -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        answer = await caller.whip(body)
        assert answer.status_code == 400
        assert answer.json()["code"] == "media.sdp_unreadable"
        assert running.core.asked == []

    call(scenario)


def test_main_profile_offers_get_a_4xx_that_says_what_to_set() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        peer = connection()
        peer.addTransceiver("video", direction="sendonly")
        only(peer, "video", "video/h264")
        offer = await offer_of(peer)
        main = offer.replace("42001f", "4d001f").replace("42e01f", "64001f")
        answer = await caller.whip(main)
        assert answer.status_code == 406
        assert answer.json()["code"] == "media.main_profile"
        assert "Main, High" in answer.json()["detail"]
        assert "42e01f" in answer.json()["detail"]
        assert running.core.asked == []
        await peer.close()

    call(scenario)


def test_vp8_alone_is_a_4xx() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        peer = connection()
        peer.addTransceiver("video", direction="sendonly")
        only(peer, "video", "video/vp8")
        answer = await caller.whip(await offer_of(peer))
        assert answer.status_code == 406
        assert answer.json()["code"] == "media.no_h264"
        assert "VP8" in answer.json()["detail"]
        await peer.close()

    call(scenario)


def test_an_offer_that_is_too_large_is_a_413() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        answer = await caller.whip(b"v=0\r\n" + b"a=x\r\n" * 16_000)
        assert answer.status_code == 413
        assert running.core.asked == []

    call(scenario)


def test_a_body_that_is_no_session_description_is_a_415() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        headers = {"Authorization": "Bearer k", "Content-Type": "application/json"}
        answer = await caller.http.post("/whip", content=b"{}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (415, "media.sdp_expected")

    call(scenario)


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer " + "x" * 300])
def test_without_a_stream_key_nobody_publishes(header: str) -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        headers = {"Content-Type": "application/sdp"} | (
            {"Authorization": header} if header else {}
        )
        answer = await caller.http.post("/whip", content=b"v=0", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "media.key_missing")
        assert answer.headers["www-authenticate"] == "Bearer"

    call(scenario)


@pytest.mark.parametrize(
    ("code", "status"),
    [("NetStream.Publish.BadName", 403), ("NetStream.Publish.Rejected", 503)],
)
def test_cores_refusal_reaches_the_browser(code: str, status: int) -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        running.core.refusal = PublishRefusedError(code, "The show is over.")
        publisher = Publisher(caller, Film(FILM))
        answer = await publisher.start()
        assert answer.status_code == status
        assert answer.json()["detail"] == "The show is over."
        assert running.server.webrtc.sessions == 0
        await publisher.peer.close()

    call(scenario)


def test_two_browsers_one_key_the_second_is_refused() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        first = await on_air(running, caller)
        second = Publisher(caller, Film(FILM))
        answer = await second.start()
        assert answer.status_code == 403
        assert answer.json()["code"] == "media.already_publishing"
        assert "Another encoder" in answer.json()["detail"]
        for publisher in (first, second):
            await publisher.peer.close()

    call(scenario)


def test_publishers_are_counted() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        first, second = Publisher(caller, Film(FILM)), Publisher(caller, Film(FILM))
        assert (await first.start("a")).status_code == 201
        answer = await second.start("b")
        assert (answer.status_code, answer.json()["code"]) == (503, "media.whip_full")
        assert "retry-after" in answer.headers
        for publisher in (first, second):
            await publisher.peer.close()

    call(scenario, replace(LIMITS, publishers=1))


def test_an_operator_ends_it() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        running.server.kick("str_1")
        assert (await over(running))[2] == "kicked"
        await eventually(lambda: publisher.peer.connectionState == "closed")
        await publisher.peer.close()

    call(scenario)


def test_a_smaller_picture_begins_behind_a_discontinuity() -> None:
    """A browser changes the size of its picture when the line gets worse."""

    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        publisher.film.shown = pictures(30, size=(96, 64))
        stream = running.server.source("str_1")
        assert stream is not None
        await eventually(lambda: b"#EXT-X-DISCONTINUITY\n" in stream.window.playlist())
        assert stream.formats is not None
        assert (stream.formats.video.sps.width, stream.formats.video.sps.height) == (96, 64)
        await publisher.peer.close()

    call(scenario)


def test_candidates_may_come_later() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = Publisher(caller, Film(FILM))
        await publisher.start()
        fragment = "a=mid:0\r\na=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r\n"
        headers = {"Content-Type": "application/trickle-ice-sdpfrag"}
        patch = caller.http.patch
        taken = await patch(publisher.address, content=fragment, headers=headers)
        assert taken.status_code == 204
        again = f"a=ice-ufrag:other\r\na=ice-pwd:{'x' * 22}\r\n{fragment}"
        restart = await patch(publisher.address, content=again, headers=headers)
        assert (restart.status_code, restart.json()["code"]) == (422, "media.ice_restart")
        broken = await patch(publisher.address, content="a=candidate:what\r\n", headers=headers)
        assert broken.status_code == 400
        nobody = await patch("/whip/nobody", content=fragment, headers=headers)
        assert nobody.status_code == 404
        await publisher.peer.close()

    call(scenario)


def test_pages_of_other_origins_may_ask_and_see_what_they_need() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        for path in ("/whip", "/live/str_1/whep"):
            answer = await caller.http.options(path)
            assert answer.status_code == 204
            assert "POST" in answer.headers["access-control-allow-methods"]
            assert "Authorization" in answer.headers["access-control-allow-headers"]
            assert answer.headers["accept-post"] == "application/sdp"

    call(scenario)


def test_many_publishers_that_come_and_go_leave_nothing_behind() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        async def visit() -> None:
            publisher = Publisher(caller, Film(FILM), AudioStreamTrack())
            assert (await publisher.start()).status_code == 201
            await eventually(lambda: publisher.peer.connectionState == "connected")
            await publisher.stop()
            await publisher.peer.close()
            await eventually(lambda: running.server.webrtc.sessions == 0)

        await visit()
        await asyncio.sleep(0.1)
        before = held()
        for _ in range(8):
            await visit()
        await eventually(lambda: no_more(before))

    call(scenario)


def held() -> tuple[int, int, int]:
    """Open files, threads and tasks; the loop's own threads grow to their number in any case."""
    files = len(list(Path("/proc/self/fd").iterdir()))
    threads = sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate())
    return files, threads, len(asyncio.all_tasks())


def no_more(before: tuple[int, int, int]) -> bool:
    """Whether nothing is held beyond that."""
    return all(now <= then for now, then in zip(held(), before, strict=True))
