"""A strict reader of HLS playlists, written from RFC 8216bis and not from our own writer.

`read` takes one media playlist apart and refuses whatever the specification forbids in it;
`read_master` does so for a multivariant one. `Watch` looks at every playlist of a stream again
and again, and also refuses what may not change from one look to the next, a sibling's report
that does not fit the sibling, and a listed file that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import m3u8  # type: ignore[import-untyped]

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(?:,|$)')
_ONCE = {
    "EXT-X-VERSION",
    "EXT-X-TARGETDURATION",
    "EXT-X-MEDIA-SEQUENCE",
    "EXT-X-DISCONTINUITY-SEQUENCE",
    "EXT-X-SERVER-CONTROL",
    "EXT-X-PART-INF",
    "EXT-X-ENDLIST",
    "EXT-X-PLAYLIST-TYPE",
    "EXT-X-INDEPENDENT-SEGMENTS",
}
_PERMITTED_ROUNDING = 0.0015


@dataclass(frozen=True)
class Piece:
    """A part, as the playlist lists it."""

    uri: str
    duration: float
    independent: bool
    gap: bool


@dataclass
class Piecework:
    """A segment, or the beginning of one."""

    number: int
    map: str = ""
    parts: list[Piece] = field(default_factory=list)
    discontinuity: bool = False
    gap: bool = False
    moment: datetime | None = None
    duration: float | None = None
    uri: str | None = None
    byte_range: str | None = None
    """None of both while the segment is being written."""

    @property
    def empty(self) -> bool:
        return not self.parts and self.uri is None


@dataclass
class Playlist:
    """A media playlist."""

    target: int = 0
    version: int = 1
    first: int = 0
    discontinuities: int = 0
    part_target: float | None = None
    control: dict[str, str] = field(default_factory=dict)
    segments: list[Piecework] = field(default_factory=list)
    hint: str | None = None
    reports: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    ended: bool = False

    @property
    def whole(self) -> list[Piecework]:
        return [segment for segment in self.segments if segment.uri is not None]

    @property
    def newest(self) -> tuple[int, int | None]:
        """The last media sequence number with anything in it, and its last part."""
        last = next(s for s in reversed(self.segments) if not s.empty)
        return last.number, len(last.parts) - 1 if last.parts else None


def attributes(text: str) -> dict[str, str]:
    """Read an attribute list (4.2), each name once."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = _ATTRIBUTE.match(text, at)
        assert match is not None, f"not an attribute list: {text!r}"
        assert match[1] not in found, f"{match[1]} twice in {text!r}"
        found[match[1]] = match[2].strip('"')
        at = match.end()
    return found


def _lines(text: str) -> list[tuple[str, str]]:
    assert text.startswith("#EXTM3U\n"), "a playlist begins with #EXTM3U"
    assert text.endswith("\n")
    assert "\r" not in text
    out = []
    seen: set[str] = set()
    for line in text.splitlines()[1:]:
        assert line, "an empty line"
        assert line == line.strip()
        if line.startswith("#EXT"):
            tag, _, value = line[1:].partition(":")
            assert not (tag in _ONCE and tag in seen), f"{tag} twice"
            seen.add(tag)
            out.append((tag, value))
        elif not line.startswith("#"):
            out.append(("", line))
    return out


def read(text: str | bytes) -> Playlist:
    """Read a media playlist. `AssertionError` says what is wrong with it."""
    text = text.decode() if isinstance(text, bytes) else text
    reader = _Reader()
    for tag, value in _lines(text):
        reader.take(tag, value)
    playlist = reader.done()
    _check_durations(playlist)
    _check_low_latency(playlist)
    _check_library(text, playlist)
    return playlist


class _Reader:
    def __init__(self) -> None:
        self.list = Playlist()
        self._now = Piecework(0)
        self._map = ""

    def take(self, tag: str, value: str) -> None:
        assert not self.list.ended or tag == "", "something follows EXT-X-ENDLIST"
        read = getattr(self, "on_" + tag.removeprefix("EXT-X-").lower().replace("-", "_"), None)
        if not tag:
            self._uri(value)
            return
        assert read is not None, f"unexpected {tag}"
        read(value)

    def done(self) -> Playlist:
        playlist = self.list
        assert playlist.target > 0, "no EXT-X-TARGETDURATION"
        if not self._now.empty or self._now.moment or self._now.discontinuity:
            playlist.segments.append(self._now)
        if any(s.map for s in playlist.segments):
            assert playlist.version >= 6, "EXT-X-MAP needs version 6"
        if any(s.gap for s in playlist.segments):
            assert playlist.version >= 8, "EXT-X-GAP needs version 8"
        return playlist

    def _uri(self, value: str) -> None:
        now = self._now
        assert now.duration is not None, f"{value} without EXTINF"
        assert "://" in value or not value.startswith("/"), "an address that is not relative"
        now.uri = value
        now.map = self._map
        assert now.gap or now.map, f"{value}: a fragment without EXT-X-MAP"
        self.list.segments.append(now)
        self._now = Piecework(now.number + 1)

    def on_version(self, value: str) -> None:
        self.list.version = int(value)

    def on_targetduration(self, value: str) -> None:
        self.list.target = int(value)

    def on_media_sequence(self, value: str) -> None:
        assert not self.list.segments
        self.list.first = int(value)
        self._now = Piecework(int(value))

    def on_discontinuity_sequence(self, value: str) -> None:
        assert not self.list.segments
        assert self._now.empty
        self.list.discontinuities = int(value)

    def on_server_control(self, value: str) -> None:
        self.list.control = attributes(value)

    def on_part_inf(self, value: str) -> None:
        self.list.part_target = float(attributes(value)["PART-TARGET"])

    def on_playlist_type(self, value: str) -> None:
        assert value in {"VOD", "EVENT"}

    def on_independent_segments(self, value: str) -> None:
        assert not value

    def on_discontinuity(self, value: str) -> None:
        assert not value
        assert self._now.empty, "a discontinuity inside a segment"
        assert not self._now.discontinuity, "two discontinuities before one segment"
        self._now.discontinuity = True

    def on_map(self, value: str) -> None:
        assert self._now.empty, "EXT-X-MAP inside a segment"
        self._map = attributes(value)["URI"] + attributes(value).get("BYTERANGE", "")

    def on_program_date_time(self, value: str) -> None:
        assert self._now.empty, "EXT-X-PROGRAM-DATE-TIME inside a segment"
        self._now.moment = datetime.fromisoformat(value)
        assert self._now.moment.tzinfo is not None

    def on_gap(self, value: str) -> None:
        assert not value
        self._now.gap = True

    def on_byterange(self, value: str) -> None:
        assert re.fullmatch(r"\d+(@\d+)?", value)
        self._now.byte_range = value

    def on_extinf(self, value: str) -> None:
        duration, comma, _title = value.partition(",")
        assert comma, "EXTINF without its comma"
        assert self._now.duration is None
        self._now.duration = float(duration)

    def on_part(self, value: str) -> None:
        fields = attributes(value)
        assert set(fields) <= {"URI", "DURATION", "INDEPENDENT", "GAP", "BYTERANGE"}
        assert fields.get("INDEPENDENT", "YES") == "YES"
        assert fields.get("GAP", "YES") == "YES"
        self._now.map = self._map
        gap = "GAP" in fields
        assert gap or self._map, "a part without EXT-X-MAP"
        piece = Piece(fields["URI"], float(fields["DURATION"]), "INDEPENDENT" in fields, gap)
        self._now.parts.append(piece)

    def on_preload_hint(self, value: str) -> None:
        fields = attributes(value)
        assert fields["TYPE"] == "PART"
        assert self.list.hint is None, "two hints of one type"
        self.list.hint = fields["URI"]

    def on_rendition_report(self, value: str) -> None:
        fields = attributes(value)
        assert fields["URI"] not in self.list.reports
        assert "://" not in fields["URI"], "a report's address is relative"
        part = fields.get("LAST-PART")
        last = None if part is None else int(part)
        self.list.reports[fields["URI"]] = int(fields["LAST-MSN"]), last

    def on_endlist(self, value: str) -> None:
        assert not value
        self.list.ended = True


def _check_durations(playlist: Playlist) -> None:
    for segment in playlist.whole:
        assert segment.duration is not None
        assert round(segment.duration) <= playlist.target, f"segment of {segment.duration} s"
        if segment.parts:
            total = sum(part.duration for part in segment.parts)
            assert abs(total - segment.duration) < _PERMITTED_ROUNDING * (len(segment.parts) + 1)
    if playlist.segments and playlist.first > 0 and not playlist.ended:
        held = sum(s.duration or 0 for s in playlist.whole)
        assert held >= 3 * playlist.target - 0.01, "less than three target durations (6.2.2)"


def _check_low_latency(playlist: Playlist) -> None:
    parts = [part for segment in playlist.segments for part in segment.parts]
    if playlist.part_target is None:
        assert not parts, "parts without EXT-X-PART-INF"
        assert playlist.hint is None
        assert not playlist.reports
        return
    target = playlist.part_target
    assert float(playlist.control["PART-HOLD-BACK"]) >= 3 * target - 0.001
    assert playlist.control["CAN-BLOCK-RELOAD"] == "YES"
    if "HOLD-BACK" in playlist.control:
        assert float(playlist.control["HOLD-BACK"]) >= 3 * playlist.target
    assert len({part.uri for part in parts}) == len(parts), "two parts of one name"
    filled = [segment for segment in playlist.segments if not segment.empty]
    for before, segment in pairwise(filled):
        assert segment.parts or not before.parts, "parts are left out from the beginning on only"
    if playlist.ended:
        assert playlist.hint is None, "a hint behind the end"
    assert playlist.hint not in {part.uri for part in parts}, "the hint is already listed"


def check_part_lengths(playlist: Playlist, *, steady: bool = True) -> None:
    """Hold parts to their target: none longer; short ones only at a segment's end (4.4.3.7)."""
    target = playlist.part_target or 0.0
    for segment in playlist.segments:
        for part in segment.parts:
            assert part.duration <= target + _PERMITTED_ROUNDING, f"part of {part.duration} s"
        for part in segment.parts[:-1] if steady else ():
            assert part.duration >= 0.85 * target - _PERMITTED_ROUNDING


def _check_library(text: str, playlist: Playlist) -> None:
    """Compare with what another reader makes of it."""
    other = m3u8.loads(text)
    whole = [segment for segment in other.segments if segment.uri]
    assert [segment.uri for segment in whole] == [segment.uri for segment in playlist.whole]
    assert [s.duration for s in whole] == [s.duration for s in playlist.whole]
    assert other.target_duration == playlist.target
    assert bool(other.is_endlist) == playlist.ended
    assert (other.media_sequence or 0) == playlist.first
    parts = [part.uri for segment in other.segments for part in segment.parts]
    assert parts == [part.uri for segment in playlist.segments for part in segment.parts]


def check_follows(before: Playlist, now: Playlist) -> None:
    """Refuse what may not change from one look to the next (6.2.1, 6.2.2)."""
    assert now.target == before.target, "EXT-X-TARGETDURATION changed"
    assert now.part_target == before.part_target, "PART-TARGET changed"
    assert now.first >= before.first, "EXT-X-MEDIA-SEQUENCE went back"
    assert not before.ended or now.ended
    left = [s for s in before.segments if s.number < now.first]
    gone = sum(segment.discontinuity for segment in left)
    assert now.discontinuities == before.discontinuities + gone, "EXT-X-DISCONTINUITY-SEQUENCE"
    assert len(left) == now.first - before.first, "segments came and went unseen"
    new = {segment.number: segment for segment in now.segments}
    for old in before.segments:
        if old.number < now.first:
            continue
        assert old.number in new or old.empty, f"segment {old.number} vanished"
        if old.number in new:
            _check_same(old, new[old.number], ended=now.ended)
    if before.hint is not None and not now.ended:
        listed = {part.uri for segment in now.segments for part in segment.parts}
        assert before.hint in listed or before.hint == now.hint, "the hinted part did not come"


def _check_same(old: Piecework, new: Piecework, *, ended: bool) -> None:
    if not old.empty:
        assert old.discontinuity == new.discontinuity
        assert old.map == new.map
        assert old.moment == new.moment
    if old.uri is not None:
        assert (old.uri, old.duration, old.gap) == (new.uri, new.duration, new.gap)
    if new.parts and not ended:
        assert new.parts[: len(old.parts)] == old.parts, "listed parts changed"


@dataclass(frozen=True)
class Variant:
    """A line of a multivariant playlist."""

    uri: str
    fields: dict[str, str]


def read_master(text: str | bytes) -> list[Variant]:
    """Read a multivariant playlist."""
    text = text.decode() if isinstance(text, bytes) else text
    variants: list[Variant] = []
    pending: dict[str, str] | None = None
    for tag, value in _lines(text):
        if tag == "EXT-X-STREAM-INF":
            assert pending is None
            pending = attributes(value)
            assert int(pending["BANDWIDTH"]) > 0
            assert int(pending.get("AVERAGE-BANDWIDTH", "0")) <= int(pending["BANDWIDTH"])
            assert "CODECS" in pending
            if "avc1" in pending["CODECS"]:
                assert re.fullmatch(r"\d+x\d+", pending["RESOLUTION"])
                assert float(pending["FRAME-RATE"]) > 0
            else:
                assert "RESOLUTION" not in pending
        elif not tag:
            assert pending is not None, f"{value} without EXT-X-STREAM-INF"
            variants.append(Variant(value, pending))
            pending = None
        else:
            assert tag in {"EXT-X-VERSION", "EXT-X-INDEPENDENT-SEGMENTS"}, tag
    assert variants
    assert pending is None
    assert len({variant.uri for variant in variants}) == len(variants)
    other = m3u8.loads(text)
    assert [playlist.uri for playlist in other.playlists] == [v.uri for v in variants]
    return variants


Fetch = Callable[[str], bytes | None]
"""Gives the bytes behind an address relative to the stream; None when there are none."""


class Watch:
    """Looks at all playlists of a stream over and over, as many players at once would."""

    def __init__(self, fetch: Fetch, names: Iterable[str] = ("index.m3u8",)) -> None:
        self.fetch = fetch
        self._names = tuple(names)
        self.seen: dict[str, Playlist] = {}
        self.looks = 0
        self._bodies: dict[str, bytes] = {}

    def look(self) -> dict[str, Playlist]:
        """Look once at each; `AssertionError` says what is wrong."""
        now: dict[str, Playlist] = {}
        for name in self._names:
            text = self.fetch(name)
            if text is None:
                assert name not in self.seen, f"{name} vanished"
                continue
            now[name] = read(text)
            if name in self.seen:
                check_follows(self.seen[name], now[name])
        for name, playlist in now.items():
            self._check_reports(name, playlist, now)
            self._check_files(playlist)
        self._check_siblings(list(now.values()))
        self.seen |= now
        self.looks += 1
        return now

    def _check_reports(self, name: str, playlist: Playlist, all_: dict[str, Playlist]) -> None:
        for sibling, report in playlist.reports.items():
            assert sibling != name, "a playlist that reports on itself"
            if sibling in all_:
                assert report == all_[sibling].newest, f"{name} on {sibling}"
        low_latency = {n for n, p in all_.items() if p.part_target is not None}
        if playlist.part_target is not None and not playlist.ended:
            assert low_latency - {name} <= set(playlist.reports), "a sibling without a report"

    @staticmethod
    def _check_siblings(playlists: list[Playlist]) -> None:
        """Segments of one number lie at one time, on one side of every discontinuity."""
        for one, other in pairwise(playlists):
            there = {segment.number: segment for segment in other.whole}
            for segment in one.whole:
                twin = there.get(segment.number)
                if twin is not None:
                    assert segment.duration == twin.duration
                    assert segment.moment == twin.moment
                    assert segment.discontinuity == twin.discontinuity

    def _check_files(self, playlist: Playlist) -> None:
        for segment in playlist.segments:
            if segment.map:
                self._have(segment.map)
            for part in segment.parts:
                if not part.gap:
                    self._have(part.uri)
            if segment.uri is None or segment.gap:
                continue
            whole = self._have(segment.uri)
            if segment.parts:
                parts = b"".join(self._bodies[p.uri] for p in segment.parts if not p.gap)
                assert whole == parts, f"{segment.uri} differs from its parts"

    def _have(self, uri: str) -> bytes:
        body = self.fetch(uri)
        assert body, f"{uri} is listed and not there"
        assert self._bodies.setdefault(uri, body) == body, f"{uri} changed its bytes"
        return body
