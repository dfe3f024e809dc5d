"""The players of one show, as their reports tell: in memory, bounded, over rolling windows."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from kaibo.modules.quality.beacons import Beacon, plausible
from kaibo.modules.quality.contracts import Protocol
from kaibo.modules.quality.domain.facts import PlayersView
from kaibo.modules.quality.domain.thresholds import STALLING_PLAYER
from kaibo.modules.quality.weighing import percentile, ratio, share, weights

MOST = 20_000
"""Players of a show that are kept; of a larger crowd these speak for the rest."""
MOST_WEIGHED = 2000
"""Of more than these, evenly chosen ones are looked at: enough for medians, and soon done."""
GONE_SECONDS = 25
"""Not heard of for two reports and a half: hidden, or left."""
WINDOW_SECONDS = 30
STARTS_SECONDS = 300
MOST_STARTS = 2000

_LOW_LATENCY = {Protocol.LL_HLS, Protocol.WHEP}


@dataclass(frozen=True, slots=True)
class _Spell:
    """What one report covered; times in milliseconds."""

    at: float
    stalls: int
    stalled: int
    played: int
    dropped: int


@dataclass(slots=True)
class _Player:
    address: str
    protocol: Protocol
    heard: float
    has_picture: bool = False
    latency: int | None = None
    bitrate: int | None = None
    spells: deque[_Spell] = field(default_factory=lambda: deque(maxlen=4))


@dataclass(frozen=True, slots=True)
class _Start:
    at: float
    ms: int
    address: str


class Players:
    """One show's players. Times are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._players: dict[str, _Player] = {}
        self._starts: deque[_Start] = deque(maxlen=MOST_STARTS)
        self._starts_ever = 0

    def __len__(self) -> int:
        return len(self._players)

    def take(self, beacon: Beacon, address: str, seconds: float) -> bool:
        """Take a report; false when it cannot be true, or there is no room."""
        player = self._players.get(beacon.player_id)
        if player is None and len(self._players) >= MOST:
            self.forget(seconds)
            if len(self._players) >= MOST:
                return False
        elapsed = None if player is None else (seconds - player.heard) * 1000
        told = plausible(beacon, elapsed)
        if told is None:
            return False
        if told.leaving:
            # Whoever is gone has no line that is full, and waits for nothing.
            self._players.pop(told.player_id, None)
            return True
        if player is None:
            player = _Player(address, told.protocol, seconds)
            self._players[told.player_id] = player
        player.address, player.protocol, player.heard = address, told.protocol, seconds
        player.latency, player.bitrate = told.latency_ms, told.bitrate_kbps
        if told.first_frame_ms is not None and not player.has_picture:
            # Once for each player, however often it claims to begin.
            self._starts.append(_Start(seconds, told.first_frame_ms, address))
            self._starts_ever += 1
        player.has_picture |= told.first_frame_ms is not None or told.played_ms > 0
        player.spells.append(
            _Spell(seconds, told.stalls, told.stalled_ms, told.played_ms, told.dropped_frames)
        )
        return True

    def forget(self, seconds: float) -> None:
        """Let go of players that are gone and of starts that are old."""
        gone = [key for key, one in self._players.items() if seconds - one.heard > GONE_SECONDS]
        for key in gone:
            del self._players[key]
        while self._starts and seconds - self._starts[0].at > STARTS_SECONDS:
            self._starts.popleft()

    def view(self, seconds: float) -> PlayersView:
        """Give how the audience fares now."""
        self.forget(seconds)
        everybody = list(self._players.values())
        present = everybody[:: -(-len(everybody) // MOST_WEIGHED) or 1]
        by = weights([one.address for one in present])
        latencies = [
            (one.latency, one.protocol, weight)
            for one, weight in zip(present, by, strict=True)
            if one.latency is not None
        ]
        spans = [_window(one, seconds) for one in present]
        measured = [(span, weight) for span, weight in zip(spans, by, strict=True) if span.whole]
        starts_by = weights([start.address for start in self._starts])
        firsts = [(start.ms, w) for start, w in zip(self._starts, starts_by, strict=True)]
        # The first report of a player without a picture comes after ten seconds of waiting.
        waits = [(not one.has_picture, weight) for one, weight in zip(present, by, strict=True)]
        every = [(latency, weight) for latency, _, weight in latencies]
        low = [(latency, weight) for latency, name, weight in latencies if name in _LOW_LATENCY]
        rates = [
            (one.bitrate, weight)
            for one, weight in zip(present, by, strict=True)
            if one.bitrate is not None
        ]
        counted = Counter(one.protocol.value for one in everybody)
        return PlayersView(
            players=len(everybody),
            effective=sum(by),
            protocols=tuple(sorted(counted.items())),
            stalled_ratio=_rounded(ratio((s.stalled, s.whole, w) for s, w in measured)),
            stalling_share=share((s.stalled > STALLING_PLAYER * s.whole, w) for s, w in measured),
            waiting_share=share(waits),
            first_frame_p50_ms=percentile(firsts, 0.5),
            first_frame_p95_ms=percentile(firsts, 0.95),
            starts=len(firsts),
            starts_ever=self._starts_ever,
            latency_p50_ms=percentile(every, 0.5),
            latency_p95_ms=percentile(every, 0.95),
            low_latency_p50_ms=percentile(low, 0.5),
            bitrate_p50_kbps=percentile(rates, 0.5),
            dropped_ratio=_rounded(percentile(((s.dropped, w) for s, w in measured), 0.5)),
        )


@dataclass(frozen=True, slots=True)
class _Span:
    """One player's last half minute: milliseconds stalled of those watched, share of frames."""

    stalled: int
    whole: int
    dropped: float


_USUAL_FRAMES = 30


def _window(player: _Player, seconds: float) -> _Span:
    recent = [spell for spell in player.spells if seconds - spell.at <= WINDOW_SECONDS]
    stalled = sum(spell.stalled for spell in recent)
    played = sum(spell.played for spell in recent)
    if not player.has_picture:
        # It has not begun to watch; that is told by itself.
        return _Span(0, 0, 0)
    frames = max(1.0, played / 1000 * _USUAL_FRAMES)
    dropped = sum(spell.dropped for spell in recent)
    return _Span(stalled, stalled + played, min(1.0, dropped / frames))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
