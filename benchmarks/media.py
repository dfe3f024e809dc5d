"""What the built-in media server costs, how far behind it is, and whether it loses a frame.

    make bench-media
    make bench-media ARGS="--rounds 5 --seconds 20 --only cost delay"

Everything is real and runs in this one go: `kaibo serve`, nginx with its RTMP module (both cut the
same streams into HLS), encoders that push 1280x720 at 30 frames/s and 3 Mbit/s with sound, a
hundred viewers that read as players read, and headless Chromium on the shop's own page.

- *cost*: processor time of the media process for one and for eight streams, not recorded and
  recorded, beside nginx.
- *viewers*: processor time for a hundred low-latency viewers of one stream, and parts that came too
  late for a player that keeps to the playlist's hold-back.
- *delay*: a clock in the pixels, read back from the page's picture: glass to glass, and the time
  from opening the page to its first frame, by LL-HLS and by WHEP.
- *recording*: a counted clip is pushed while the show is on air; the replay is decoded and counted.

Rounds are interleaved; medians count. Programs are named in `tools/apt_setup.sh`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import av

from benchmarks.picture import sources
from benchmarks.picture.browser import Watched, chromium, watch
from benchmarks.picture.installation import Installation, installed
from benchmarks.picture.nginx import Nginx, nginx
from benchmarks.support.processor import Stopwatch
from benchmarks.support.programs import wait_for

STREAMS = (1, 8)
VIEWERS = 100
SETTLE_SECONDS = 4.0
CHOOSE_WHEP = "localStorage.setItem('kaibo.player.delay', JSON.stringify('fast'));"

Results = dict[str, list[float]]


def cost(kaibo: Installation, beside: Nginx, options: argparse.Namespace, results: Results) -> None:
    """Measure one round of every contestant at every number of streams."""
    clip = sources.clip(options.folder)
    for streams in STREAMS:
        for name, on_air in (("kaibo", False), ("kaibo, recorded", True)):
            shows = [kaibo.show("Cost", on_air=on_air) for _ in range(streams)]
            with contextlib.ExitStack() as stack:
                for show in shows:
                    stack.enter_context(
                        sources.pushed(clip, show.rtmp_url, options.folder / "push.log")
                    )
                for show in shows:
                    kaibo.playlist(show)
                share = _share(kaibo.media_pid, options.seconds) / streams
            for show in shows:
                kaibo.end(show)
            _note(results, f"{name}, {streams} at once: CPU per stream", share)
        with contextlib.ExitStack() as stack:
            names = [f"s{time.time_ns()}" for _ in range(streams)]
            for name in names:
                stack.enter_context(
                    sources.pushed(clip, beside.address(name), options.folder / "push.log")
                )
            for name in names:
                beside.wait_until_playable(name)
            share = _share(beside.pid, options.seconds) / streams
        _note(results, f"nginx-rtmp, {streams} at once: CPU per stream", share)


def viewers(kaibo: Installation, options: argparse.Namespace, results: Results) -> None:
    """Measure a hundred low-latency viewers of one stream."""
    show = kaibo.show("Viewers", on_air=True)
    clip = sources.clip(options.folder)
    with sources.pushed(clip, show.rtmp_url, options.folder / "push.log"):
        url = kaibo.playlist(show)
        time.sleep(SETTLE_SECONDS)
        command = [sys.executable, "-m", "benchmarks.picture.viewers", url]
        command += ["--viewers", str(VIEWERS), "--seconds", str(options.seconds)]
        watch_cpu = Stopwatch([kaibo.media_pid])
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        share = watch_cpu.share()
    kaibo.end(show)
    told = json.loads(done.stdout)
    _note(results, f"{VIEWERS} viewers: CPU with ingest", share)
    for name in ("late_parts", "parts", "behind_p99_ms", "mbit_per_second"):
        _note(results, f"{VIEWERS} viewers: {name}", told[name])


def delay(kaibo: Installation, options: argparse.Namespace, results: Results) -> None:
    """Measure glass to glass and the first frame, by both ways, one after the other."""
    show = kaibo.show("Delay", on_air=True)
    with chromium() as browser, sources.clocked(show.rtmp_url, options.folder / "clock.log"):
        kaibo.playlist(show)
        time.sleep(SETTLE_SECONDS)
        for way, prepare in (("LL-HLS", ""), ("WHEP", CHOOSE_WHEP)):
            seen: Watched = watch(browser, show.page, options.seconds, prepare)
            _note(results, f"{way}: glass to glass ms", seen.delay_ms)
            _note(results, f"{way}: first frame ms", seen.first_frame_ms)
            _note(results, f"{way}: stalls", seen.stalls)
    kaibo.end(show)


def recording(kaibo: Installation, options: argparse.Namespace, results: Results) -> None:
    """Push a counted clip while on air; count the replay's frames."""
    show = kaibo.show("Recording", on_air=True)
    clip = sources.clip(options.folder)
    with sources.pushed(clip, show.rtmp_url, options.folder / "push.log", times=1) as encoder:
        encoder.wait(timeout=sources.CLIP_SECONDS + 30)
    kaibo.end(show)
    wait_for(lambda: kaibo.replay(show) is not None, "the replay")
    _note(results, "recording: frames pushed", frames(str(clip)))
    _note(results, "recording: frames in the replay", frames(str(kaibo.replay(show))))


def frames(source: str) -> int:
    """Decode everything and count the pictures."""
    with av.open(source) as container:
        return sum(1 for _ in container.decode(video=0))


def _share(pid: int, seconds: float) -> float:
    time.sleep(SETTLE_SECONDS)
    watch_cpu = Stopwatch([pid])
    time.sleep(seconds)
    return watch_cpu.share()


def _note(results: Results, name: str, value: float) -> None:
    results.setdefault(name, []).append(value)
    shown = f"{value:.2%}" if "CPU" in name else f"{value:,.0f}"
    print(f"  {name:42} {shown:>10}", flush=True)


def _report(results: Results) -> None:
    medians = {name: statistics.median(values) for name, values in results.items()}
    print("\n| measured | median | rounds |\n|---|--:|--:|")
    for name, value in medians.items():
        shown = f"{value:.2%}" if "CPU" in name else f"{value:,.0f}"
        print(f"| {name} | {shown} | {len(results[name])} |")
    print("\n" + json.dumps({name: round(value, 4) for name, value in medians.items()}))


def main() -> None:
    """Read the options and run."""
    parts: dict[str, Callable[..., None]] = {
        "cost": cost, "viewers": viewers, "delay": delay, "recording": recording,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=15.0, help="of each measurement")
    parser.add_argument("--only", nargs="+", choices=parts, default=list(parts))
    options = parser.parse_args()
    subprocess.run(["sh", "tools/apt_setup.sh"], check=True)
    with tempfile.TemporaryDirectory(prefix="kaibo-bench-") as folder:
        options.folder = Path(folder)
        results: Results = {}
        with (
            installed(options.folder / "kaibo") as kaibo,
            nginx(options.folder / "nginx") as beside,
        ):
            for number in range(options.rounds):
                for name in options.only:
                    print(f"round {number + 1}: {name}", flush=True)
                    needed: Sequence[object] = (beside,) if name == "cost" else ()
                    parts[name](kaibo, *needed, options, results)
        _report(results)


if __name__ == "__main__":
    main()
