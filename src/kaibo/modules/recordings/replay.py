"""Putting a show's replay together, and writing it as a playlist."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar, cast

from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.media import facade as media
from kaibo.modules.recordings import repository
from kaibo.modules.recordings.contracts import RecordingState
from kaibo.modules.recordings.domain import Piece, ProgramCut, Take, Timeline, stitch
from kaibo.modules.recordings.ports import RecordingShelf
from kaibo.modules.shows.contracts import Show, ShowState
from kaibo.platform.http.context import Context

# A show of three hours is some megabytes of pieces, and as a playlist not quite one.
_KEPT = 8

T = TypeVar("T")


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
    """Makes time lines from what stands on the shelf, and playlists from these.

    Keeps those that change no more. All who ask for the same at once wait for one making.
    """

    def __init__(self, shelf: RecordingShelf) -> None:
        self._shelf = shelf
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._making: dict[Hashable, asyncio.Future[object]] = {}

    async def timeline(self, made_of: Material) -> Timeline:
        """Give the time line."""
        return await self._made(made_of, lambda: self._stitch(made_of), keep=made_of.settled)

    async def playlist(
        self, made_of: Material, timeline: Timeline, addresses: Mapping[str, str]
    ) -> str:
        """Give the time line as a playlist; ``addresses`` as in ``playlist``."""
        return await self._made(
            (made_of, tuple(sorted(addresses.items()))),
            lambda: playlist(timeline, addresses),
            keep=made_of.settled,
        )

    async def _made(self, key: Hashable, make: Callable[[], T], *, keep: bool) -> T:
        """Give what is kept or being made under that key, or make it, in a thread."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return cast("T", self._kept[key])
        making = self._making.get(key)
        if making is None:
            run = cast("Callable[[], object]", make)
            making = self._making[key] = asyncio.ensure_future(asyncio.to_thread(run))
            making.add_done_callback(lambda _: self._making.pop(key, None))
        # Who goes away does not spoil it for the others.
        made = await asyncio.shield(making)
        if keep:
            self._kept[key] = made
            while len(self._kept) > 2 * _KEPT:
                self._kept.popitem(last=False)
        return cast("T", made)

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


async def playlist_of(context: Context, show: Show, address: Callable[[str], str]) -> str | None:
    """Give the show's replay as a playlist; none when nothing was recorded.

    ``address`` gives where a recording's files are served, by the recording's id.
    """
    made_of = await context.db.read(material, show)
    if made_of is None:
        return None
    replays = context.port(Replays)
    timeline = await replays.timeline(made_of)
    if not timeline.pieces:
        return None
    addresses = {recording_id: address(recording_id) for recording_id, _ in made_of.recordings}
    return await replays.playlist(made_of, timeline, addresses)


def playlist(timeline: Timeline, addresses: Mapping[str, str]) -> str:
    """Write the replay as a VOD playlist (RFC 8216) of byte ranges into the recorded files.

    ``addresses`` say where a recording's files are served, by the recording's id.
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
    for piece in timeline.pieces:
        url = f"{addresses[piece.recording_id]}/{piece.file.name}"
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
