"""Everything that is known of every show's picture now: in memory, in the event loop's thread.

Reports come in by `take_report` and `take_beacon`; `tick` judges once a second. A show is forgotten
when nothing has been heard of it for a quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from kaibo.modules.quality import metrics
from kaibo.modules.quality.beacons import Beacon
from kaibo.modules.quality.contracts import (
    Chain,
    InputFacts,
    Minute,
    ProgramFacts,
    ServerFacts,
    Stage,
)
from kaibo.modules.quality.gate import Gate
from kaibo.modules.quality.picture import Picture
from kaibo.modules.quality.tracking import ServerTrack

FORGET_SECONDS = 900
MOST_SHOWS = 500
MOST_SERVERS = 100


class SteadySeconds:
    """Seconds that never go back, made of times that may: clocks are set."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._seconds = 0.0

    def of(self, now: datetime) -> float:
        """Give the seconds at ``now``, the same or more than before."""
        if self._last is not None:
            self._seconds += max(0.0, (now - self._last).total_seconds())
        self._last = now
        return self._seconds


class QualityBoard:
    """The chains of all shows. Not for use from threads."""

    def __init__(self, *, is_direct: bool = True) -> None:
        self._is_direct = is_direct
        self._clock = SteadySeconds()
        self._pictures: dict[str, Picture] = {}
        self._servers: dict[str, ServerTrack] = {}
        self._gate = Gate()

    def take_report(
        self,
        server_id: str,
        server: ServerFacts | None,
        inputs: Sequence[InputFacts],
        now: datetime,
        programs: Sequence[ProgramFacts] = (),
    ) -> None:
        """Take what one media server carries, all of it, about once a second.

        ``programs`` says what viewers of its shows get, and of those from outside.
        """
        seconds = self._clock.of(now)
        track = self._servers.get(server_id)
        if track is None and len(self._servers) < MOST_SERVERS:
            track = self._servers[server_id] = ServerTrack()
        if track is not None:
            track.take(server, seconds)
        carried: dict[str, list[InputFacts]] = {}
        for one in inputs:
            carried.setdefault(one.show_id, []).append(one)
        for show_id in carried.keys() | self._pictures.keys():
            picture = self._picture(show_id, seconds)
            if picture is not None:
                picture.take_inputs(server_id, carried.get(show_id, []), seconds)
        for program in programs:
            picture = self._picture(program.show_id, seconds)
            if picture is not None:
                picture.take_program(program, seconds)

    def admits(self, player_id: str, address: str, now: datetime) -> bool:
        """Whether this player may report now."""
        is_free = self._gate.admits(player_id, address, self._clock.of(now))
        if not is_free:
            metrics.BEACONS.labels("too_many").inc()
        return is_free

    def take_beacon(self, show_id: str, beacon: Beacon, address: str, now: datetime) -> bool:
        """Take a player's report; false when it cannot be true or there is no room."""
        seconds = self._clock.of(now)
        picture = self._picture(show_id, seconds)
        is_taken = picture is not None and picture.take_beacon(beacon, address, seconds)
        metrics.BEACONS.labels("taken" if is_taken else "dropped").inc()
        if is_taken:
            _count(beacon)
        return is_taken

    def remembers(self, show_id: str) -> bool:
        """Whether the show's kept minutes have been given already."""
        picture = self._pictures.get(show_id)
        return picture is not None and picture.is_remembered

    def remember(self, show_id: str, minutes: Iterable[Minute], now: datetime) -> None:
        """Take what was kept of a show's last hour, once."""
        picture = self._picture(show_id, self._clock.of(now))
        if picture is not None and not picture.is_remembered:
            picture.remember(minutes)

    def set_on_air(self, show_ids: Iterable[str], now: datetime) -> None:
        """Say which shows are on air; the others are not."""
        seconds = self._clock.of(now)
        on_air = set(show_ids)
        for show_id in on_air:
            self._picture(show_id, seconds)
        for show_id, picture in self._pictures.items():
            picture.set_on_air(seconds, is_on_air=show_id in on_air)

    def tick(self, now: datetime) -> list[tuple[str, Minute]]:
        """Judge every show; give the minutes that have ended, by show."""
        seconds = self._clock.of(now)
        ended: list[tuple[str, Minute]] = []
        for show_id, picture in list(self._pictures.items()):
            minute = picture.tick(self._server_of(picture), seconds, now)
            if minute is not None:
                ended.append((show_id, minute))
            if seconds - picture.heard > FORGET_SECONDS and not picture.is_on_air:
                del self._pictures[show_id]
        self._export()
        return ended

    def chain(self, show_id: str, now: datetime, after: datetime | None = None) -> Chain:
        """Give a show's chain, with the history since ``after`` (or of the last hour)."""
        seconds = self._clock.of(now)
        picture = self._pictures.get(show_id) or Picture(show_id, self._is_direct, seconds)
        return picture.chain(self._server_of(picture), seconds, now, after)

    def _picture(self, show_id: str, seconds: float) -> Picture | None:
        picture = self._pictures.get(show_id)
        if picture is None and len(self._pictures) < MOST_SHOWS:
            picture = self._pictures[show_id] = Picture(show_id, self._is_direct, seconds)
        return picture

    def _server_of(self, picture: Picture) -> ServerTrack | None:
        return self._servers.get(picture.server_id) if picture.server_id else None

    def _export(self) -> None:
        metrics.PLAYERS.set(sum(picture.players for picture in self._pictures.values()))
        for stage in Stage:
            at_fault = sum(one.fault is stage for one in self._pictures.values())
            metrics.FAULTS.labels(stage.value).set(at_fault)


def _count(beacon: Beacon) -> None:
    metrics.PLAYED.inc(beacon.played_ms / 1000)
    metrics.STALLED.inc(beacon.stalled_ms / 1000)
    if beacon.first_frame_ms is not None:
        metrics.FIRST_FRAME.observe(beacon.first_frame_ms / 1000)
    if beacon.latency_ms is not None:
        metrics.LATENCY.labels(beacon.protocol.value).observe(beacon.latency_ms / 1000)
