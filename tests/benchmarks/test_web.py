"""What Lighthouse's reports are read as."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import web
from benchmarks.web import Goal, Judged, goals, judge, read, scripts_before_player, table


def request(url: str, at: float, size: int, kind: str = "Script") -> dict[str, Any]:
    return {
        "url": f"http://x/assets/{url}",
        "networkRequestTime": at,
        "transferSize": size,
        "resourceType": kind,
    }


def report(performance: float) -> dict[str, Any]:
    names = (
        "first-contentful-paint",
        "largest-contentful-paint",
        "speed-index",
        "total-blocking-time",
        "cumulative-layout-shift",
    )
    items = [request("shop-1.js", 1, 60_000)]
    return {
        "categories": {
            "performance": {"score": performance},
            "accessibility": {"score": 1},
        },
        "audits": {name: {"numericValue": 0.02} for name in names}
        | {"network-requests": {"details": {"items": items}}},
    }


def test_scripts_count_up_to_the_players_engine() -> None:
    requests = [
        request("hls.light-9.js", 30, 100_000),
        request("shop-1.js", 10, 3_000),
        request("late-1.js", 40, 5_000),
        request("RoomPage-1.js", 20, 10_000),
        request("shop-1.css", 5, 9_000, "Stylesheet"),
    ]
    assert scripts_before_player(requests) == 13_000
    assert scripts_before_player([]) == 0


def test_medians_are_held_to_the_goals() -> None:
    rounds = [read(report(performance)) for performance in (0.5, 0.9, 0.84)]
    told = [goal.told() for goal in goals(rounds)]
    assert told == [
        "goal: performance at least 85: 84, NOT met",
        "goal: accessibility at least 95: 100, met",
        "goal: scripts before the player at most 150 kB, compressed: 60, met",
    ]
    assert "| 84 | 100 | 60 | 0.020 |" in table(rounds)


def test_a_goal_is_met_at_its_edge() -> None:
    assert Goal("size", 150, most=150).told().endswith(", met")
    assert Goal("score", 84.9, least=85).told().endswith("NOT met")


def test_an_opening_that_was_not_recorded_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = Judged(90, 100, 60, {})
    answers: list[Judged | RuntimeError] = [RuntimeError("... (NO_NAVSTART)"), judged]

    def answer(*_: object) -> Judged:
        match answers.pop(0):
            case RuntimeError() as problem:
                raise problem
            case found:
                return found

    monkeypatch.setattr(web, "_judge", answer)
    assert judge("http://x", Path(), "chromium") is judged
    answers.append(RuntimeError("no such page"))
    with pytest.raises(RuntimeError, match="no such page"):
        judge("http://x", Path(), "chromium")
