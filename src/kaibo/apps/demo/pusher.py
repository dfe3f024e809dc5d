"""Pushes a clip to an RTMP address for ever, the way an encoder on a desk does.

    python -m kaibo.apps.demo.pusher rtmp://127.0.0.1:1935/live/KEY [--clip PATH]

The clip is sent as it is, in real time, by libavformat's own RTMP client: nothing about it is
private to Kaibo. When the server refuses or goes away the pusher tries again, waiting longer each
time. It ends on SIGTERM or SIGINT, and, with KAIBO_SUPERVISED=1, when its standard input closes,
so that a killed supervisor leaves no encoder behind. Its log is one line per event on stderr.

Exit status: 0 when told to stop, 2 when the clip or the address cannot be used at all.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import structlog

from kaibo.apps.demo.clip import Clip, UnsuitableClipError, sample_programme
from kaibo.apps.demo.encoder import ConnectionEndedError, send
from kaibo.apps.demo.pacing import pauses
from kaibo.apps.supervised import stop_with_supervisor
from kaibo.platform.settings import Settings
from kaibo.platform.telemetry.logs import configure_logs

# A connection that lasted this long was a good one: the next pause starts small again.
_GOOD_CONNECTION_S = 10.0
# How long the goodbye to the server may take before the process ends without it.
_GOODBYE_S = 3.0

_log = structlog.stdlib.get_logger("kaibo.demo.pusher")


def without_key(url: str) -> str:
    """Give the address with the stream key masked: a key is a password."""
    door, slash, key = url.rpartition("/")
    return f"{door}{slash}{key[:4]}…"


def push(url: str, clip: Clip, stop: threading.Event) -> None:
    """Send the clip until `stop` is set, connecting again whenever the connection ends."""
    waits = pauses()
    to = without_key(url)
    while not stop.is_set():
        began = time.monotonic()
        _log.info("connecting", to=to)
        try:
            send(url, clip, stop, accepted=lambda: _log.info("publishing", to=to))
        except ConnectionEndedError as error:
            lasted = time.monotonic() - began
            if lasted > _GOOD_CONNECTION_S:
                waits = pauses()
            wait = next(waits)
            _log.warning(
                "connection_ended",
                reason=str(error),
                lasted_s=round(lasted, 1),
                next_try_s=round(wait, 1),
            )
            stop.wait(wait)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m kaibo.apps.demo.pusher",
        description="Push a clip to an RTMP address for ever, the way an encoder does.",
    )
    parser.add_argument("url", help="rtmp://HOST:PORT/live/STREAM_KEY")
    parser.add_argument("--clip", type=Path, help="an H.264 + AAC file; default: the sample")
    options = parser.parse_args(arguments)
    settings = Settings()
    configure_logs(form=settings.log_format, level=settings.log_level)
    if not options.url.startswith(("rtmp://", "rtmps://")):
        _log.error("unusable_address", reason="must begin with rtmp://")
        return 2
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with stop_with_supervisor(stop.set), ExitStack() as stack:
        path = options.clip or stack.enter_context(sample_programme())
        try:
            clip = stack.enter_context(Clip(path))
        except (UnsuitableClipError, OSError) as error:
            _log.error("unusable_clip", reason=str(error))
            return 2
        sender = stack.enter_context(ThreadPoolExecutor(1)).submit(push, options.url, clip, stop)
        sender.add_done_callback(lambda _: stop.set())
        stop.wait()
        # A silent server can hold the goodbye up; this ends the process even then, and without
        # Python's lock, which the goodbye may be holding.
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            faulthandler.dump_traceback_later(_GOODBYE_S, exit=True, file=nowhere)
            sender.result()
            faulthandler.cancel_dump_traceback_later()
    _log.info("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
