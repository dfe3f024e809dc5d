"""From samples to parts and segments."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from kaibo.adapters.media.builtin.fmp4.fragment import Sample, fragment
from kaibo.adapters.media.builtin.fmp4.init import init_segment, sound_init_segment
from kaibo.adapters.media.builtin.formats import VIDEO_TIMESCALE, Formats
from kaibo.adapters.media.builtin.hls.cutting import CuttingRule
from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.adapters.media.builtin.timeline import SampleClock

_MS = VIDEO_TIMESCALE // 1000
_AUDIO_FLUSH = VIDEO_TIMESCALE // 2


class Tap(Protocol):
    """Hears what a packager cuts, so that another rendition can be cut in the same places."""

    def format(self, formats: Formats, frame_rate: float) -> None:
        """Learn of the format of what follows."""

    def segment(self, starts_at: int, *, discontinuity: bool) -> None:
        """Learn that a segment begins."""

    def part(self, video: Sequence[Sample], audio: Sequence[Sample], seconds: float) -> None:
        """Take the samples of a part."""

    def close(self) -> None:
        """Learn that the segment is complete."""

    def end(self) -> None:
        """Learn that nothing more comes."""


class Packager:
    """Cuts one stream into its window.

    A picture lasts until the next one, so a part is closed by the picture that begins the next;
    that is also why the hinted part is always the one that comes.
    """

    def __init__(
        self,
        window: Window,
        rule: CuttingRule,
        formats: Formats,
        wall: Callable[[int], int],
        tap: Tap | None = None,
    ) -> None:
        """`wall` gives the wall-clock ms of an output time in ms."""
        self._window = window
        self._rule = rule
        self._wall = wall
        self._tap = tap
        self._sequence = 0
        self._pending: Sample | None = None
        self._video: list[Sample] = []
        self._audio: deque[Sample] = deque()
        self._part_start = 0
        self._segment_start = 0
        self._open = False
        self._discontinuity = False
        self._clock: SampleClock | None = None
        self._rate = 0
        self._frame_samples = 0
        self.dropped_audio = 0
        window.promise(rule.part_target, rule.target_duration)
        self._adopt(formats)

    def video(
        self, time_ms: int, composition_ms: int, data: bytes | memoryview, *, sync: bool
    ) -> None:
        """Add a picture at its decode time. The first one of a format must be a keyframe."""
        time = time_ms * _MS
        pending = self._pending
        if pending is None:
            self._part_start = max(time, self._part_start)
        else:
            # Equal or slightly backward stamps are evened out: decode times must rise.
            time = max(time, pending.time + _MS)
            pending.duration = time - pending.time
            self._video.append(pending)
            self._cut(time, keyframe=sync)
        self._pending = Sample(time, self._rule.frame, data, composition_ms * _MS, sync)
        if not self._open:
            self._begin_segment(time)

    def audio(self, time_ms: int, data: bytes | memoryview) -> None:
        """Add a sound frame; it travels with the pictures of its time."""
        if self._clock is None:
            return
        place = self._clock.place(time_ms)
        if place is None:
            self.dropped_audio += 1
            return
        self._audio.append(Sample(place, self._frame_samples, data))

    def reconfigure(self, formats: Formats) -> None:
        """Go on in another format: a new init segment behind a discontinuity."""
        self._flush(final=False)
        self._discontinuity = True
        self._adopt(formats)

    def mark_discontinuity(self) -> None:
        """Begin the next segment with a discontinuity: time was closed up."""
        self._discontinuity = True

    def end(self) -> None:
        """Publish what is left and close the playlist."""
        self._flush(final=True)
        self._window.end()
        if self._tap is not None:
            self._tap.end()

    # Inside -------------------------------------------------------------------------------

    def _close_segment(self) -> None:
        self._window.close_segment()
        if self._tap is not None:
            self._tap.close()

    def _adopt(self, formats: Formats) -> None:
        self._audio.clear()
        if self._tap is not None:
            self._tap.format(formats, VIDEO_TIMESCALE / self._rule.frame)
        if formats.audio is None:
            self._clock, self._rate = None, 0
            self._window.set_init(init_segment(formats))
        else:
            self._clock = SampleClock(formats.audio)
            self._rate = formats.audio.sample_rate
            self._frame_samples = formats.audio.frame_samples
            self._window.set_init(init_segment(formats), sound_init_segment(formats.audio))

    def _cut(self, time: int, *, keyframe: bool) -> None:
        segment_due = self._rule.segment_due(time - self._segment_start, keyframe=keyframe)
        if not segment_due and not self._rule.part_due(time - self._part_start):
            return
        self._close_parts(time)
        if segment_due:
            self._close_segment()
            self._begin_segment(time)
        self._window.promise(self._rule.part_target, self._rule.target_duration)
        self._window.commit()

    def _begin_segment(self, time: int) -> None:
        self._segment_start = self._part_start = time
        starts_at = self._wall(time // _MS)
        self._window.open_segment(starts_at, discontinuity=self._discontinuity)
        if self._tap is not None:
            self._tap.segment(starts_at, discontinuity=self._discontinuity)
        self._discontinuity = False
        self._open = True

    def _close_parts(self, end: int) -> None:
        """Close the part that ends at `end`; more than one if a picture outlasted its part."""
        longest = self._rule.part_ticks
        while end - self._part_start > longest and self._video:
            first_end = self._part_start + longest - (longest % self._rule.frame)
            later = [s for s in self._audio if self._ticks(s) >= first_end]
            if not later:
                break  # nothing to fill further parts with: this one lasts as long as it lasts
            self._emit(first_end)
            while end - self._part_start > longest and self._has_audio(self._part_start + longest):
                self._emit(self._part_start + longest)
        self._emit(end)

    def _has_audio(self, end: int) -> bool:
        return bool(self._audio) and self._ticks(self._audio[0]) < end

    def _ticks(self, sample: Sample) -> int:
        return sample.time * VIDEO_TIMESCALE // self._rate

    def _emit(self, end: int) -> None:
        audio: list[Sample] = []
        while self._has_audio(end):
            audio.append(self._audio.popleft())
        for sample, following in pairwise(audio):
            sample.duration = following.time - sample.time
        video, self._video = self._video, []
        if video or audio:
            self._sequence += 1
            data = fragment(self._sequence, video, audio)
            seconds = (end - self._part_start) / VIDEO_TIMESCALE
            independent = bool(video) and video[0].sync
            sound = fragment(self._sequence, (), audio) if self._clock is not None else None
            self._window.add_part(data, seconds, independent=independent, sound=sound)
            if self._tap is not None:
                self._tap.part(video, audio, seconds)
        self._part_start = end

    def _flush(self, *, final: bool) -> None:
        """Publish everything held back, and complete the open segment."""
        pending, self._pending = self._pending, None
        if pending is not None:
            self._video.append(pending)
            end = pending.time + pending.duration
            last_sound = self._audio[-1] if self._audio else None
            if last_sound is not None:
                end = max(end, min(self._ticks(last_sound) + 1, end + _AUDIO_FLUSH))
            self._close_parts(end)
        if self._open:
            # Over before the keyframe interval was learned: the only segment tells it.
            self._rule.settle_for(self._part_start - self._segment_start if final else None)
            self._window.promise(self._rule.part_target, self._rule.target_duration)
            self._close_segment()
            self._open = False
            self._window.commit()
