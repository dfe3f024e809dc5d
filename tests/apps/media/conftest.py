"""The real media process between a fake core and a real encoder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.apps.media.fake_core import KEY, TOKEN, FakeCore, run_core
from tests.support.network import free_port, listens, wait_until

Push = Callable[..., subprocess.Popen[bytes]]


@dataclass
class Media:
    """A running media process."""

    process: subprocess.Popen[bytes]
    rtmp_port: int
    http_port: int
    log: Path
    recordings: Path

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.http_port}/{path}"

    def get(self, path: str, timeout: float = 20.0) -> httpx.Response:
        return httpx.get(self.url(path), timeout=timeout, trust_env=False)

    def logged(self) -> str:
        return self.log.read_text(errors="replace")

    def rtmp_url(self, key: str = KEY, app: str = "live") -> str:
        return f"rtmp://127.0.0.1:{self.rtmp_port}/{app}/{key}"


@contextmanager
def run_media(
    core_port: int,
    log: Path,
    *,
    supervised: bool = True,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Media]:
    """Start the process; at the end its standard input closes, which must stop it."""
    recordings = log.parent / "recordings"
    rtmp_port, http_port = free_port(), free_port()
    env = os.environ | {
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(core_port),
        "KAIBO_RTMP_PORT": str(rtmp_port),
        "KAIBO_MEDIA_PORT": str(http_port),
        "KAIBO_MEDIA_TOKEN": TOKEN,
        "KAIBO_LOG_FORMAT": "json",
        "KAIBO_SUPERVISED": "1" if supervised else "",
        "KAIBO_RECORDINGS": str(recordings),
        "KAIBO_RECORDING_MIN_FREE_GB": "0",
        **(settings or {}),
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "kaibo.apps.media"],
            stdin=subprocess.PIPE,
            stderr=output,
            env=env,
        ) as process,
    ):
        try:
            yield Media(process, rtmp_port, http_port, log, recordings)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            if not supervised:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def core() -> Iterator[FakeCore]:
    with run_core() as running:
        yield running


@pytest.fixture
def media(core: FakeCore, tmp_path: Path) -> Iterator[Media]:
    with run_media(core.port, tmp_path / "media.log") as running:
        wait_until(
            lambda: running.process.poll() is not None or listens(running.rtmp_port),
            20,
            because="the RTMP door never opened",
        )
        assert running.process.poll() is None, running.logged()
        yield running


@pytest.fixture
def push(ffmpeg: str) -> Iterator[Push]:
    """Push a file in real time (or `fast`) with ffmpeg; every push ends with the test."""
    with ExitStack() as stack:

        def start(
            source: Path, url: str, *, fast: bool = False, loop: bool = False
        ) -> subprocess.Popen[bytes]:
            pace = [] if fast else ["-re"]
            again = ["-stream_loop", "-1"] if loop else []
            command = [ffmpeg, "-hide_banner", "-nostdin", "-loglevel", "error", *pace, *again]
            command += ["-i", str(source), "-c", "copy", "-f", "flv", url]
            process = subprocess.Popen(command, stderr=subprocess.PIPE)
            stack.callback(_stop, process)
            return process

        yield start


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.fixture(scope="session")
def clip(ffmpeg: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make a clip with ffmpeg, once per description."""
    folder = tmp_path_factory.mktemp("clips")

    def make(seconds: float = 6, *, sound: bool = True, video: str = "-g 60 -bf 2") -> Path:
        name = f"{seconds}-{sound}-{video}".replace(" ", "_").replace("/", "")
        path = folder / f"{name}.mp4"
        if path.exists():
            return path
        command = [ffmpeg, "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
        command += ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=30"]
        if sound:
            command += ["-f", "lavfi", "-i", "sine=440:r=44100", "-c:a", "aac"]
        codec = [] if "-c:v" in video else ["-c:v", "libx264", "-preset", "veryfast"]
        pixels = [] if "-pix_fmt" in video else ["-pix_fmt", "yuv420p"]
        command += [*codec, *pixels, *video.split(), "-t", str(seconds), str(path)]
        subprocess.run(command, check=True)
        return path

    return make
