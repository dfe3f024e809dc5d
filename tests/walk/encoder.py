"""Encoders for the walks: ffmpeg pushes over RTMP until the block ends."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from tests.support.repository import ROOT

PROGRAMME = ROOT / "src" / "kaibo" / "apps" / "demo" / "assets" / "programme.mp4"
SAMPLE = ["-re", "-stream_loop", "-1", "-i", str(PROGRAMME), "-c", "copy"]


def drawn(size: str, rate: int) -> list[str]:
    """Give the options that draw a test picture and sound, a keyframe every two seconds."""
    return [
        "-re", "-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}",
        "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000",
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
        "-g", str(2 * rate), "-c:a", "aac",
    ]  # fmt: skip


@contextmanager
def pushing(ffmpeg: str, address: str, options: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Push what the options read and encode to `address`."""
    quiet = [ffmpeg, "-hide_banner", "-loglevel", "error", "-nostdin"]
    command = [*quiet, *options, "-f", "flv", address]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def sending(ffmpeg: str, address: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Send the sample programme (720 by 1280, 30 pictures a second) over and over to `address`.

    It is sent as it is, so that many cost little.
    """
    return pushing(ffmpeg, address, SAMPLE)
