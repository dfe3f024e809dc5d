"""One RTMP connection that a clip is sent over, by libavformat's own client.

The connection lives in libavformat's `fifo` muxer, which gives it a thread of its own: opening an
RTMP address directly would hold Python's lock for as long as a silent server cares to wait, and
no signal could end the process. The price is that a failure shows at a later packet.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import av
import av.logging

from kaibo.apps.demo.clip import Clip
from kaibo.apps.demo.pacing import Pacer

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.stream import Stream

# Packets that may wait for the network: more than these taken means that the server has let us in.
_QUEUE = 30
# How long a socket may take to open, to answer or to accept data before it counts as lost.
_IO_TIMEOUT_S = 5
# FLV carries 31 bits of milliseconds (24 days); a fresh connection starts from zero well before.
_LONGEST_MS = 20 * 24 * 3600 * 1000

_libav_logger = logging.getLogger("libav")


class ConnectionEndedError(Exception):
    """The server refused, or the connection was lost; the message is libavformat's reason."""


def send(url: str, clip: Clip, stop: threading.Event, accepted: Callable[[], None]) -> None:
    """Send the clip round and round until `stop` is set; call `accepted` once it is taken.

    Returns when told to stop, and after twenty days, for a fresh connection.
    Raises ConnectionEndedError.
    """
    with _complaints() as complaints:
        output = av.open(
            url,
            "w",
            format="fifo",
            container_options={
                "fifo_format": "flv",
                "queue_size": str(_QUEUE),
                # Without flush_packets a quarter of a second is gathered before any is sent.
                # Sent at once, small packets meet Nagle's algorithm, which waits for the server's
                # delayed acknowledgement: 40 ms a packet, and the picture falls behind.
                "format_opts": "flvflags=no_duration_filesize:flush_packets=1:tcp_nodelay=1"
                f":rw_timeout={_IO_TIMEOUT_S * 1_000_000}",
            },
        )
        try:
            _send_packets(output, clip, Pacer(stop), accepted)
        except av.FFmpegError as error:
            raise ConnectionEndedError(_reason(error, complaints)) from error
        finally:
            _close(output)


def _send_packets(
    output: OutputContainer, clip: Clip, pacer: Pacer, accepted: Callable[[], None]
) -> None:
    streams: dict[int, Stream] = {
        source.index: output.add_stream_from_template(source)
        for source in (clip.video, clip.audio)
        if source is not None
    }
    output.start_encoding()
    for number, (stamp, packet) in enumerate(clip.forever()):
        pacer.wait_for(stamp.dts)
        if pacer.stop.is_set() or stamp.dts > _LONGEST_MS:
            return
        packet.stream = streams[packet.stream_index]
        output.mux_one(packet)
        if number == _QUEUE + 1:
            accepted()


def _close(output: OutputContainer) -> None:
    """Say goodbye to the server, when it is still there, and free the connection."""
    # Closing waits for the connection's thread with Python's lock held, and that thread would
    # wait for the lock to log something: silence it, and let a line under way pass first.
    av.logging.set_level(None)
    time.sleep(0.05)
    with suppress(av.FFmpegError):  # the failure that ended the connection, told again
        output.close()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Gather what libav reports as errors, from whichever thread."""
    lines: list[str] = []

    class Gather(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage().strip())

    handler = Gather()
    _libav_logger.addHandler(handler)
    _libav_logger.propagate = False
    av.logging.set_level(av.logging.ERROR)
    try:
        yield lines
    finally:
        av.logging.set_level(None)
        _libav_logger.removeHandler(handler)


def _reason(error: av.FFmpegError, complaints: list[str]) -> str:
    """Prefer the server's own words, then libav's first complaint, then the system's error."""
    mark = "Server error: "
    said = [line.removeprefix(mark) for line in complaints if line.startswith(mark)]
    return next(iter([*said, *complaints[:1]]), error.strerror or str(error))
