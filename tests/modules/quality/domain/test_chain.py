"""The chain from facts to findings and to the one stage at fault: situations as a table."""

# ruff: noqa: E501 -- a situation is one line of the table

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.quality.contracts import InputFacts, Level, ServerFacts, Stage, StageState
from kaibo.modules.quality.domain.chain import ChainState, advance, advice, reports
from kaibo.modules.quality.domain.facts import Facts, InputView, PlayersView, ServerView
from kaibo.modules.quality.domain.thresholds import BY_CODE, RULES

START = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
GOOD_INPUT = InputFacts(
    show_id="shw_1",
    stream_id="str_1",
    video_codec="avc1.64001f",
    width=1280,
    height=720,
    expected_frame_rate=30,
    audio_codec="mp4a.40.2",
    video_kbps=2500,
    audio_kbps=128,
    frame_rate=30,
    keyframe_interval_ms=2000,
    duration_ms=600_000,
)
GOOD_VIEW = InputView(
    now=GOOD_INPUT, usual_kbps=2500, low_kbps=2400, pace=1.0, dropped_share=0.0, dropped_recent=0
)
GOOD_SERVER = ServerView(
    now=ServerFacts(cpu_percent=5, http_connections=40, whep_cap=20, disk_free_bytes=500 * 10**9),
    late_share=0.0,
    out_kbps=40 * 2600,
)
GOOD_PLAYERS = PlayersView(
    players=40,
    effective=40,
    protocols=(("ll_hls", 40),),
    stalled_ratio=0.0,
    first_frame_p50_ms=800,
    first_frame_p95_ms=1500,
    starts=40,
    latency_p50_ms=1500,
    latency_p95_ms=2500,
    low_latency_p50_ms=1500,
    bitrate_p50_kbps=2500,
    dropped_ratio=0.0,
)
GOOD = Facts(on_air=True, source="main", input=GOOD_VIEW, server=GOOD_SERVER, players=GOOD_PLAYERS)


def facts(
    *,
    now: dict[str, Any] | None = None,
    view: dict[str, Any] | None = None,
    server: dict[str, Any] | None = None,
    counts: dict[str, Any] | None = None,
    players: dict[str, Any] | None = None,
    **more: bool | str | float | None,
) -> Facts:
    """Good facts with changes: of the stream, its series, the server, its series, the players."""
    return replace(
        GOOD,
        input=replace(GOOD_VIEW, now=replace(GOOD_INPUT, **(now or {})), **(view or {})),
        server=replace(
            GOOD_SERVER, now=replace(GOOD_SERVER.now, **(server or {})), **(counts or {})
        ),
        players=replace(GOOD_PLAYERS, **(players or {})),
        **cast("dict[str, Any]", more),
    )


STALLING = {"stalled_ratio": 0.12, "stalling_share": 0.7}
NO_INPUT = replace(GOOD, input=None, source=None, away_seconds=9)


@dataclass
class Watch:
    """A chain watched second by second."""

    state: ChainState = field(default_factory=ChainState)
    seconds: float = 0

    def see(self, what: Facts, seconds: float = 30) -> ChainState:
        """Let time pass with these facts."""
        for _ in range(round(seconds)):
            self.seconds += 1
            self.state = advance(self.state, what, seconds=self.seconds, now=self.now)
        return self.state

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def codes(self, what: Facts = GOOD) -> dict[str, Level]:
        return {
            finding.code: finding.level
            for report in reports(self.state, what)
            for finding in report.findings
        }


SITUATIONS: list[tuple[str, Facts, Stage | None, set[str]]] = [
    ("all is well", GOOD, None, set()),
    ("no encoder on air", NO_INPUT, Stage.ENCODER, {"no_picture"}),
    ("no encoder before the show", replace(NO_INPUT, on_air=False, away_seconds=0), None, set()),
    ("keyframes every 10 s", facts(now={"keyframe_interval_ms": 10_000}), Stage.ENCODER, {"keyframes_rare"}),
    ("keyframes every 4 s", facts(now={"keyframe_interval_ms": 4000}), None, {"keyframes_rare"}),
    ("18 of 30 frames, evenly", facts(now={"frame_rate": 18}), Stage.ENCODER, {"frames_missing"}),
    ("18 of 30 frames, late", facts(now={"frame_rate": 18}, view={"pace": 0.6}), Stage.INGEST, {"falling_behind"}),
    ("18 of 30 frames, unevenly", facts(now={"frame_rate": 18, "jitter_ms": 900}, view={"dropped_share": 0.4}), Stage.INGEST, {"jitter", "frames_lost"}),
    ("players stall as the bit rate collapsed", facts(now={"video_kbps": 400}, players=STALLING), Stage.ENCODER, {"bitrate_collapsed", "stalling"}),
    ("the bit rate collapsed, nobody stalls", facts(now={"video_kbps": 400}), None, {"bitrate_collapsed"}),
    ("players stall as the upload is late", facts(view={"pace": 0.8}, players=STALLING), Stage.INGEST, {"falling_behind", "stalling"}),
    ("upload late and bit rate down", facts(now={"video_kbps": 400}, view={"pace": 0.5}, players=STALLING), Stage.INGEST, {"falling_behind", "bitrate_collapsed", "stalling"}),
    ("jitter makes parts late and players stall", facts(now={"jitter_ms": 400, "part_late_ms": 1500}, players=STALLING), Stage.INGEST, {"jitter", "parts_late", "stalling"}),
    ("silence", facts(now={"silent_ms": 3000, "frame_rate": 0, "video_kbps": 0}, players=STALLING), Stage.INGEST, {"silent", "stalling"}),
    ("the cable is loose", facts(reconnects=6), Stage.INGEST, {"reconnects"}),
    ("sound is apart", facts(now={"av_drift_ms": -500}), Stage.ENCODER, {"av_drift"}),
    ("more than phones can follow", facts(now={"video_kbps": 9000}, view={"usual_kbps": 9000.0}), None, {"bitrate_high"}),
    ("no sound", facts(now={"audio_codec": None}), None, {"no_sound"}),
    ("B-frames", facts(now={"b_frames": True}), None, {"b_frames"}),
    ("the backup took over", facts(source="backup", on_backup=True), None, {"on_backup"}),
    ("a media server that hangs", facts(counts={"silent_seconds": 8}, players=STALLING), Stage.PACKAGING, {"server_silent", "stalling"}),
    ("a busy machine", facts(server={"loop_lag_ms": 700, "cpu_percent": 99}, now={"part_late_ms": 1200}, players=STALLING), Stage.PACKAGING, {"packaging_busy", "cpu_full", "parts_late", "stalling"}),
    ("the recording failed", facts(server={"recording_failed": "disk full"}), Stage.PACKAGING, {"recording_failed"}),
    ("viewers stall and the recording failed", facts(server={"recording_failed": "disk full"}, players=STALLING), Stage.PLAYER, {"recording_failed", "stalling"}),
    ("the disk fills", facts(server={"disk_free_bytes": 100 * 10**6}), Stage.PACKAGING, {"disk_low"}),
    ("late parts", facts(counts={"late_share": 0.1, "late_recent": 40}, players=STALLING), Stage.DELIVERY, {"late_parts", "stalling"}),
    ("the server's line is full", facts(counts={"out_kbps": 40_000}, players=STALLING), Stage.DELIVERY, {"outgoing_full", "stalling"}),
    ("a CDN delivers", facts(counts={"out_kbps": 4000}, players=STALLING, is_direct=False), Stage.PLAYER, {"stalling"}),
    ("little leaves and nobody stalls", facts(counts={"out_kbps": 4000}), None, set()),
    ("slow viewers", facts(server={"slow_clients": 30}), Stage.DELIVERY, {"slow_clients"}),
    ("sub-second places are taken", facts(server={"whep_viewers": 20}), None, {"whep_full"}),
    ("viewers stall by themselves", facts(players=STALLING), Stage.PLAYER, {"stalling"}),
    ("two viewers stall", facts(players=STALLING | {"players": 2, "effective": 2}), None, {"stalling"}),
    ("one of forty stalls all the time", facts(players={"stalled_ratio": 0.025, "stalling_share": 0.04}), None, {"some_stalling"}),
    ("nobody gets a picture", facts(players={"waiting_share": 0.8}), Stage.PLAYER, {"no_first_frame"}),
    ("slow starts by rare keyframes", facts(now={"keyframe_interval_ms": 5000}, players={"first_frame_p50_ms": 7000}), Stage.ENCODER, {"keyframes_rare", "slow_start"}),
    ("viewers far behind", facts(players={"low_latency_p50_ms": 15_000}), Stage.PLAYER, {"delay"}),
    ("weak devices", facts(players={"dropped_ratio": 0.5}), Stage.PLAYER, {"weak_devices"}),
    ("a stream that has just begun", facts(now={"duration_ms": 1500, "frame_rate": 5}), None, set()),
    ("a picture from outside", replace(GOOD, input=None, source="outside", server=None), None, set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "fault", "codes"),
    [item[1:] for item in SITUATIONS],
    ids=[item[0] for item in SITUATIONS],
)
def test_the_stage_at_fault_is_the_earliest_that_explains(
    what: Facts, fault: Stage | None, codes: set[str]
) -> None:
    watch = Watch()
    state = watch.see(what)
    assert (state.fault, set(watch.codes(what))) == (fault, codes)


def test_every_rule_is_met_by_a_situation() -> None:
    assert {code for item in SITUATIONS for code in item[3]} == set(BY_CODE)


def test_a_fault_tells_since_when_it_stands() -> None:
    watch = Watch()
    watch.see(GOOD, 60)
    state = watch.see(facts(now={"silent_ms": 5000}), 20)
    assert (state.fault, state.since) == (Stage.INGEST, START + timedelta(seconds=61))


def test_values_that_sway_around_a_threshold_make_one_finding() -> None:
    watch = Watch()
    limit = BY_CODE["jitter"].warn or 0
    watch.see(facts(now={"jitter_ms": limit + 20}))
    since = watch.state.stages[Stage.INGEST]
    for step in range(60):
        watch.see(facts(now={"jitter_ms": limit + (20 if step % 2 else -20)}), 2)
        assert watch.state.stages[Stage.INGEST] == since


def test_a_short_dip_is_not_told() -> None:
    watch = Watch()
    watch.see(GOOD)
    watch.see(facts(now={"frame_rate": 15}), 2)
    assert watch.see(GOOD, 1).stages[Stage.ENCODER][0] is StageState.OK
    assert watch.codes() == {}


def test_a_finding_stays_until_it_is_really_better() -> None:
    watch = Watch()
    watch.see(facts(now={"frame_rate": 15}))
    watch.see(GOOD, 5)
    assert "frames_missing" in watch.codes()
    watch.see(GOOD, 20)
    assert watch.codes() == {}


def test_what_is_said_of_a_stream_ends_with_it() -> None:
    watch = Watch()
    watch.see(facts(now={"keyframe_interval_ms": 10_000}))
    watch.see(replace(NO_INPUT, on_air=False, away_seconds=0), 1)
    assert watch.codes(NO_INPUT) == {}
    assert watch.state.fault is None


def test_players_that_still_recover_do_not_take_the_blame() -> None:
    watch = Watch()
    watch.see(facts(now={"silent_ms": 5000}, players=STALLING), 20)
    state = watch.see(facts(players=STALLING), 25)
    assert state.fault is Stage.INGEST
    assert state.stages[Stage.INGEST][0] is StageState.OK
    assert watch.see(facts(players=STALLING), 60).fault is Stage.PLAYER


def test_an_outside_picture_that_stalls_is_not_blamed_on_our_own_inputs() -> None:
    watch = Watch()
    watch.see(facts(now={"silent_ms": 5000}, players=STALLING), 20)
    elsewhere = replace(facts(players=STALLING, source="outside"), input=None, server=None)
    assert watch.see(elsewhere, 10).fault is Stage.PLAYER


def test_advice_begins_with_the_stage_at_fault_and_ends_with_notes() -> None:
    what = facts(
        now={"b_frames": True, "audio_codec": None, "keyframe_interval_ms": 9000},
        players=STALLING | {"first_frame_p50_ms": 9000},
    )
    watch = Watch()
    state = watch.see(what)
    told = [item.code for item in advice(state)]
    assert told[0] == "keyframes_rare"
    assert told[-1] == "b_frames"


def test_an_unsteady_upload_gets_a_bit_rate_to_try() -> None:
    watch = Watch()
    state = watch.see(facts(now={"jitter_ms": 900}, view={"low_kbps": 1900.0}))
    assert advice(state)[0].params["advised_kbps"] == 1500


@given(
    st.lists(st.sampled_from([item[1] for item in SITUATIONS]), min_size=1, max_size=12),
    st.integers(min_value=1, max_value=20),
)
def test_whatever_happens_the_chain_stays_sound(run: list[Facts], seconds: int) -> None:
    watch = Watch()
    for what in run:
        state = watch.see(what, seconds)
        told = reports(state, what)
        assert [report.stage for report in told] == list(Stage)
        assert all(finding.since <= watch.now for report in told for finding in report.findings)
        levels = {finding.level for report in told for finding in report.findings}
        # A stage is named while and only while something is a fault.
        assert (state.fault is not None) == (Level.FAULT in levels)
        assert {item.code for item in advice(state)} == set(watch.codes(what))
    watch.see(GOOD, 120)
    assert (watch.state.fault, watch.codes()) == (None, {})


def test_thresholds_get_worse_in_one_direction() -> None:
    for rule in RULES:
        assert rule.why
        if rule.warn is not None and rule.fault is not None:
            assert (rule.fault < rule.warn) is rule.below, rule.code
        assert (rule.leave > 1) is rule.below or rule.leave <= 1, rule.code
