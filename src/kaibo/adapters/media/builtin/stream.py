"""One publication, from coded pictures and sound to parts: where the protocols meet.

RTMP hands FLV tags in, WebRTC bare pictures and sound: both end in `setup_video`, `setup_audio`,
`picture` and `sound`. Codecs describe them; the timeline gives them our time; the packager cuts
them; listeners hear them as they come. The stream decides what only the whole can know: when
there is enough to begin, when a format has changed, and when to give up on an encoder.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig, parse_audio_config
from kaibo.adapters.media.builtin.codecs.h264 import (
    AvcConfig,
    look_into_keyframe,
    parse_record,
    require_playable,
)
from kaibo.adapters.media.builtin.formats import VIDEO_TIMESCALE, Formats
from kaibo.adapters.media.builtin.health import Health, Meter
from kaibo.adapters.media.builtin.hls.cutting import CuttingRule
from kaibo.adapters.media.builtin.hls.packager import Packager, Tap
from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.adapters.media.builtin.limits import StreamLimits
from kaibo.adapters.media.builtin.listening import Listeners, Picture
from kaibo.adapters.media.builtin.priming import (
    HeldPicture,
    HeldSound,
    Primer,
    announced_without_audio,
    stated_rate,
)
from kaibo.adapters.media.builtin.refusal import Params, Reason, refused
from kaibo.adapters.media.builtin.rtmp import flv
from kaibo.adapters.media.builtin.timeline import Timeline
from kaibo.adapters.media.builtin.wall import WallAnchor

log = structlog.get_logger("kaibo.media.stream")

_MOST_BROKEN_TAGS = 50
_CLOCK_STEP_MS = 60_000
"""A step of the wall clock up to here is left out of the dates of a running stream."""
_COMPOSITION_ROUNDING_MS = 2


class Stream:
    """A publication. `on_playable` is called again when formats change, `on_end` exactly once."""

    def __init__(
        self,
        stream_id: str,
        limits: StreamLimits,
        *,
        on_playable: Callable[[Stream], None],
        on_end: Callable[[Stream, Reason, str | None, str | None, Params], None],
    ) -> None:
        self.stream_id = stream_id
        self.window = Window(limits)
        self.formats: Formats | None = None
        """What is being packaged; None before the stream began."""
        self.frame_rate = 0.0
        self.tap: Tap | None = None
        """Another rendition of this stream; set before anything comes in."""
        self.b_frames = False
        """Whether pictures come in another order than they are shown, as far as is known."""
        self._limits = limits
        self._on_playable = on_playable
        self._on_end = on_end
        self._log = log.bind(stream_id=stream_id)
        self._started = time.monotonic()
        self._meter = Meter()
        self._timeline = Timeline()
        self._wall = WallAnchor()
        self._epoch_ms = time.time_ns() // 1_000_000 - int(self._started * 1000)
        self._primer = Primer(int(limits.audio_wait_seconds * 1000))
        self._packager: Packager | None = None
        self._video_config: AvcConfig | None = None
        self._audio_config: AudioConfig | None = None
        self._wanted: Formats | None = None
        self._metadata: Mapping[str, object] | None = None
        self._interval_hint: int | None = None
        self._keyframe_at: int | None = None
        self._sound_at = 0
        self._jumps = 0
        self._broken = 0
        self._playable = False
        self._composition_ms: int | None = None
        self.listeners = Listeners()

    # Publication --------------------------------------------------------------------------

    def metadata(self, values: Mapping[str, object]) -> None:
        """Keep the encoder's own description; its parts are hints only."""
        self._metadata = values

    def video(self, timestamp: int, body: bytes | bytearray) -> None:
        """Take a video tag."""
        try:
            tag = flv.parse_video(body)
        except ValueError as error:
            self._meter.video_bytes += len(body)
            self._tolerate(error)
            return
        if isinstance(tag, flv.Picture):
            head = len(body) - len(tag.data)
            self.picture(timestamp, tag.data, sync=tag.keyframe, composition_ms=tag.composition_ms)
        else:
            head = len(body)
            if tag is not None:
                self.setup_video(tag.record)
        self._meter.video_bytes += head

    def audio(self, timestamp: int, body: bytes | bytearray) -> None:
        """Take a sound tag."""
        try:
            tag = flv.parse_audio(body)
        except ValueError as error:
            self._meter.audio_bytes += len(body)
            self._tolerate(error)
            return
        if isinstance(tag, flv.Sound):
            head = len(body) - len(tag.data)
            self.sound(timestamp, tag.data)
        else:
            head = len(body)
            if tag is not None:
                self.setup_audio(tag.record)
        self._meter.audio_bytes += head

    def setup_video(self, record: bytes) -> None:
        """Take an AVC decoder configuration record; one that is known already changes nothing.

        Raises `MediaRefusedError` when browsers cannot play what it describes.
        """
        current = self._video_config
        if not record or (current is not None and current.record == record):
            return
        try:
            config = parse_record(record)
        except ValueError as error:
            raise refused("bad_data", "video_setup", problem=str(error)) from error
        require_playable(config.sps)
        self._video_config = config
        if self.formats is not None:
            self._want(replace(self._wanted or self.formats, video=config))

    def setup_audio(self, record: bytes) -> None:
        """Take an AudioSpecificConfig. Raises `MediaRefusedError` as `setup_video` does."""
        if self._audio_config is not None and self._audio_config.record == record:
            return
        try:
            self._audio_config = parse_audio_config(record)
        except ValueError as error:
            raise refused("bad_data", "audio_setup", problem=str(error)) from error

    def picture(
        self, timestamp: int, data: memoryview, *, sync: bool, composition_ms: int = 0
    ) -> None:
        """Take a coded picture in AVCC form, in decoding order.

        `timestamp` in ms modulo 2**32 on the encoder's clock. Ignored before `setup_video`.
        """
        self._meter.video_bytes += len(data)
        if self._video_config is None:
            return
        try:
            self._picture(timestamp, flv.Picture(sync, composition_ms, data))
        except ValueError as error:
            self._tolerate(error)

    def sound(self, timestamp: int, data: memoryview) -> None:
        """Take a raw AAC access unit; `timestamp` as for pictures. Ignored before `setup_audio`."""
        self._meter.audio_bytes += len(data)
        if self._audio_config is None:
            return
        try:
            self._sound(timestamp, flv.Sound(data))
        except ValueError as error:
            self._tolerate(error)

    def check(self) -> None:
        """Look at the clock."""
        now = time.monotonic()
        self._meter.mark(now)
        patience = self._limits.first_video_seconds
        if self._keyframe_at is None and now - self._started > patience:
            code = "only_sound" if self._audio_config is not None else "no_video"
            raise refused("unsupported_codec", code, seconds=f"{patience:g}")

    def end(
        self,
        reason: Reason,
        detail: str | None = None,
        code: str | None = None,
        params: Params | None = None,
    ) -> None:
        """Publish what is left, close the playlist, tell the owner."""
        if self._packager is None and self._primer.pictures and self._video_config is not None:
            self._begin(self._video_config)
        if self._packager is not None:
            self._packager.end()
        self.window.end()
        self.listeners.ended()
        self._on_end(self, reason, detail, code, params or {})

    def health(self) -> Health:
        """Give the latest reading."""
        return self._meter.read(time.monotonic())

    # Formats ------------------------------------------------------------------------------

    def _want(self, formats: Formats) -> None:
        """Change to these formats at the next keyframe."""
        self._wanted = None if formats == self.formats else formats

    # Samples ------------------------------------------------------------------------------

    def _picture(self, timestamp: int, tag: flv.Picture) -> None:
        config = self._video_config
        if config is None or (self._keyframe_at is None and not tag.keyframe):
            return
        if tag.keyframe:
            self._look_into(tag, config)
        now_ms = self._timeline.video(timestamp)
        if self._keyframe_at is None:
            self._wall_time(now_ms)  # anchors the clock before the first pictures are held back
        self._watch_interval(now_ms, keyframe=tag.keyframe)
        self._meter.picture(now_ms, self._now(), self._timeline.jumps)
        if self._packager is None:
            self._primer.picture(HeldPicture(now_ms, tag.composition_ms, tag.data, tag.keyframe))
            self._begin_if_ready()
        else:
            self._change_format(now_ms, keyframe=tag.keyframe)
            if self._wanted is not None and self._wanted.video is not config:
                self._meter.dropped += 1  # a picture of the new format before its keyframe
                return
            self._packager.video(now_ms, tag.composition_ms, tag.data, sync=tag.keyframe)
        self._watch_order(tag.composition_ms)
        if self._video_config is not None:
            coded = Picture(now_ms, tag.data, self._video_config, tag.keyframe)
            self.listeners.picture(coded, keep=not self.b_frames)
        self._announce()

    def _sound(self, timestamp: int, tag: flv.Sound) -> None:
        if self._keyframe_at is None or self._audio_config is None:
            return
        now_ms = self._timeline.audio(timestamp)
        self._watch_interval(now_ms, keyframe=False)
        self._sound_at = now_ms
        self._now()
        self._meter.sound(now_ms)
        self.listeners.sound(now_ms, tag.data, self._audio_config)
        if self._packager is None or self.formats is None:
            self._primer.sound(HeldSound(now_ms, tag.data))
        elif self.formats.audio is self._audio_config:
            self._packager.audio(now_ms, tag.data)
        else:  # it came late, came back or changed: from the next keyframe on
            self._want(replace(self._wanted or self.formats, audio=self._audio_config))

    def _look_into(self, tag: flv.Picture, config: AvcConfig) -> None:
        content = look_into_keyframe(tag.data, config)
        if content.record is not None:
            self.setup_video(content.record)
        if self._keyframe_at is None and content.keyint is not None:
            self._interval_hint = content.keyint

    def _watch_order(self, composition_ms: int) -> None:
        """Notice B-frames: how long pictures wait to be shown differs."""
        if self._composition_ms is None:
            self._composition_ms = composition_ms
        elif abs(composition_ms - self._composition_ms) > _COMPOSITION_ROUNDING_MS:
            self.b_frames = True

    def _watch_interval(self, now_ms: int, *, keyframe: bool) -> None:
        if self._keyframe_at is None:
            self._keyframe_at = now_ms
        since = now_ms - self._keyframe_at
        if keyframe:
            self._keyframe_at = now_ms
            self._meter.keyframe_interval_ms = since
        if since > self._limits.keyframe_seconds * 1000:
            seconds = f"{self._limits.keyframe_seconds:g}"
            raise refused("bad_data", "keyframes_rare", seconds=seconds)

    def _change_format(self, now_ms: int, *, keyframe: bool) -> None:
        packager, formats = self._packager, self.formats
        if packager is None or formats is None or not keyframe:
            return
        if self._timeline.jumps > self._jumps:
            self._jumps = self._timeline.jumps
            self._wall.jumped()
            packager.mark_discontinuity()
            self._log.warning("clock_jumped", jumps=self._jumps)
        self._follow_clock(packager)
        lost = now_ms - self._sound_at > self._limits.audio_lost_seconds * 1000
        if lost and formats.audio is not None:
            self._want(replace(self._wanted or formats, audio=None))
        if self._wanted is not None:
            self.formats, self._wanted = self._wanted, None
            self._log.info("format_changed", codecs=self.formats.codecs)
            packager.reconfigure(self.formats)
            if self._playable:
                self._on_playable(self)

    # Beginning ----------------------------------------------------------------------------

    def _begin_if_ready(self) -> None:
        settled = self._audio_config is not None or announced_without_audio(self._metadata)
        if self._video_config is not None and self._primer.ready(audio_settled=settled):
            self._begin(self._video_config)

    def _begin(self, video: AvcConfig) -> None:
        primer, self._primer = self._primer, Primer(0)
        frame = primer.frame_ticks((video.sps.frame_rate or 0.0, stated_rate(self._metadata)))
        self.frame_rate = round(VIDEO_TIMESCALE / frame, 3)
        self._meter.expect(frame * 1000 / VIDEO_TIMESCALE)
        longest = int(self._limits.keyframe_seconds * VIDEO_TIMESCALE)
        hint = self._interval_hint
        ticks = None if hint is None else (hint * frame if hint else longest)
        has_sound = any(isinstance(held, HeldSound) for held in primer.held)
        audio = self._audio_config if has_sound else None
        self.formats = Formats(video, audio)
        rule = CuttingRule(frame, ticks, longest)
        self._packager = Packager(self.window, rule, self.formats, self._wall_time, self.tap)
        for held in primer.held:
            if isinstance(held, HeldPicture):
                self._packager.video(
                    held.time_ms, held.composition_ms, held.data, sync=held.sync
                )  # fmt: skip
            else:
                self._packager.audio(held.time_ms, held.data)
        self._log.info("stream_began", codecs=self.formats.codecs, frame_rate=self.frame_rate)

    def _wall_time(self, time_ms: int) -> int:
        # A step of the machine's clock in mid-stream must not show in the picture's dates.
        return self._wall.at(time_ms, self._epoch_ms + int(time.monotonic() * 1000))

    def _now(self) -> float:
        """Read the steady clock, because something arrived."""
        now = time.monotonic()
        self._meter.heard(now)
        return now

    def _follow_clock(self, packager: Packager) -> None:
        """Take over the machine's clock, at a keyframe, once it was set right by far."""
        epoch_ms = time.time_ns() // 1_000_000 - int(time.monotonic() * 1000)
        if abs(epoch_ms - self._epoch_ms) > _CLOCK_STEP_MS:
            self._log.warning("clock_stepped", ms=epoch_ms - self._epoch_ms)
            self._epoch_ms = epoch_ms
            self._wall.jumped()
            packager.mark_discontinuity()

    def _announce(self) -> None:
        if not self._playable and self.window.startable:
            self._playable = True
            self._on_playable(self)

    def _tolerate(self, error: ValueError) -> None:
        """Skip a broken tag; many of them are not an accident."""
        self._broken += 1
        self._meter.dropped += 1
        if self._broken == 1:
            self._log.warning("broken_tag", reason=str(error))
        if self._broken > _MOST_BROKEN_TAGS:
            raise refused("bad_data", "broken_tags", problem=str(error)) from error
