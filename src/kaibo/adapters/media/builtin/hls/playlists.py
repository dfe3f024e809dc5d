"""The texts of a window: media playlists for every kind of player.

`index.m3u8` and `audio.m3u8` are low-latency playlists of the same parts, with and without the
picture; `plain.m3u8` names the same segments for players that know nothing of parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kaibo.adapters.media.builtin.hls.segments import Segment

INDEX, PLAIN, AUDIO, LOW, MAIN = "index.m3u8", "plain.m3u8", "audio.m3u8", "low.m3u8", "main.m3u8"

_VERSION, _PLAIN_VERSION = 9, 6
_PART_HOLD_BACK_PARTS = 5
_PARTS_SHOWN_TARGETS = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What a playlist shows of a window at this moment."""

    segments: Sequence[Segment]
    held: Segment | None
    """The last segment when its end is not told yet."""
    discontinuities: int
    """How many discontinuities have left the playlist."""
    open: Segment | None
    """The segment that the next part belongs to."""


class Told(Protocol):
    """What a text tells of its window."""

    ended: bool

    @property
    def target_duration(self) -> int:
        """`EXT-X-TARGETDURATION` in seconds."""

    @property
    def part_target(self) -> float:
        """`PART-TARGET` in seconds."""

    @property
    def siblings(self) -> Sequence[tuple[str, tuple[int, int] | None]]:
        """Each playlist of the stream, with segment and index of its newest part."""


def low_latency(window: Told, shown: Shown, name: str) -> str:
    """Write `index.m3u8`, or `audio.m3u8` with the sound of the same parts."""
    sound = name == AUDIO
    target = window.part_target
    hold_back = max(3.0 * target, min(1.0, _PART_HOLD_BACK_PARTS * target))
    out = [
        f"#EXTM3U\n#EXT-X-VERSION:{_VERSION}\n"
        f"#EXT-X-TARGETDURATION:{window.target_duration}\n"
        f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={hold_back:.3f}\n"
        f"#EXT-X-PART-INF:PART-TARGET={target:.3f}\n" + _sequences(shown)
    ]
    behind = sum(s.duration for s in shown.segments)
    init = ""
    for segment in shown.segments:
        behind -= segment.duration
        wanted = segment.init(sound=sound)
        out.append(segment.head(init=wanted if wanted != init else ""))
        init = wanted or init
        # Parts may leave the playlist once they are three target durations old.
        if behind <= _PARTS_SHOWN_TARGETS * window.target_duration and not window.ended:
            out.append(segment.part_lines(sound=sound))
        if segment is not shown.held:
            out.append(segment.tail(sound=sound))
    if window.ended:
        out.append("#EXT-X-ENDLIST\n")
        return "".join(out)
    hint = "" if shown.open is None else shown.open.hint(sound=sound)
    if hint:
        out.append(f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{hint}"\n')
    out.extend(_reports(window, name))
    return "".join(out)


def plain(window: Told, shown: Shown) -> str:
    """Write `plain.m3u8`: whole segments alone."""
    out = [
        f"#EXTM3U\n#EXT-X-VERSION:{_PLAIN_VERSION}\n"
        f"#EXT-X-TARGETDURATION:{window.target_duration}\n" + _sequences(shown)
    ]
    init = ""
    for segment in shown.segments:
        if segment.complete:
            out.append(segment.head(init=segment.init_name if segment.init_name != init else ""))
            out.append(segment.tail())
            init = segment.init_name
    if window.ended:
        out.append("#EXT-X-ENDLIST\n")
    return "".join(out)


def _sequences(shown: Shown) -> str:
    return (
        f"#EXT-X-MEDIA-SEQUENCE:{shown.segments[0].number}\n"
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{shown.discontinuities}\n"
    )


def _reports(window: Told, own: str) -> Iterator[str]:
    """Say where the sibling playlists stand, so that a player can switch without asking."""
    for name, newest in window.siblings:
        if name != own and newest is not None:
            number, part = newest
            yield f'#EXT-X-RENDITION-REPORT:URI="{name}",LAST-MSN={number},LAST-PART={part}\n'
