"""The figures of a show's attendance, each with its definition."""

from __future__ import annotations

from typing import Any

from kaibo.modules.rooms.contracts import Attendance, Definition

DEFINITIONS = {
    "watching": Definition("people in the room now, staff aside", "", "people"),
    "peak": Definition("the most people at once while on air (PCU)", "", "people"),
    "average": Definition(
        "time of every person in the room while on air", "counted time on air (ACU)", "people"
    ),
    "viewers": Definition(
        "distinct people who came before the end; estimated (0.8 %) beyond 4096", "", "people"
    ),
    "views": Definition(
        "viewing sessions; one ends after 30 minutes without a sign", "", "sessions"
    ),
    "watched_ms": Definition(
        "time the picture played while on air, once a person however many tabs", "", "ms"
    ),
    "dwell_ms": Definition("watched time", "distinct viewers", "ms"),
    "counted_ms": Definition("time on air with the room open, of which the others tell", "", "ms"),
}


def attendance(figures: dict[str, Any], *, settled: bool) -> Attendance:
    """Give the figures of a tally as staff read them."""
    viewers, on_air_ms, watched_ms = (
        figures[name] for name in ("viewers", "on_air_ms", "watched_ms")
    )
    return Attendance(
        watching=figures["watching"],
        peak=figures["peak"],
        average=round(figures["viewer_ms"] / on_air_ms, 2) if on_air_ms else None,
        viewers=viewers,
        viewers_estimated=figures["is_estimated"],
        views=figures["views"],
        watched_ms=watched_ms,
        dwell_ms=round(watched_ms / viewers) if viewers else None,
        counted_ms=on_air_ms,
        settled=settled,
        definitions=DEFINITIONS,
    )
