"""The low rendition as the media process sees it: what went in, and what must come out for it."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig
from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig, parse_record
from kaibo.adapters.media.builtin.fmp4.fragment import Sample, fragment
from kaibo.adapters.media.builtin.fmp4.init import init_segment
from kaibo.adapters.media.builtin.formats import Formats
from kaibo.adapters.media.builtin.hls.playlists import LOW
from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.adapters.media.builtin.limits import StreamLimits
from kaibo.adapters.media.builtin.rendition import wire

log = structlog.get_logger("kaibo.media.rendition")

WORKER = (sys.executable, "-m", "kaibo.adapters.media.builtin.rendition.worker")
_MOST_BEHIND = 60
"""Parts that may be on their way before the rendition is given up."""
_MOST_UNSENT = 8 * 1024 * 1024
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Format:
    audio: AudioConfig | None


@dataclass(frozen=True, slots=True)
class _Segment:
    starts_at: int
    discontinuity: bool


@dataclass(frozen=True, slots=True)
class _Part:
    slots: Sequence[Sample]
    """The source's pictures, whose times the small ones take over."""
    audio: Sequence[Sample]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Close:
    pass


@dataclass(slots=True)
class _Received:
    records: deque[bytes] = field(default_factory=deque)
    pictures: deque[tuple[bool, int, bytes]] = field(default_factory=deque)


class LowRendition:
    """A `Tap` of the source's packager. Written into its own window, beside the source's."""

    def __init__(
        self,
        lines: int,
        source: Window,
        limits: StreamLimits,
        *,
        on_change: Callable[[LowRendition], None],
        command: Sequence[str] = WORKER,
    ) -> None:
        """`lines`: the shorter side in pixels. `on_change` hears of a new size, and of the end."""
        self.window = Window(limits, name=LOW)
        self.formats: Formats | None = None
        self.given_up = False
        self._lines = lines
        self._source = source
        self._on_change = on_change
        self._command = command
        self._due: deque[_Format | _Segment | _Part | _Close] = deque()
        self._got = _Received()
        self._outbox: list[bytes] | None = []
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._ending = False
        self._sequence = 0

    # Tap of the packager ------------------------------------------------------------------

    def format(self, formats: Formats, frame_rate: float) -> None:
        """Learn what comes; a source that is small already has no low rendition."""
        if self.given_up:
            return
        sps = formats.video.sps
        if min(sps.width, sps.height) <= self._lines:
            self._give_up("the source is small already")
            return
        scale = self._lines / min(sps.width, sps.height)
        width, height = (max(2, round(side * scale / 2) * 2) for side in (sps.width, sps.height))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._work())
        self._send(wire.write_format(width, height, frame_rate, formats.video.record))
        self._due.append(_Format(formats.audio))

    def segment(self, starts_at: int, *, discontinuity: bool) -> None:
        """Learn that a segment begins."""
        self._due.append(_Segment(starts_at, discontinuity))

    def part(self, video: Sequence[Sample], audio: Sequence[Sample], seconds: float) -> None:
        """Take a part of the source."""
        if self.given_up:
            return
        self._due.append(_Part(video, audio, seconds))
        for sample in video:
            shown_at = sample.time + sample.composition
            self._send(
                wire.write_picture(sample.data, shown_at, sync=sample.sync, kind=wire.PICTURE)
            )
        if sum(isinstance(item, _Part) for item in self._due) > _MOST_BEHIND or self._unsent():
            self._give_up("transcoding is slower than real time")

    def close(self) -> None:
        """Learn that a segment ends."""
        self._due.append(_Close())

    def end(self) -> None:
        """The source is over: bring out what is left."""
        if self.given_up:
            return
        self._ending = True
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        if self._task is None:
            self.window.end()
        else:
            asyncio.get_running_loop().call_later(_END_SECONDS, self._kill)

    # The child ----------------------------------------------------------------------------

    async def _work(self) -> None:
        try:
            await self._talk()
        except (OSError, ValueError, asyncio.IncompleteReadError) as error:
            self._give_up(f"the child failed: {error}")
        finally:
            self._kill()
        if not self.given_up:
            if self._ending:
                self._finish()
            else:
                self._give_up("the child ended")

    async def _talk(self) -> None:
        pipe = asyncio.subprocess.PIPE
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe
        )
        if process.stdin is None or process.stdout is None:  # pragma: no cover -- both are pipes
            return
        outbox, self._outbox = self._outbox or [], None
        for message in outbox:
            process.stdin.write(message)
        if self._ending:
            process.stdin.close()
        while not self.given_up:
            try:
                head = await process.stdout.readexactly(wire.HEAD.size)
            except asyncio.IncompleteReadError:
                break
            kind, size = wire.HEAD.unpack(head)
            body = await process.stdout.readexactly(size)
            if kind == wire.RECORD:
                self._got.records.append(body)
            else:
                self._got.pictures.append(wire.read_picture(body))
            self._advance()
        await process.wait()

    def _send(self, message: bytes) -> None:
        if self._outbox is not None:
            self._outbox.append(message)
        elif self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(message)

    def _unsent(self) -> bool:
        if self._process is None or self._process.stdin is None:
            return False
        return self._process.stdin.transport.get_write_buffer_size() > _MOST_UNSENT

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()

    def _give_up(self, why: str) -> None:
        if self.given_up:
            return
        self.given_up = True
        log.warning("low_rendition_dropped", reason=why)
        self._due.clear()
        self._kill()
        self.window.end()
        self._on_change(self)

    # What came back -----------------------------------------------------------------------

    def _advance(self) -> None:
        """Do what is due, as far as the pictures for it are there."""
        moved = False
        while self._due:
            item = self._due[0]
            if isinstance(item, _Format):
                if not self._got.records:
                    break
                self._adopt(parse_record(self._got.records.popleft()), item.audio)
            elif isinstance(item, _Segment):
                self.window.open_segment(item.starts_at, discontinuity=item.discontinuity)
            elif isinstance(item, _Part):
                if len(self._got.pictures) < len(item.slots):
                    break
                self._emit(item)
                moved = True
            else:
                self.window.close_segment()
                moved = True
            self._due.popleft()
        if moved:
            self.window.promise(self._source.part_target, self._source.target_duration or None)
            self.window.commit()

    def _adopt(self, video: AvcConfig, audio: AudioConfig | None) -> None:
        self.formats = Formats(video, audio)
        self.window.set_init(init_segment(self.formats))
        self._on_change(self)

    def _emit(self, part: _Part) -> None:
        video = []
        for slot in part.slots:
            sync, shown_at, data = self._got.pictures.popleft()
            if slot.sync and not sync:
                raise ValueError("pictures got lost on the way")
            video.append(Sample(slot.time, slot.duration, data, shown_at - slot.time, sync))
        self._sequence += 1
        independent = bool(video) and video[0].sync
        data = fragment(self._sequence, video, part.audio)
        self.window.add_part(data, part.seconds, independent=independent)

    def _finish(self) -> None:
        """Show what has come; a picture that the decoder kept back does not hold up the rest."""
        for index, item in enumerate(self._due):
            if isinstance(item, _Part) and len(item.slots) > len(self._got.pictures):
                self._due[index] = _Part(
                    item.slots[: len(self._got.pictures)], item.audio, item.seconds
                )
                break
        self._advance()
        self.window.end()
