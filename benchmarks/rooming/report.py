"""The tables, the goals, and what a million viewers would need."""

from __future__ import annotations

import json
import statistics
from collections.abc import Collection

from benchmarks.rooming import arithmetic
from benchmarks.rooming.figures import Options, Results
from benchmarks.rooming.message import PAYLOAD_BYTES

OF_PICOWS = 0.8
TIMES_NCHAN = 2.0
TIMES_SOCKETIO = 4.0
MILLION = 1_000_000
MILLION_CPU = 0.6
STUCK_P99 = 1.2
STUCK_MB = 8.0
"""What counts as flat: a page cache of an allocator may come and go."""
IDLE_KB = 12.0
TICKS = 10
"""Ticks a second of a large room (`RoomPolicy.tick_when_large`)."""
_HEAD = (
    "| server | {large} sockets /s | {small} sockets /s | one by one /s | per CPU second | p50 ms "
    "| p99 ms | CPU | KB a socket | handshakes /s | p99 with stuck | MB more |"
)
_CELLS = (
    ("large_per_second", "{:,.0f}", 1.0),
    ("small_per_second", "{:,.0f}", 1.0),
    ("single_per_second", "{:,.0f}", 1.0),
    ("large_per_cpu_second", "{:,.0f}", 1.0),
    ("paced_p50_ms", "{:,.1f}", 1.0),
    ("paced_p99_ms", "{:,.1f}", 1.0),
    ("paced_cpu", "{:.0%}", 1.0),
    ("idle_bytes", "{:,.1f}", 1 / 1024),
    ("handshakes", "{:,.0f}", 1.0),
    ("stuck_p99_ms", "{:,.1f}", 1.0),
    ("stuck_growth", "{:,.1f}", 1 / 2**20),
)


def caption(options: Options, *, is_pinned: bool) -> str:
    """Say under which circumstances the tables came about."""
    place = "each server alone on one core, the crowd on the other" if is_pinned else "one core"
    return (
        f"Messages of {PAYLOAD_BYTES} bytes; {place}; loopback, no TLS; medians of "
        f"{options.rounds} rounds of {options.seconds:g} s. Latency and CPU: at {options.paced:,} "
        f"deliveries a second to {options.large:,} sockets, from when a message was due. With "
        f"stuck: {options.crowded} sockets, a tenth of which never reads; MB: what the server "
        "grew by."
    )


def table(options: Options, results: Results, labels: dict[str, str]) -> str:
    """Give a line for each contestant, those that could not be measured too."""
    head = _HEAD.format(large=f"{options.large:,}", small=f"{options.small:,}")
    lines = [head, "|---" + "|--:" * len(_CELLS) + "|"]
    for name, label in labels.items():
        cells = [_cell(results.median(name, key), form, unit) for key, form, unit in _CELLS]
        reason = results.absent.get(name)
        lines.append(f"| {label}{f' ({reason})' if reason else ''} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def talk_table(options: Options, results: Results) -> str:
    """Give what the room makes of talk, with its cap lifted and within its policy."""
    lines = [
        "| talk | viewers | lines /s | offered /s | delivered /s | came | p50 ms | p99 ms | CPU |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    rows = [
        ("all of it shown", f"offered_{offered}_{viewers}", viewers, offered / viewers)
        for viewers in (options.small, options.large)
        for offered in options.offered
    ]
    rows.append(("as the policy shows it", "burst", options.viewers, 200.0))
    for label, name, viewers, said in rows:
        cpu = results.median("talk", f"{name}_cpu")
        if cpu is None:
            continue
        cells = [
            label,
            f"{viewers:,}",
            f"{said:,.0f}",
            f"{said * viewers:,.0f}",
            _cell(results.median("talk", f"{name}_per_second"), "{:,.0f}", 1.0),
            _cell(results.median("talk", f"{name}_came"), "{:.1%}", 1.0),
            _cell(results.median("talk", f"{name}_p50_ms"), "{:,.1f}", 1.0),
            _cell(results.median("talk", f"{name}_p99_ms"), "{:,.1f}", 1.0),
            f"{cpu:.0%}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def goals(options: Options, results: Results) -> list[str]:
    """Give a sentence for each goal that this run can tell of."""
    told = [
        _least(f"{sockets} sockets: of {label}", results.ratio("room", figure, name), goal)
        for sockets, figure in (("many", "large_per_second"), ("fewer", "small_per_second"))
        for name, label, goal in (
            ("picows", "bare picows", OF_PICOWS),
            ("nchan", "nchan", TIMES_NCHAN),
            ("socketio", "socket.io", TIMES_SOCKETIO),
        )
    ]
    told += [
        _most(
            "p99 at the fixed rate, of nchan's", results.ratio("room", "paced_p99_ms", "nchan"), 1.0
        ),
        *(
            _most(
                f"CPU at 1 M deliveries/s to {viewers:,} sockets, of a core",
                _million_cpu(results, viewers),
                MILLION_CPU,
            )
            for viewers in (options.small, options.large)
        ),
        _most(
            "kinds of things lost in the burst that the policy keeps",
            results.median("talk", "burst_lost"),
            0.0,
        ),
        _most(
            "p99 with stuck readers, times that without",
            _within(results, "stuck_p99_ms", "reading_p99_ms"),
            STUCK_P99,
        ),
        _most(
            "p99 of ticks beside readers spared them, times that without",
            _within(results, "spared_p99_ms", "ticked_p99_ms"),
            STUCK_P99,
        ),
        _least("ticks kept from who was behind", results.median("room", "spared_skipped"), 1.0),
        _most("memory with stuck readers, MB more", _stuck_mb(results), STUCK_MB),
        _most("memory of an idle connection, KB", _scaled(results, "idle_bytes", 1024), IDLE_KB),
    ]
    return [sentence for sentence in told if sentence]


def million(results: Results) -> str | None:
    """Say what a million viewers would need, when this run can tell."""
    figures = {
        "cpu": results.median("talk", "burst_cpu"),
        "viewers": results.median("talk", "burst_viewers"),
        "bits": results.median("talk", "burst_bits_per_viewer"),
        "idle": results.median("room", "idle_bytes"),
        "joins": results.median("talk", "burst_handshakes"),
    }
    found = {name: value for name, value in figures.items() if value is not None}
    if len(found) < len(figures):
        return None
    return arithmetic.paragraph(arithmetic.Measured(**found))


def as_json(results: Results) -> str:
    """Give the medians for programs."""
    return json.dumps(
        {
            name: {
                figure: round(value, 4)
                for figure in sorted({key for one in rounds for key in one})
                if (value := results.median(name, figure)) is not None
            }
            for name, rounds in results.rounds.items()
        }
    )


def floor(options: Options, results: Results) -> str:
    """Say what the writes of a million deliveries take of a core by themselves, if it is known."""
    each = results.median("picows", "single_per_cpu_second")
    if each is None:
        return ""
    writes = TICKS * options.large
    return (
        f"{TICKS} ticks a second to {options.large:,} sockets are {writes:,} writes, for which "
        f"bare picows takes {writes / each:.0%} of this core"
    )


def _million_cpu(results: Results, viewers: int) -> float | None:
    """Give what all of a million would have taken, where a starved server did a part of it."""
    figures = (f"offered_{MILLION}_{viewers}_{it}" for it in ("cpu", "came"))
    cpu, came = (results.median("talk", figure) for figure in figures)
    return cpu / came if cpu is not None and came else None


def _within(results: Results, figure: str, beside: str) -> float | None:
    """Give the median of the rounds' ratios of two figures of the room."""
    found = [
        one[figure] / one[beside]
        for one in results.rounds.get("room", ())
        if one.get(beside) and figure in one
    ]
    return _median(found)


def _stuck_mb(results: Results) -> float | None:
    found = [
        max(0.0, one["stuck_growth"]) / 2**20
        for one in results.rounds.get("room", ())
        if "stuck_growth" in one
    ]
    return _median(found)


def _median(values: Collection[float]) -> float | None:
    return statistics.median(values) if values else None


def _scaled(results: Results, figure: str, unit: float) -> float | None:
    value = results.median("room", figure)
    return None if value is None else value / unit


def _cell(value: float | None, form: str, unit: float) -> str:
    return "" if value is None else form.format(value * unit)


def _least(what: str, value: float | None, goal: float) -> str:
    if value is None:
        return ""
    return f"goal: {what} at least {goal:g}: {value:.3g}, {'met' if value >= goal else 'NOT met'}"


def _most(what: str, value: float | None, goal: float) -> str:
    if value is None:
        return ""
    return f"goal: {what} at most {goal:g}: {value:.3g}, {'met' if value <= goal else 'NOT met'}"
