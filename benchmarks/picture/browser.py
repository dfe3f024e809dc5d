"""A viewer's phone: headless Chromium on the shop's own page, reading the clock in the pixels."""

from __future__ import annotations

import contextlib
import shutil
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.picture.clock import BITS, CHECK_BITS, HEIGHT, SQUARE
from benchmarks.support.programs import PATIENCE_SECONDS

_ARGUMENTS = (
    "--autoplay-policy=no-user-gesture-required",
    # WebRTC on this machine alone: its own addresses, by number.
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--no-sandbox",
)

# Runs before the page's own scripts: notes the first frame of any <video>, and reads the squares
# of every later one. `requestVideoFrameCallback` is called when a frame goes to the compositor.
_WATCH = """
(() => {
  const bits = %(bits)d, check = %(check)d, square = %(square)d, height = %(height)d;
  const seen = (window.__seen = { first: null, delays: [], bad: 0, stalls: 0 });
  const canvas = document.createElement("canvas");
  canvas.width = bits + check;
  canvas.height = 1;
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  const read = (video) => {
    for (let at = 0; at < bits + check; at += 1) {
      const [left, top] = [at * square + square / 4, height / 2 - square / 4];
      paper.drawImage(video, left, top, square / 2, square / 2, at, 0, 1, 1);
    }
    const data = paper.getImageData(0, 0, bits + check, 1).data;
    let value = 0, sum = 0;
    for (let at = 0; at < bits; at += 1) value = value * 2 + (data[at * 4] > 126 ? 1 : 0);
    for (let at = bits; at < bits + check; at += 1) sum = sum * 2 + (data[at * 4] > 126 ? 1 : 0);
    return ((value ^ (value >> 8) ^ (value >> 16)) & 0xff) === sum ? value : null;
  };
  const follow = (video) => {
    const step = () => {
      seen.first ??= performance.now();
      if (video.videoWidth === %(width)d) {
        const value = read(video);
        if (value === null) seen.bad += 1;
        else seen.delays.push((Date.now() - value) & (2 ** bits - 1));
      }
      video.requestVideoFrameCallback(step);
    };
    video.requestVideoFrameCallback(step);
    video.addEventListener("waiting", () => { if (seen.first !== null) seen.stalls += 1; });
  };
  const known = new WeakSet();
  new MutationObserver(() => {
    for (const video of document.querySelectorAll("video")) {
      if (!known.has(video)) { known.add(video); follow(video); }
    }
  }).observe(document, { childList: true, subtree: true });
})();
"""


@dataclass(frozen=True)
class Watched:
    """What one visit of the page measured."""

    first_frame_ms: float
    """From the start of the navigation to the first frame on screen."""
    delay_ms: float
    """Median glass to glass, after the first five seconds."""
    frames: int
    unreadable: int
    stalls: int


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def watch(browser: Browser, page_url: str, seconds: float, prepare: str = "") -> Watched:
    """Visit the page anew; `prepare` is a script that runs before the page's own."""
    context: BrowserContext = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    script = _WATCH % {
        "bits": BITS, "check": CHECK_BITS, "square": SQUARE, "height": HEIGHT, "width": 32 * SQUARE,
    }  # fmt: skip
    context.add_init_script(prepare + script)
    page = context.new_page()
    try:
        page.goto(page_url, wait_until="commit")
        # Asked again and again: the page's own security policy forbids Playwright's way to wait.
        until = time.monotonic() + PATIENCE_SECONDS
        while page.evaluate("window.__seen?.first ?? null") is None:
            if time.monotonic() > until:
                message = f"no frame of {page_url} in {PATIENCE_SECONDS:g} s"
                raise TimeoutError(message)
            page.wait_for_timeout(50)
        page.wait_for_timeout(5_000)
        skipped = page.evaluate("window.__seen.delays.length")
        page.wait_for_timeout(seconds * 1000)
        seen = page.evaluate("window.__seen")
    finally:
        context.close()
    delays = seen["delays"][skipped:]
    if not delays:
        message = f"no frame of {page_url} could be read ({seen['bad']} unreadable)"
        raise RuntimeError(message)
    return Watched(
        seen["first"], statistics.median(delays), len(delays), seen["bad"], seen["stalls"]
    )
