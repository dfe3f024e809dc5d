"""A real `kaibo demo` for the walks: its own process, ports and data folder."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.network import free_port, wait_until

PATIENCE_S = 90.0


@dataclass(frozen=True)
class Demo:
    """What `kaibo demo` printed, and its process."""

    viewer_url: str
    console_url: str
    rtmp_url: str
    stream_key: str
    origin: str
    output: Path
    process: subprocess.Popen[bytes]


@contextmanager
def running_demo(folder: Path, *options: str) -> Iterator[Demo]:
    """Start `kaibo demo` and wait for its links; it must end well on Ctrl-C."""
    output = folder / "demo.log"
    env = {
        **os.environ,
        "KAIBO_DATA": str(folder / "data"),
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(free_port()),
        "KAIBO_MEDIA_PORT": str(free_port()),
        "KAIBO_RTMP_PORT": str(free_port()),
        "KAIBO_LANGUAGE": "en",
    }
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kaibo.apps.cli", "demo", "--no-qr", *options],
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(
            lambda: process.poll() is not None or "Ctrl-C" in output.read_text("utf-8"),
            PATIENCE_S,
            because="kaibo demo printed no links",
        )
        told = output.read_text("utf-8")
        assert process.poll() is None, told
        yield Demo(
            viewer_url=_told(told, r"(http://\S+/s/\S+)"),
            console_url=_told(told, r"(http://\S+/console/enter\?token=\S+)"),
            rtmp_url=_told(told, r"(rtmp://\S+/live)\b"),
            stream_key=_told(told, r"\b(sk_\w+)"),
            origin=f"http://127.0.0.1:{env['KAIBO_PORT']}",
            output=output,
            process=process,
        )
        process.send_signal(signal.SIGINT)
        status = process.wait(timeout=30)
        assert status == 0, output.read_text("utf-8")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _told(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in:\n{text}"
    return found[1]
