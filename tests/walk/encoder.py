"""Encoders for the walks: ffmpeg sends the sample programme as it is, so that many cost little."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.repository import ROOT

PROGRAMME = ROOT / "src" / "kaibo" / "apps" / "demo" / "assets" / "programme.mp4"


@contextmanager
def sending(ffmpeg: str, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Send the sample programme (720 by 1280, 30 pictures a second) over and over to `address`."""
    command = [
        ffmpeg, "-hide_banner", "-loglevel", "error", "-nostdin",
        "-re", "-stream_loop", "-1", "-i", str(PROGRAMME), "-c", "copy", "-f", "flv", address,
    ]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait()
