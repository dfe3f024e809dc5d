"""Watching by WHEP over real sockets, with aiortc as the browser."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from itertools import pairwise

from aiortc import AudioStreamTrack

from kaibo.platform.auth import playurls
from tests.adapters.media.builtin.clips import Tag, make_tags
from tests.adapters.media.builtin.test_server import Client, Running, eventually, media
from tests.adapters.media.builtin.webrtc.rtc_clients import (
    Caller,
    Film,
    Publisher,
    Watcher,
    connection,
    offer_of,
    only,
    vanish,
)
from tests.adapters.media.builtin.webrtc.test_whip import (
    FILM,
    LIMITS,
    call,
    held,
    no_more,
    on_air,
    over,
)

_SPS, _PPS, _IDR, _SLICE = 7, 8, 5, 1


async def push(
    running: Running, tags: list[Tag], key: str = "k"
) -> tuple[Client, asyncio.Task[None]]:
    """Push tags by RTMP, in real time and again and again."""
    encoder = await running.encoder(key)
    await encoder.until(b"NetStream.Publish.Start")

    async def run() -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for turn in range(100):
            later = turn * (tags[-1].time + 33)
            for tag in tags:
                due = began + (tag.time + later) / 1000
                if due > loop.time():
                    await asyncio.sleep(due - loop.time())
                await encoder.send(media([replace(tag, time=tag.time + later)]))

    task = asyncio.create_task(run())
    await eventually(lambda: any(told[0] == "playable" for told in running.core.told))
    return encoder, task


def test_a_viewer_begins_at_a_keyframe_with_its_parameter_sets() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller, sound=True)
        watcher = Watcher(caller)
        assert (await watcher.start()).status_code == 201
        await eventually(lambda: len(watcher.video) > 40 and len(watcher.audio) > 20)
        units = watcher.units()
        assert units[:3] == [_SPS, _PPS, _IDR]
        assert _SLICE in units
        for at, kind in enumerate(units):
            assert kind != _IDR or units[at - 2 : at] == [_SPS, _PPS]
        assert running.server.health()["str_1"].whep_viewers == 1
        await watcher.peer.close()
        await publisher.peer.close()

    call(scenario)


def test_picture_and_sound_by_rtmp_are_watched_by_whep() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        _, task = await push(running, make_tags(frames=60, gop=15))
        watcher = Watcher(caller)
        assert (await watcher.start()).status_code == 201
        await eventually(lambda: len(watcher.video) > 20 and len(watcher.audio) > 20)
        assert watcher.units()[:3] == [_SPS, _PPS, _IDR]
        stamps = [packet.timestamp for packet in watcher.audio]
        steps = {(b - a) & 0xFFFFFFFF for a, b in pairwise(stamps)}
        assert steps <= {912, 960, 1008}  # 20 ms, give or take the rounding to ms
        task.cancel()
        await watcher.peer.close()

    call(scenario)


def test_sound_is_transcoded_only_while_somebody_listens() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller, sound=True)
        stream = running.server.source("str_1")
        assert stream is not None
        assert len(stream.listeners) == 0
        watcher = Watcher(caller)
        await watcher.start()
        await eventually(lambda: len(stream.listeners) == 1)
        await caller.http.delete(watcher.address)
        await eventually(lambda: len(stream.listeners) == 0)
        assert running.server.webrtc.viewers == 0
        await watcher.peer.close()
        await publisher.peer.close()

    call(scenario)


def test_200_whep_requests_against_a_cap_of_20_overflow_to_hls() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        peer = connection()
        peer.addTransceiver("video", direction="recvonly")
        only(peer, "video", "video/h264")
        offer = await offer_of(peer)
        answers = await asyncio.gather(*(caller.whep("live/str_1", offer) for _ in range(200)))
        taken = [answer for answer in answers if answer.status_code == 201]
        turned = [answer for answer in answers if answer.status_code == 503]
        assert (len(taken), len(turned)) == (20, 180)
        assert {answer.json()["code"] for answer in turned} == {"media.whep_full"}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in turned)
        assert running.server.webrtc.viewers == 20
        assert "str_1" in running.server.health()
        await peer.close()
        await publisher.peer.close()

    call(scenario, replace(LIMITS, connect_seconds=60.0))


def test_viewers_whose_ice_never_completes_give_their_places_back() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        peer = connection()
        peer.addTransceiver("video", direction="recvonly")
        only(peer, "video", "video/h264")
        offer = await offer_of(peer)
        assert (await caller.whep("live/str_1", offer)).status_code == 201
        assert (await caller.whep("live/str_1", offer)).status_code == 503
        await eventually(lambda: running.server.webrtc.viewers == 0)
        assert (await caller.whep("live/str_1", offer)).status_code == 201
        await peer.close()
        await publisher.peer.close()

    call(scenario, replace(LIMITS, viewers=1, connect_seconds=0.8))


def test_a_stream_with_b_frames_is_not_for_webrtc() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        _, task = await push(running, make_tags(frames=60, gop=30, b_frames=2))
        watcher = Watcher(caller)
        answer = await watcher.start()
        assert (answer.status_code, answer.json()["code"]) == (409, "media.whep_unavailable")
        assert "B-frames" in answer.json()["detail"]
        task.cancel()
        await watcher.peer.close()

    call(scenario)


def test_a_stream_that_is_not_there_cannot_be_watched() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        del running
        answer = await caller.whep("live/str_9", b"v=0")
        assert (answer.status_code, answer.json()["code"]) == (404, "media.no_stream")

    call(scenario)


def test_unreadable_sdp_of_a_viewer_is_a_400() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        answer = await caller.whep("live/str_1", b"hello")
        assert (answer.status_code, answer.json()["code"]) == (400, "media.sdp_unreadable")
        await publisher.peer.close()

    call(scenario)


def test_a_viewer_that_vanishes_makes_room() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        watcher = Watcher(caller)
        await watcher.start()
        await eventually(lambda: bool(watcher.video))
        vanish(watcher.peer)
        await eventually(lambda: running.server.webrtc.viewers == 0)
        await watcher.peer.close()
        await publisher.peer.close()

    call(scenario, replace(LIMITS, viewer_silent_seconds=1.5))


def test_the_end_of_the_stream_sends_its_viewers_home() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        watcher, early = Watcher(caller), connection()
        await watcher.start()
        await eventually(lambda: bool(watcher.video))
        early.addTransceiver("video", direction="recvonly")
        only(early, "video", "video/h264")
        assert (await caller.whep("live/str_1", await offer_of(early))).status_code == 201
        await publisher.stop()
        await over(running)
        await eventually(lambda: running.server.webrtc.sessions == 0)
        await eventually(lambda: watcher.peer.connectionState == "closed")
        for peer in (early, watcher.peer, publisher.peer):
            await peer.close()

    call(scenario)


def test_a_lost_packet_is_sent_again() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = await on_air(running, caller)
        watcher = Watcher(caller)
        await watcher.start()
        await eventually(lambda: len(watcher.video) > 5)
        lost = watcher.video[3]
        receiver = watcher.peer.getReceivers()[0]
        ask_again = receiver._send_rtcp_nack  # noqa: SLF001 - aiortc asks by itself only on loss
        await ask_again(lost.ssrc, [lost.sequence_number])
        repeated = lost.sequence_number.to_bytes(2, "big") + lost.payload
        await eventually(lambda: any(packet.payload == repeated for packet in watcher.video))
        await watcher.peer.close()
        await publisher.peer.close()

    call(scenario)


def test_viewers_that_come_and_go_leave_nothing_behind() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        publisher = Publisher(caller, Film(FILM), AudioStreamTrack())
        await publisher.start()
        await eventually(lambda: bool(running.core.told))

        async def visit() -> None:
            watcher = Watcher(caller)
            assert (await watcher.start()).status_code == 201
            await eventually(lambda: bool(watcher.video))
            await caller.http.delete(watcher.address)
            await watcher.peer.close()
            await eventually(lambda: running.server.webrtc.viewers == 0)

        await visit()
        await asyncio.sleep(0.1)
        before = held()
        for _ in range(8):
            await visit()
        await eventually(lambda: no_more(before))
        await publisher.peer.close()

    call(scenario)


def test_a_newcomer_does_not_wait_for_the_keyframe_of_an_encoder_that_cannot_be_asked() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        _, task = await push(running, make_tags(frames=270, gop=90, sound=False))
        stream = running.server.source("str_1")
        assert stream is not None
        await eventually(lambda: 15 < len(stream.listeners.group) < 45)
        watcher = Watcher(caller)
        assert (await watcher.start()).status_code == 201
        await eventually(lambda: len(watcher.video) > 25)
        units = watcher.units()
        assert units[:3] == [_SPS, _PPS, _IDR]
        assert units.count(_IDR) == 1
        stamps = [packet.timestamp for packet in watcher.video if packet.marker]
        steps = [(b - a) & 0xFFFFFFFF for a, b in pairwise(stamps)]
        assert steps[1] == 90  # what lies behind passes in a moment
        assert steps[-1] > 2000
        assert all(step < 2**31 for step in steps)
        task.cancel()
        await watcher.peer.close()

    call(scenario)


def test_a_protected_stream_is_watched_by_its_signed_address_only() -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        running.core.protected = True
        publisher = await on_air(running, caller)
        watcher = Watcher(caller)
        answer = await watcher.start()
        assert (answer.status_code, answer.json()["code"]) == (404, "media.no_stream")
        signed = playurls.signed_path("secret", "live/str_1", time.time())
        second = Watcher(caller)
        assert (await second.start(signed)).status_code == 201
        await eventually(lambda: bool(second.video))
        assert (await caller.http.delete(second.address)).status_code == 200
        for peer in (watcher.peer, second.peer, publisher.peer):
            await peer.close()

    call(scenario)
