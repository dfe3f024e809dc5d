"""What is held back until a stream can begin.

A stream begins with its first keyframe, and its packager must know three things first: how long
a picture lasts (measured over a few), whether there is a sound track, and the keyframe
interval if the encoder tells it. That takes less time than filling the first part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kaibo.adapters.media.builtin.formats import VIDEO_TIMESCALE

_ENOUGH_PICTURES = 6
_LONGEST_MS = 1000
_NEAR = 0.04
_COMMON_RATES = (
    60, 30, 25, 50, 24, 60000 / 1001, 30000 / 1001, 24000 / 1001, 48, 20, 15, 12, 10, 120, 90,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldPicture:
    """A picture at its output time."""

    time_ms: int
    composition_ms: int
    data: memoryview
    sync: bool


@dataclass(frozen=True, slots=True)
class HeldSound:
    """A sound frame at its output time."""

    time_ms: int
    data: memoryview


@dataclass(slots=True)
class Primer:
    """Holds the first second of a stream at most."""

    audio_wait_ms: int
    pictures: list[HeldPicture] = field(default_factory=list)
    held: list[HeldPicture | HeldSound] = field(default_factory=list)

    def picture(self, picture: HeldPicture) -> None:
        """Hold a picture."""
        self.pictures.append(picture)
        self.held.append(picture)

    def sound(self, sound: HeldSound) -> None:
        """Hold a sound frame."""
        self.held.append(sound)

    @property
    def span_ms(self) -> int:
        """Time covered by the pictures."""
        return self.pictures[-1].time_ms - self.pictures[0].time_ms if self.pictures else 0

    def ready(self, *, audio_settled: bool) -> bool:
        """Whether enough is known."""
        if not audio_settled and self.span_ms < self.audio_wait_ms:
            return False
        return len(self.pictures) >= _ENOUGH_PICTURES or self.span_ms >= _LONGEST_MS

    def frame_ticks(self, stated_rates: Sequence[float]) -> int:
        """How long a picture lasts, in ticks.

        Measured, then moved to a stated or common rate next to it, because stamps are rounded.
        """
        times = [picture.time_ms for picture in self.pictures]
        steps = sorted(b - a for a, b in pairwise(times) if b > a)
        if not steps:
            return VIDEO_TIMESCALE // 30
        middle = steps[len(steps) // 2]
        usual = [step for step in steps if 0.5 * middle <= step <= 1.5 * middle]
        rate = 1000 * len(usual) / sum(usual)
        for known in (*stated_rates, *_COMMON_RATES):
            if known > 0 and abs(rate / known - 1) <= _NEAR:
                rate = known
                break
        return round(VIDEO_TIMESCALE / rate)


def announced_without_audio(metadata: Mapping[str, object] | None) -> bool:
    """Tell whether the encoder said that there is no sound track.

    `onMetaData` lists a codec for each track; encoders that send neither say nothing.
    """
    if metadata is None or "videocodecid" not in metadata:
        return False
    return not metadata.get("audiocodecid") and metadata.get("hasAudio") is not True


def stated_rate(metadata: Mapping[str, object] | None) -> float:
    """Frames per second as the encoder states them; 0 when it does not."""
    value = (metadata or {}).get("framerate")
    return value if isinstance(value, float) and 0 < value < 1000 else 0.0
