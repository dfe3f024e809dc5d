"""What is pushed: a plain 3 Mbit/s clip by ffmpeg, and a picture that carries its own clock."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.support.programs import found, running

FRAME_RATE = 30
CLIP_SECONDS = 20
_QUIET = ("-hide_banner", "-loglevel", "error", "-nostdin")


def clip(folder: Path) -> Path:
    """Make the clip: 1280x720, 30 frames/s, H.264 at 3 Mbit/s, keyframes every 2 s, AAC."""
    made = folder / "clip.flv"
    if made.exists():
        return made
    rate = ("-b:v", "3M", "-minrate", "3M", "-maxrate", "3M", "-bufsize", "3M")
    command: Sequence[str] = (
        found("ffmpeg"), *_QUIET, "-y",
        "-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate={FRAME_RATE}",
        "-f", "lavfi", "-i", "anoisesrc=color=pink:sample_rate=48000:amplitude=0.2",
        "-t", str(CLIP_SECONDS),
        # Noise in the picture makes the encoder use the rate it is given.
        "-vf", "noise=alls=12:allf=t",
        "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p",
        *rate, "-x264-params", "nal-hrd=cbr:force-cfr=1", "-g", str(2 * FRAME_RATE),
        "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-f", "flv", str(made),
    )  # fmt: skip
    subprocess.run(command, check=True)
    return made


@contextlib.contextmanager
def pushed(
    source: Path, address: str, log: Path, *, times: int = 0
) -> Iterator[subprocess.Popen[bytes]]:
    """Push a clip in real time, `times` over (0: until the block ends)."""
    repeat = ("-stream_loop", str(times - 1))
    command = (
        found("ffmpeg"), *_QUIET, *repeat, "-re", "-i", str(source),
        "-c", "copy", "-f", "flv", address,
    )  # fmt: skip
    with running(command, log) as process:
        yield process


@contextlib.contextmanager
def clocked(address: str, log: Path) -> Iterator[None]:
    """Push a live picture whose pixels tell when it was made; see `benchmarks.picture.clock`."""
    with running([sys.executable, "-m", "benchmarks.picture.clock", address], log):
        yield
