"""Putting a show's replay together, and writing it as a playlist."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.media import facade as media
from kaibo.modules.recordings import repository
from kaibo.modules.recordings.contracts import RecordingState
from kaibo.modules.recordings.domain import Piece, ProgramCut, Take, Timeline, stitch
from kaibo.modules.recordings.ports import RecordingShelf
from kaibo.modules.shows.contracts import Show, ShowState
from kaibo.platform.http.context import Context

# A show of three hours is some megabytes of pieces.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Material:
    """What a replay is made of; hashable, and the same for the same replay once ``settled``."""

    show_id: str
    recordings: tuple[tuple[str, str], ...]
    cuts: tuple[ProgramCut, ...]
    from_ms: int
    to_ms: int | None
    settled: bool


def material(session: Session, show: Show) -> Material | None:
    """Read what the show's replay is made of; ``None`` when it never went on air."""
    if show.on_air_at is None:
        return None
    rows = [
        row for row in repository.of_show(session, show.id) if row.state != RecordingState.DELETED
    ]
    cuts = tuple(
        ProgramCut(epoch_ms(cut.at), cut.stream_id, outside=cut.url is not None)
        for cut in media.program_cuts(session, show.id)
    )
    return Material(
        show_id=show.id,
        recordings=tuple((row.id, row.stream_id) for row in rows),
        cuts=cuts,
        from_ms=epoch_ms(show.on_air_at),
        to_ms=epoch_ms(show.closed_at) if show.closed_at else None,
        settled=show.state is ShowState.CLOSED
        and all(row.state != RecordingState.RECORDING for row in rows),
    )


class Replays:
    """Makes time lines from what stands on the shelf; keeps those that change no more."""

    def __init__(self, shelf: RecordingShelf) -> None:
        self._shelf = shelf
        self._kept: OrderedDict[Material, Timeline] = OrderedDict()

    async def timeline(self, made_of: Material) -> Timeline:
        """Give the time line."""
        if made_of in self._kept:
            self._kept.move_to_end(made_of)
            return self._kept[made_of]
        timeline = await asyncio.to_thread(self._stitch, made_of)
        if made_of.settled:
            self._kept[made_of] = timeline
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return timeline

    def _stitch(self, made_of: Material) -> Timeline:
        takes = []
        for recording_id, stream_id in made_of.recordings:
            index = self._shelf.index(recording_id)
            if index is not None and index.segments:
                takes.append(Take(recording_id, stream_id, index))
        return stitch(takes, made_of.cuts, from_ms=made_of.from_ms, to_ms=made_of.to_ms)


async def timeline_of(context: Context, show: Show) -> Timeline:
    """Give the show's replay as it is now; empty when nothing was recorded."""
    made_of = await context.db.read(material, show)
    if made_of is None:
        return Timeline(())
    return await context.port(Replays).timeline(made_of)


def playlist(timeline: Timeline, address: Callable[[str], str]) -> str:
    """Write the replay as a VOD playlist (RFC 8216) of byte ranges into the recorded files.

    ``address`` gives where a recording's files are served, by the recording's id.
    """
    longest = max((piece.duration_ms for piece in timeline.pieces), default=1000)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{math.ceil(longest / 1000)}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-MEDIA-SEQUENCE:0",
    ]
    if all(piece.independent for piece in timeline.pieces):
        lines.append("#EXT-X-INDEPENDENT-SEGMENTS")
    before: Piece | None = None
    bases: dict[str, str] = {}
    for piece in timeline.pieces:
        base = bases.get(piece.recording_id)
        if base is None:
            base = bases[piece.recording_id] = address(piece.recording_id)
        url = f"{base}/{piece.file.name}"
        lines += _segment(piece, before, url)
        before = piece
    lines.append("#EXT-X-ENDLIST\n")
    return "\n".join(lines)


def _segment(piece: Piece, before: Piece | None, url: str) -> Sequence[str]:
    lines = []
    if before is not None and piece.joint:
        lines.append("#EXT-X-DISCONTINUITY")
    same_file = before is not None and (before.recording_id, before.file) == (
        piece.recording_id,
        piece.file,
    )
    if not same_file:
        lines.append(f'#EXT-X-MAP:URI="{url}",BYTERANGE="{piece.file.init_bytes}@0"')
    moment = datetime.fromtimestamp(piece.starts_at_ms / 1000, UTC)
    stamp = moment.isoformat(timespec="milliseconds").removesuffix("+00:00")
    return [
        *lines,
        f"#EXT-X-PROGRAM-DATE-TIME:{stamp}Z",
        f"#EXTINF:{piece.duration_ms / 1000:.3f},",
        f"#EXT-X-BYTERANGE:{piece.bytes}@{piece.offset}",
        url,
    ]
