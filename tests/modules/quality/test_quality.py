"""Players report, media servers report, staff look at the chain: through the doors of a house."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from kaibo.modules.quality import facade as quality
from kaibo.modules.quality.acquaintance import Acquaintance
from kaibo.modules.quality.board import QualityBoard
from kaibo.modules.quality.contracts import InputFacts, Minute, ServerFacts, Stage
from kaibo.modules.quality.domain.thresholds import RULES
from kaibo.modules.quality.history import HOUR_POINTS
from kaibo.modules.quality.models import MinuteRow
from kaibo.modules.shows import facade as shows
from tests.support.house import House, Shop
from tests.support.repository import ROOT

BEACON = {"player_id": "player-0001", "protocol": "ll_hls", "played_ms": 10_000}


class Show:
    """A show whose picture is reported and watched, second by second."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.house, self.id = shop, shop.house, shop.show.id
        self.board = shop.house.context.port(QualityBoard)
        self.keeper = shop.house.context.port(quality.QualityKeeper)
        self.streamed_ms = 0.0
        # Begins with a minute, whatever time it is.
        self.house.pass_time(seconds=60 - self.house.clock.now().second)

    def passes(self, seconds: int, *, report: bool = True, **changes: object) -> None:
        """Let seconds pass, each with a report of the stream and a tick."""
        for _ in range(seconds):
            self.house.pass_time(seconds=1)
            if report:
                self.report(**changes)
            self.house.await_(self.keeper.tick())

    def report(self, **changes: object) -> None:
        self.streamed_ms += 1000
        told = {
            "show_id": self.id,
            "stream_id": "str_1",
            "video_codec": "avc1.64001f",
            "expected_frame_rate": 30.0,
            "audio_codec": "mp4a.40.2",
            "video_kbps": 2500.0,
            "frame_rate": 30.0,
            "keyframe_interval_ms": 2000.0,
            "duration_ms": self.streamed_ms,
        }
        facts = InputFacts(**cast("dict[str, Any]", told | changes))
        now = self.house.clock.now()
        self.house.await_(self._report(facts, now))

    async def _report(self, facts: InputFacts, now: datetime) -> None:
        quality.take_report(self.board, "media-1", ServerFacts(whep_cap=20), [facts], now)

    def beacon(self, number: int = 1, **figures: object) -> int:
        body = BEACON | {"player_id": f"player-{number:04}"} | figures
        return self.house.anyone.post(f"/shows/{self.id}/beacons", body).status_code

    def chain(self, **query: str) -> dict[str, Any]:
        path = f"/shows/{self.id}/chain"
        if query:
            path += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        told: dict[str, Any] = self.shop.owner.get(path).json()
        return told

    def stage(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in self.chain()["stages"] if one["stage"] == name)
        return found

    def minutes(self) -> list[Minute]:
        return self.house.read(quality.minutes, self.id)


@pytest.fixture
def show(sqlite_shop: Shop) -> Show:
    return Show(sqlite_shop)


@pytest.fixture
def kept(shop: Shop) -> Show:
    """A show on either database."""
    return Show(shop)


def test_a_player_reports_without_an_account_and_the_crew_sees_it(show: Show) -> None:
    assert show.beacon(first_frame_ms=700, latency_ms=1400, bitrate_kbps=2500) == 204
    show.passes(2)
    figures = show.stage("player")["figures"]
    assert (figures["players"], figures["players_ll_hls"]) == (1, 1)
    assert (figures["first_frame_p50_ms"], figures["latency_p50_ms"]) == (700, 1400)


def test_a_beacon_is_answered_from_memory(show: Show) -> None:
    show.beacon()
    statements: list[str] = []
    for engine in {show.house.db.write_engine, show.house.db.read_engine}:
        event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    for number in range(2, 50):
        assert show.beacon(number) == 204
    assert statements == []


def test_beacons_tell_nothing_about_shows(show: Show) -> None:
    answers = [
        show.house.anyone.post(f"/shows/{name}/beacons", BEACON | {"player_id": f"{name}-player"})
        for name in (show.id, show.shop.show.slug, "nothing-here")
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(204, "")}
    assert show.chain()["stages"][4]["figures"] == {"players": 2, "players_ll_hls": 2} | {
        name: value
        for name, value in show.chain()["stages"][4]["figures"].items()
        if not name.startswith("players")
    }


def test_a_show_that_is_over_takes_no_beacons(show: Show) -> None:
    show.shop.owner.post(f"/shows/{show.id}/end")
    assert show.beacon() == 204
    show.passes(3, report=False)
    assert show.stage("player")["figures"] == {"players": 0}


def test_unknown_shows_are_not_looked_up_again_and_again(show: Show) -> None:
    known = show.house.context.port(Acquaintance)
    now = show.house.clock.now()
    assert show.house.await_(known.show_id("nothing", now)) is None
    made = show.house.run(lambda uow: shows.get_show(uow.session, show.id).slug)
    assert show.house.await_(known.show_id(made, now)) == show.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"player_id": "x"}, {"player_id": "a b c d e f"}, {"player_id": "x" * 65},
        {"protocol": "flash"}, {"stalled_ms": -1}, {"played_ms": 10**9}, {"stalls": 10**6},
        {"latency_ms": "soon"}, {"dropped_frames": -5}, {"height": 0}, {"bitrate_kbps": 10**9},
    ],
)  # fmt: skip
def test_a_beacon_out_of_bounds_is_refused(show: Show, wrong: dict[str, Any]) -> None:
    answer = show.house.anyone.post(f"/shows/{show.id}/beacons", BEACON | wrong)
    assert answer.status_code == 422


def test_a_player_that_reports_too_often_is_told_to_wait(show: Show) -> None:
    answers = [show.house.anyone.post(f"/shows/{show.id}/beacons", BEACON) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [204] * 4 + [429] * 4
    assert answers[-1].json()["code"] == "quality.too_many_beacons"
    assert answers[-1].headers["retry-after"] == "10"


def test_the_chain_is_the_staffs(show: Show) -> None:
    assert show.house.anyone.get(f"/shows/{show.id}/chain").status_code == 401
    assert show.house.viewer().get(f"/shows/{show.id}/chain").status_code == 401
    assert show.shop.owner.get("/shows/nothing/chain").status_code == 404


def test_rare_keyframes_are_found_with_what_to_do(show: Show) -> None:
    show.passes(12, keyframe_interval_ms=10_000.0)
    chain = show.chain()
    assert chain["fault"] == "encoder"
    assert chain["since"] is not None
    assert chain["advice"][0] == {"code": "keyframes_rare", "params": {"seconds": 10.0}}


def test_a_stream_that_does_not_grow_is_silent_whatever_its_server_says(show: Show) -> None:
    show.passes(20)
    show.passes(4, duration_ms=20_000.0)
    chain = show.chain()
    assert chain["fault"] == "ingest"
    assert "silent" in [item["code"] for item in chain["advice"]]


def test_players_that_stall_with_the_upload_name_the_upload(show: Show) -> None:
    show.passes(30)
    for _ in range(3):
        show.streamed_ms -= 5000
        show.passes(10)
        for number in range(5):
            show.beacon(number, stalls=2, stalled_ms=5000, played_ms=5000)
    show.passes(2)
    chain = show.chain()
    assert chain["fault"] == "ingest"
    assert next(one for one in chain["stages"] if one["stage"] == "player")["state"] == "fault"


def test_a_silent_media_server_is_named(show: Show) -> None:
    show.passes(20)
    show.passes(7, report=False)
    assert show.chain()["fault"] == "packaging"


def test_a_show_on_air_without_an_encoder_is_told(show: Show) -> None:
    show.passes(6, report=False)
    assert show.chain()["advice"][0]["code"] == "no_picture"


def test_a_show_by_invitation_without_an_encoder_is_told_too(show: Show) -> None:
    show.shop.owner.patch(f"/shows/{show.id}", {"access": "invited"})
    show.passes(15, report=False)
    assert show.chain()["fault"] == "encoder"


def test_a_show_that_is_not_on_air_misses_no_encoder(sqlite_house: House) -> None:
    owner = sqlite_house.set_up()
    waiting = sqlite_house.show(on_air=False)
    keeper = sqlite_house.context.port(quality.QualityKeeper)
    for _ in range(10):
        sqlite_house.pass_time(seconds=1)
        sqlite_house.await_(keeper.tick())
    chain = owner.get(f"/shows/{waiting.id}/chain").json()
    assert {stage["state"] for stage in chain["stages"]} == {"idle"}


def test_returning_encoders_are_counted(show: Show) -> None:
    for number in range(4):
        show.passes(5, stream_id=f"str_{number}")
    assert show.stage("ingest")["figures"]["reconnects"] == 3


def test_a_minute_is_written_once_when_it_is_over(kept: Show) -> None:
    kept.beacon(first_frame_ms=600, latency_ms=1500)
    kept.passes(150)
    written = kept.minutes()
    assert written[1].at - written[0].at == timedelta(minutes=1)
    assert len(written) == 2
    assert (written[0].players, written[0].starts, written[0].first_frame_p50_ms) == (1, 1, 600)
    assert (written[0].video_kbps, written[0].fault) == (2500, None)
    assert written[1].starts == 0


def test_a_clock_that_is_set_back_writes_no_minute_twice(kept: Show) -> None:
    kept.passes(70)
    kept.house.clock.advance(timedelta(minutes=-10))
    kept.passes(200)
    kept.house.clock.advance(timedelta(minutes=30))
    kept.passes(70)
    at = [minute.at for minute in kept.minutes()]
    assert len(at) == len(set(at))
    assert kept.chain()["stages"][0]["state"] == "ok"


def test_minutes_wait_while_the_database_is_away(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - of this test alone

    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise OperationalError("", {}, Exception())

        broken.setattr("kaibo.modules.quality.repository.keep", fail)
        failed = 0
        for _ in range(62):
            try:
                show.passes(1)
            except OperationalError:
                failed += 1
        assert failed > 0
    show.passes(1)
    assert len(show.minutes()) == 1


def test_a_minute_without_picture_and_viewers_is_not_kept(show: Show) -> None:
    show.passes(130, report=False)
    assert show.minutes() == []


def test_history_is_an_hour_of_points_and_can_be_continued(show: Show) -> None:
    show.passes(31)
    history = show.chain()["history"]
    assert len(history) == 7
    assert history[-1]["video_kbps"] == 2500
    later = show.chain(after=history[-2]["at"].replace("+00:00", "Z"))["history"]
    assert later == history[-1:]


def test_history_is_bounded(show: Show) -> None:
    for _ in range(HOUR_POINTS + 50):
        show.house.pass_time(seconds=5)
        show.report()
        show.board.tick(show.house.clock.now())
    assert len(show.chain()["history"]) <= HOUR_POINTS


def test_a_restarted_core_remembers_the_last_hour_by_its_minutes(kept: Show) -> None:
    kept.passes(130)
    fresh = QualityBoard()
    kept.house.context.provide(QualityBoard, fresh)
    keeper = quality.QualityKeeper(fresh, kept.house.db, kept.house.clock)
    kept.house.context.provide(quality.QualityKeeper, keeper)
    assert [point["video_kbps"] for point in kept.chain()["history"]] == [2500, 2500]


def test_a_show_that_nobody_speaks_of_is_forgotten(show: Show) -> None:
    show.shop.owner.post(f"/shows/{show.id}/end")
    show.report()
    show.board.set_on_air([], show.house.clock.now())
    show.house.pass_time(minutes=20)
    show.board.tick(show.house.clock.now())
    assert not show.board.remembers(show.id)


def test_figures_are_at_metrics(show: Show) -> None:
    show.beacon(first_frame_ms=700, latency_ms=1400)
    show.passes(4, keyframe_interval_ms=10_000.0)
    told = show.house.anyone.request("GET", "/metrics").text
    assert 'kaibo_chain_faults{stage="encoder"} 1.0' in told
    assert "kaibo_players 1.0" in told
    assert 'kaibo_player_beacons_total{outcome="taken"}' in told


def test_the_minutes_of_a_show_are_its_own(kept: Show) -> None:
    kept.passes(70)

    def shows_written(session: Session) -> set[str]:
        return set(session.scalars(select(MinuteRow.show_id)))

    assert kept.house.read(shows_written) == {kept.id}


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_every_finding_has_words_and_advice(language: str) -> None:
    file = ROOT / f"web/src/console/messages/{language}/chain.json"
    texts = json.loads(file.read_text("utf-8"))["chain"]
    for rule in RULES:
        assert texts[f"what_{rule.code}"]
        assert texts[f"do_{rule.code}"]
    assert {f"stage_{stage}" for stage in Stage} <= texts.keys()


def test_the_docs_hold_the_table_of_thresholds() -> None:
    page = (ROOT / "docs/quality.md").read_text("utf-8")
    missing = [
        rule.code
        for rule in RULES
        if f"| `{rule.code}` | {rule.stage} | {_limits(rule.warn, rule.fault)} | {rule.unit} |"
        not in page
    ]
    assert missing == []


def _limits(warn: float | None, fault: float | None) -> str:
    told = [f"{value:g}" if value is not None else "–" for value in (warn, fault)]
    return " | ".join(told)
