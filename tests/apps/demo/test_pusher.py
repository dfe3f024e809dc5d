"""The pusher behaves like an encoder on a desk: it knocks, streams, and leaves politely."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kaibo.adapters.media.builtin.control import Admission
from kaibo.adapters.media.builtin.formats import Formats
from kaibo.adapters.media.builtin.refusal import Params, PublishRefusedError, Reason
from kaibo.adapters.media.builtin.rtmp.ports import PublishRequest
from kaibo.adapters.media.builtin.server import MediaServer
from kaibo.apps.demo.pusher import without_key
from tests.support.network import free_port, wait_until

KEY = "a_key_that_nobody_may_read"


class _Core:
    """Refuses the first encoder and lets the next ones in."""

    def __init__(self) -> None:
        self.asked = 0
        self.playable_streams: list[str] = []
        self.ended: list[Reason] = []

    async def publish(self, request: PublishRequest) -> Admission:
        assert request.stream_key == KEY
        self.asked += 1
        if self.asked == 1:
            raise PublishRefusedError("NetStream.Publish.Denied", "The show is not on air yet.")
        return Admission(f"str_{self.asked}", f"live/str_{self.asked}")

    def refused(self, stream_key: str) -> None:
        assert stream_key == KEY

    def playable(
        self, stream_id: str, formats: Formats, frame_rate: float, *, b_frames: bool, whep: bool
    ) -> None:
        assert frame_rate == pytest.approx(30)
        assert whep is not b_frames
        self.playable_streams.append(stream_id)

    def unpublish(
        self,
        stream_id: str,
        reason: Reason,
        detail: str | None,
        code: str | None,
        params: Params,
    ) -> None:
        self.ended.append(reason)


@contextmanager
def _door(core: _Core) -> Iterator[int]:
    """Run the built-in RTMP door in a thread; gives its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = MediaServer(core)

    async def close() -> None:
        await server.close()
        leftover = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*leftover, return_exceptions=True)

    try:
        opening = asyncio.run_coroutine_threadsafe(server.open_door("127.0.0.1", 0), loop)
        yield opening.result(10)
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def _pusher(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "kaibo.apps.demo.pusher",
                f"rtmp://127.0.0.1:{port}/live/{KEY}",
            ],
            stdin=subprocess.PIPE,
            stderr=lines,
            env={"KAIBO_SUPERVISED": "1", "PATH": ""},
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_it_tells_why_it_was_refused_tries_again_and_leaves_when_told(tmp_path: Path) -> None:
    log = tmp_path / "log"
    core = _Core()
    with _door(core) as port, _pusher(port, log) as process:
        wait_until(lambda: core.playable_streams, 30)
        wait_until(lambda: "publishing" in log.read_text(), 10)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert wait_until(lambda: core.ended, 5) == ["ended"]
    lines = log.read_text()
    assert "The show is not on air yet." in lines
    assert KEY not in lines


def test_it_ends_when_its_supervisor_is_gone_even_while_nobody_answers(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with _pusher(free_port(), log) as process:
        wait_until(lambda: "connection_ended" in log.read_text(), 30)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    "arguments",
    [["http://127.0.0.1/live/x"], ["rtmp://127.0.0.1/live/x", "--clip", "no such file.mp4"]],
)
def test_what_cannot_work_at_all_ends_it_at_once(arguments: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kaibo.apps.demo.pusher", *arguments],
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert run.returncode == 2
    assert b"unusable" in run.stderr


def test_the_key_is_masked_in_what_is_logged() -> None:
    assert without_key("rtmp://127.0.0.1:1935/live/abcdefgh") == "rtmp://127.0.0.1:1935/live/abcd…"
