"""Between Opus and AAC, each way once for a stream, in a thread of its own.

Browsers send and, by WebRTC, play Opus; HLS carries AAC. libav decodes, resamples and encodes; one
20 ms packet takes less than a millisecond of a core, but that is too long for the loop that serves
everybody.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Literal, cast

import av
import structlog
from av.audio.codeccontext import AudioCodecContext
from av.audio.resampler import AudioResampler

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig

log = structlog.get_logger("kaibo.media.webrtc")

_RATE = 48_000
_PER_MS = _RATE // 1000
_TICK = Fraction(1, _RATE)
_MOST_PENDING = 50
"""Frames that may wait for the thread: one second. Later ones are dropped."""
_DRIFT = 60 * _PER_MS
"""Time may differ from the count of samples by this much before it is set anew."""
_LONGEST_SILENCE = _RATE
_AAC_FRAME, _OPUS_FRAME = 1024, 960
_AAC_BIT_RATE, _OPUS_BIT_RATE = 128_000, 96_000

Heard = Callable[[int, bytes], None]
"""Takes a time in ms and a coded frame, on the loop's own thread."""


class Transcoder(ABC):
    """Turns coded frames into coded frames of another kind, in order."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="kaibo-sound")
        self.pending = 0
        """Frames that wait for the thread or are in it."""
        self._closed = False
        self.dropped = 0
        """Frames dropped because the thread did not keep up, or that libav could not read."""

    def feed(self, time_ms: float, data: bytes) -> None:
        """Take a frame; what comes of it is heard later."""
        if self._closed or self.pending >= _MOST_PENDING:
            self.dropped += 1
            return
        self.pending += 1
        self._thread.submit(self._work, time_ms, data)

    def close(self) -> None:
        """Stop; nothing is heard any more."""
        self._closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)

    @abstractmethod
    def _turn(self, time_ms: float, data: bytes) -> list[tuple[int, bytes]]:
        """Transcode one frame; runs in the thread. May raise `av.FFmpegError`."""

    def _work(self, time_ms: float, data: bytes) -> None:
        try:
            found = self._turn(time_ms, data)
        except (av.FFmpegError, ValueError) as error:
            log.debug("sound_broken", problem=str(error))
            found = None
        try:
            self._loop.call_soon_threadsafe(self._deliver, found)
        except RuntimeError:  # the loop has ended
            return

    def _deliver(self, found: list[tuple[int, bytes]] | None) -> None:
        self.pending -= 1
        if found is None:
            self.dropped += 1
        elif not self._closed:
            for time_ms, data in found:
                self._heard(time_ms, data)


class OpusToAac(Transcoder):
    """A WHIP publisher's sound for HLS: AAC-LC, 48 kHz, stereo."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(heard)
        self._decoder = _codec("libopus", "r", sample_format="s16")
        self._encoder = _codec("aac", "w", sample_format="fltp", bit_rate=_AAC_BIT_RATE)
        self._encoder.open()
        self._resampler = AudioResampler("fltp", "stereo", _RATE, frame_size=_AAC_FRAME)
        self._fed = 0
        self._coded = 0
        self._origin: int | None = None
        self.record = bytes(self._encoder.extradata or b"")
        """The AudioSpecificConfig of what is heard."""

    def _turn(self, time_ms: float, data: bytes) -> list[tuple[int, bytes]]:
        at = round(time_ms * _PER_MS)
        frames = _decode(self._decoder, data)
        if self._origin is None:
            self._origin = at
        gap = at - (self._origin + self._fed)
        if _DRIFT < gap <= _LONGEST_SILENCE:
            frames.insert(0, _silence(gap))
        elif abs(gap) > _DRIFT:
            self._origin += gap
        out = []
        for frame in frames:
            self._fed += frame.samples
            for packet in _encode(self._resampler, self._encoder, frame):
                # The encoder is one frame behind what it was given.
                place = self._origin + (self._coded - 1) * _AAC_FRAME
                self._coded += 1
                out.append((place // _PER_MS, packet))
        return out


class AacToOpus(Transcoder):
    """A stream's sound for WHEP viewers: Opus, 48 kHz, stereo, 20 ms."""

    def __init__(self, config: AudioConfig, heard: Heard) -> None:
        super().__init__(heard)
        self.config = config
        self._decoder = _codec("aac", "r", rate=None)
        self._decoder.extradata = config.record
        self._encoder = _codec("libopus", "w", sample_format="s16", bit_rate=_OPUS_BIT_RATE)
        self._encoder.options = {"application": "audio", "frame_duration": "20"}
        self._resampler = AudioResampler("s16", "stereo", _RATE, frame_size=_OPUS_FRAME)
        self._fed = 0.0
        self._coded = 0
        self._origin: int | None = None

    def _turn(self, time_ms: float, data: bytes) -> list[tuple[int, bytes]]:
        at = round(time_ms * _PER_MS)
        if self._origin is None:
            self._origin = at
        gap = at - (self._origin + round(self._fed))
        if abs(gap) > _DRIFT:
            self._origin += gap
        out = []
        for frame in _decode(self._decoder, data):
            self._fed += frame.samples * _RATE / frame.sample_rate
            for packet in _encode(self._resampler, self._encoder, frame):
                out.append(((self._origin + self._coded * _OPUS_FRAME) // _PER_MS, packet))
                self._coded += 1
        return out


def _codec(
    name: str,
    mode: Literal["r", "w"],
    *,
    rate: int | None = _RATE,
    sample_format: str | None = None,
    bit_rate: int | None = None,
) -> AudioCodecContext:
    codec = cast("AudioCodecContext", av.CodecContext.create(av.Codec(name, mode)))
    if rate is not None:
        codec.sample_rate = rate
        codec.layout = "stereo"
    if sample_format is not None:
        codec.format = sample_format
    if bit_rate is not None:
        codec.bit_rate = bit_rate
        codec.time_base = _TICK
    return codec


def _decode(decoder: AudioCodecContext, data: bytes) -> list[av.AudioFrame]:
    return list(decoder.decode(av.Packet(data)))


def _encode(
    resampler: AudioResampler, encoder: AudioCodecContext, frame: av.AudioFrame
) -> Iterator[bytes]:
    frame.pts = None  # samples are counted here
    for piece in resampler.resample(frame):
        piece.pts = None
        for packet in encoder.encode(piece):
            yield bytes(packet)


def _silence(samples: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout="stereo", samples=samples)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate, frame.time_base = _RATE, _TICK
    return frame
