"""Real clients: headless Chromium with its fake camera, and the WHIP muxer of a newer ffmpeg."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]
import pytest
from playwright.async_api import Page, async_playwright

from kaibo.adapters.media.builtin.limits import WebRtcLimits
from tests.adapters.media.builtin.test_server import Running, serve
from tests.adapters.media.builtin.webrtc.rtc_clients import Caller
from tests.adapters.media.builtin.webrtc.test_whip import call

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--remote-debugging-port=0",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)

PUBLISH = """async ([url, codec]) => {
  const media = await navigator.mediaDevices.getUserMedia({
    video: { width: 640, height: 360 }, audio: true });
  const peer = (window.publisher = new RTCPeerConnection());
  for (const track of media.getTracks()) peer.addTransceiver(track, { direction: "sendonly" });
  if (codec) {
    const found = RTCRtpReceiver.getCapabilities("video").codecs;
    peer.getTransceivers().find(t => t.sender.track.kind === "video").setCodecPreferences(
      found.filter(c => (c.mimeType + " " + (c.sdpFmtpLine ?? "")).match(codec)));
  }
  await peer.setLocalDescription();
  const answer = await fetch(url, { method: "POST", body: peer.localDescription.sdp,
    headers: { Authorization: "Bearer k", "Content-Type": "application/sdp" } });
  const text = await answer.text();
  if (answer.status !== 201) return [answer.status, JSON.parse(text).code];
  window.session = new URL(answer.headers.get("Location"), answer.url).href;
  await peer.setRemoteDescription({ type: "answer", sdp: text });
  return [answer.status, ""];
}"""

WATCH = """async url => {
  const peer = (window.viewer = new RTCPeerConnection());
  for (const kind of ["video", "audio"]) peer.addTransceiver(kind, { direction: "recvonly" });
  const video = document.body.appendChild(document.createElement("video"));
  video.muted = video.autoplay = true;
  const stream = (video.srcObject = new MediaStream());
  peer.ontrack = ({ track }) => stream.addTrack(track);
  await peer.setLocalDescription();
  const answer = await fetch(url, { method: "POST", body: peer.localDescription.sdp,
    headers: { "Content-Type": "application/sdp" } });
  const text = await answer.text();
  if (answer.status !== 201) return answer.status;
  await peer.setRemoteDescription({ type: "answer", sdp: text });
  for (let shown = 0; shown < 30; shown++)
    await new Promise(next => video.requestVideoFrameCallback(next));
  const found = {};
  (await peer.getStats()).forEach(one => {
    if (one.type === "inbound-rtp") found[one.kind] = one.framesDecoded ?? one.totalSamplesReceived;
  });
  return [video.videoWidth, video.videoHeight, found.video, found.audio];
}"""


async def until(condition: Callable[[], bool], seconds: float = 40) -> None:
    """Wait for a condition; browsers take their time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another program makes it true
            await asyncio.sleep(0.05)


@asynccontextmanager
async def browser(chromium: str, folder: Path) -> AsyncIterator[tuple[Page, int]]:
    """Start Chromium in a process group of its own (given), so that it can be killed whole."""
    command = [chromium, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        told = folder / "DevToolsActivePort"
        await until(lambda: told.exists() and "\n" in told.read_text(), 60)
        port = told.read_text().splitlines()[0]
        async with async_playwright() as playwright:
            found = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            yield found.contexts[0].pages[0], process.pid
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def patiently(running: Running, told: str) -> tuple[str, ...]:
    """Wait until core has been told something."""
    await until(lambda: any(each[0] == told for each in running.core.told))
    return next(each for each in running.core.told if each[0] == told)


async def open_page(page: Page, running: Running) -> str:
    base = f"http://127.0.0.1:{running.http_port}"
    await page.goto(f"{base}/healthz")
    return base


@pytest.mark.browser
def test_a_browser_broadcasts_its_camera_and_another_page_sees_it(
    chromium: str, tmp_path: Path
) -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        async with browser(chromium, tmp_path) as (page, _):
            base = await open_page(page, running)
            assert await page.evaluate(PUBLISH, [f"{base}/whip", ""]) == [201, ""]
            playable = await patiently(running, "playable")
            assert playable[2].startswith("avc1.42")
            assert playable[2].endswith(",mp4a.40.2")
            wide, high, pictures, samples = await page.evaluate(WATCH, f"{base}/live/str_1/whep")
            assert wide * 9 == high * 16
            assert pictures >= 30
            assert samples > 20_000
            playlist = (await caller.http.get("/live/str_1/index.m3u8")).text
            assert "#EXT-X-PART:" in playlist
            await page.evaluate("fetch(session, { method: 'DELETE' })")
            assert (await patiently(running, "unpublish"))[2] == "ended"

    call(scenario)


@pytest.mark.browser
def test_a_browser_killed_ends_its_stream_within_seconds(chromium: str, tmp_path: Path) -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        del caller
        async with browser(chromium, tmp_path) as (page, group):
            base = await open_page(page, running)
            assert await page.evaluate(PUBLISH, [f"{base}/whip", ""]) == [201, ""]
            await patiently(running, "playable")
            os.killpg(group, signal.SIGKILL)
            began = asyncio.get_running_loop().time()
            assert (await patiently(running, "unpublish"))[2] == "connection_lost"
            assert asyncio.get_running_loop().time() - began < WebRtcLimits().silent_seconds + 3

    call(scenario)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("codec", "code"),
    [("H264.*=4d", "media.main_profile"), ("VP8", "media.no_h264")],
)
def test_a_browser_that_offers_other_video_hears_why_not(
    chromium: str, tmp_path: Path, codec: str, code: str
) -> None:
    async def scenario(running: Running, caller: Caller) -> None:
        del caller
        async with browser(chromium, tmp_path) as (page, _):
            base = await open_page(page, running)
            assert await page.evaluate(PUBLISH, [f"{base}/whip", codec]) == [406, code]

    call(scenario)


def test_ffmpeg_publishes_by_its_own_whip(tmp_path: Path) -> None:
    """An implementation that shares nothing with browsers or with aiortc."""

    async def scenario(running: Running) -> None:
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-hide_banner",
            "-nostdin",
            "-loglevel",
            "error",
        ]
        command += ["-re", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30"]
        command += ["-f", "lavfi", "-i", "sine=440:r=48000", "-t", "6", "-pix_fmt", "yuv420p"]
        command += ["-c:v", "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-g", "30"]
        command += ["-c:a", "libopus", "-ac", "2", "-b:a", "96k", "-authorization", "k"]
        command += ["-f", "whip", f"http://127.0.0.1:{running.http_port}/whip"]
        with (tmp_path / "ffmpeg.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(*command, stderr=log)
        try:
            playable = await patiently(running, "playable")
            assert playable[2:] == ("avc1.42C00D,mp4a.40.2", "30")
            stream = running.server.source("str_1")
            assert stream is not None
            assert (await patiently(running, "unpublish"))[2] == "ended"
            assert stream.health().dropped_frames == 0
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    serve(scenario)
