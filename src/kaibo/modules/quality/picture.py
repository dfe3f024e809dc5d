"""One show's picture: its streams, its players, its chain, its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from kaibo.modules.quality.beacons import Beacon
from kaibo.modules.quality.contracts import Chain, InputFacts, Minute, ProgramFacts, Stage
from kaibo.modules.quality.domain import chain as rules
from kaibo.modules.quality.domain.facts import Facts, InputView, PlayersView
from kaibo.modules.quality.history import POINT_SECONDS, History, MinuteBook, point_of
from kaibo.modules.quality.players import Players
from kaibo.modules.quality.tracking import InputTrack, Returns, ServerTrack

LOST_SECONDS = 10
"""A stream that its server has not named for this long is gone (media holds to the same)."""
VIEW_SECONDS = 2.0


class Picture:
    """Not for use from threads. ``seconds`` come from a clock that never goes back."""

    def __init__(self, show_id: str, is_direct: bool, seconds: float) -> None:  # noqa: FBT001 - told once, by the board
        self.show_id = show_id
        self.heard = seconds
        self.server_id: str | None = None
        self.is_on_air = False
        self.is_remembered = False
        self._program: ProgramFacts | None = None
        self._program_at = seconds
        self._is_direct = is_direct
        self._tracks: dict[str, InputTrack] = {}
        self._served_by: dict[str, str] = {}
        self._returns = Returns()
        self._players = Players()
        self._seen = PlayersView()
        self._seen_at = -VIEW_SECONDS
        self._away_from: float | None = None
        self._state = rules.ChainState()
        self._history = History()
        self._point_at = seconds - POINT_SECONDS
        self._book: MinuteBook | None = None

    # What comes in

    def take_inputs(self, server_id: str, inputs: Sequence[InputFacts], seconds: float) -> None:
        """Take all streams of this show that one media server carries."""
        named = {one.role for one in inputs}
        for role, server in list(self._served_by.items()):
            if server == server_id and role not in named:
                self._drop(role)
        for one in inputs:
            self._tracks.setdefault(one.role, InputTrack()).take(one, seconds)
            self._served_by[one.role] = server_id
            self._returns.see(one.role, one.stream_id, seconds)
            self.heard = seconds

    def take_program(self, program: ProgramFacts, seconds: float) -> None:
        """Take what viewers of this show get."""
        self._program, self._program_at = program, seconds

    def take_beacon(self, beacon: Beacon, address: str, seconds: float) -> bool:
        """Take a player's report."""
        self.heard = seconds
        return self._players.take(beacon, address, seconds)

    def remember(self, minutes: Iterable[Minute]) -> None:
        """Take what was kept of the last hour, from before this process began."""
        self._history.remember(minutes)
        self.is_remembered = True

    def set_on_air(self, seconds: float, *, is_on_air: bool) -> None:
        """Say whether the show is on air."""
        if is_on_air:
            self.heard = seconds
        self.is_on_air = is_on_air

    # What goes out

    @property
    def players(self) -> int:
        """How many players report."""
        return len(self._players)

    @property
    def fault(self) -> Stage | None:
        """The stage at fault."""
        return self._state.fault

    def tick(self, server: ServerTrack | None, seconds: float, now: datetime) -> Minute | None:
        """Judge; give the minute that has ended, if one has and it is worth keeping."""
        facts = self._facts(server, seconds)
        self._state = rules.advance(self._state, facts, seconds=seconds, now=now)
        if seconds - self._point_at < POINT_SECONDS:
            return None
        self._point_at = seconds
        point = point_of(facts, now)
        if facts.input is not None or facts.players.players or self.is_on_air:
            self._history.add(point)
        minute = now.replace(second=0, microsecond=0)
        ended = None
        # Compared by order: a clock that is set back must not write a minute twice.
        if self._book is None or minute > self._book.at:
            if self._book is not None and self._book.is_worth_keeping:
                ended = self._book.minute()
            before = self._book.starts_ever if self._book is not None else 0
            self._book = MinuteBook(minute, before)
        self._book.add(point, facts.players, self._state.fault)
        return ended

    def chain(
        self,
        server: ServerTrack | None,
        seconds: float,
        now: datetime,
        after: datetime | None,
    ) -> Chain:
        """Give the chain as it stands now."""
        facts = self._facts(server, seconds)
        self._state = rules.advance(self._state, facts, seconds=seconds, now=now)
        return Chain(
            stages=rules.reports(self._state, facts),
            fault=self._state.fault,
            since=self._state.since,
            advice=rules.advice(self._state),
            history=self._history.since(after, now),
        )

    def _facts(self, server: ServerTrack | None, seconds: float) -> Facts:
        lost = [name for name, one in self._tracks.items() if seconds - one.heard > LOST_SECONDS]
        for name in lost:
            self._drop(name)
        if seconds - self._program_at > LOST_SECONDS:
            # Only what runs is told, and told again every second.
            self._program = None
        role, source = self._shown()
        self.server_id = self._served_by.get(role or "", self.server_id)
        if source is not None:
            self._away_from = None
        elif self.is_on_air and self._away_from is None:
            self._away_from = seconds
        away = seconds - self._away_from if self._away_from is not None else 0.0
        if seconds - self._seen_at >= VIEW_SECONDS:
            self._seen, self._seen_at = self._players.view(seconds), seconds
        return Facts(
            on_air=self.is_on_air,
            source=source,
            on_backup=source == "backup" and self.is_on_air and self._took_over,
            away_seconds=away if self.is_on_air else 0.0,
            reconnects=self._returns.count(seconds),
            is_direct=self._is_direct,
            input=self._view(role),
            server=server.view(seconds) if server is not None else None,
            players=self._seen,
        )

    def _shown(self) -> tuple[str | None, str | None]:
        """Give the role whose stream is looked at, and what viewers get."""
        live = {role: track.now for role, track in self._tracks.items() if track.now is not None}
        shown = next((role for role, now in live.items() if now.is_program), None)
        role = shown or next((role for role in ("main", "backup") if role in live), None)
        if self._program is not None and self._program.source == "outside":
            return None, "outside"
        if shown is not None:
            return shown, shown
        # One that is connecting, or that nobody is shown, is looked at too.
        return role, None

    @property
    def _took_over(self) -> bool:
        return self._program is None or self._program.on_backup

    def _view(self, role: str | None) -> InputView | None:
        track = self._tracks.get(role) if role is not None else None
        return track.view() if track is not None else None

    def _drop(self, role: str) -> None:
        self._tracks.pop(role, None)
        self._served_by.pop(role, None)
