"""What the figures of `make bench-room` rest on: counting, the texts, the arithmetic."""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.rooming import arithmetic, report
from benchmarks.rooming.burst import wrong
from benchmarks.rooming.contestants import PICOWS, ROOM, Contestant, Place
from benchmarks.rooming.crowd import Crowd, Told, build, crowd
from benchmarks.rooming.figures import Options, Results
from benchmarks.rooming.measuring import rates, staged
from benchmarks.rooming.message import PAYLOAD_BYTES, halves, mark, product_of
from benchmarks.rooming.neighbouring import NEIGHBOURS
from benchmarks.rooming.publishing import Counter, pace
from benchmarks.rooming.running import PICOWS_FLOOR, Bench
from kaibo.modules.rooms.frames import Danmaku, Event, OrderPaid, Tick, encode
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.platform.realtime import wire

ANSWER = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)
PONG = bytes((0x8A, 0x80 | 2, 0, 0, 0, 0)) + b"hi"
FEW = Options(
    rounds=1,
    seconds=0.1,
    small=10,
    large=20,
    crowded=20,
    viewers=100,  # fewer could not say 200 lines a second: the room limits each of them
    paced=2000,
    offered=(20_000,),
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("crowd"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    Counter(tmp_path / "counter")
    return Place(tmp_path, tmp_path / "counter", None, None)


Talk = Callable[[bytes, int], tuple[Told, bytes]]


@pytest.fixture
def talk(program: Path, place: Place) -> Talk:
    """Give what one socket counted of some bytes that came in pieces, and what it sent back."""
    paths = place.folder / "paths"
    paths.write_text("/\n")

    def said(stream: bytes, size: int) -> tuple[Told, bytes]:
        return asyncio.run(_said(stream, size))

    async def _said(stream: bytes, size: int) -> tuple[Told, bytes]:
        sent = bytearray()
        marked, gone = asyncio.Event(), asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(ANSWER)
            await marked.wait()
            for begin in range(0, len(stream), size):
                writer.write(stream[begin : begin + size])
                await writer.drain()
            with contextlib.suppress(ConnectionError):
                while data := await reader.read(4096):
                    sent.extend(data)
            writer.close()
            gone.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with crowd(program, port, "plain", paths, place.counter, None) as readers:
            await asyncio.to_thread(readers.open, 1)
            readers.mark()
            marked.set()
            told = await asyncio.to_thread(_until, readers, len(stream))
            assert Counter(place.counter).delivered == told.messages
            # Whatever it sends back it has sent before it counts what came with it.
            readers.close()
            await gone.wait()
        server.close()
        await server.wait_closed()
        return told, bytes(sent)

    return said


def _until(readers: Crowd, size: int) -> Told:
    until = time.monotonic() + 10
    while (told := readers.tell()).bytes < size and time.monotonic() < until:
        time.sleep(0.005)
    return told


def tick(lines: int, at_ns: int) -> bytes:
    said = (
        Danmaku(f"abcdefghijkl-{n}", f"vwr_{n:08d}", "v", mark("d", at_ns), 1, "viewer")
        for n in range(lines)
    )
    return encode(Tick(at=1, danmaku=tuple(said)))


def text(at_ns: int, size: int = PAYLOAD_BYTES) -> bytes:
    before, after = halves(size)
    return f"{before}{at_ns:016x}{after}".encode()


@pytest.mark.parametrize("size", [1, 3, 1000, 1 << 20])
def test_messages_are_counted_however_they_are_packed_and_cut(talk: Talk, size: int) -> None:
    now = time.monotonic_ns()
    frames = [wire.text_frame(text(now - 1)), wire.text_frame(tick(3, now))]
    if size >= 1000:
        # A tick of many lines needs the long form of a frame's length.
        frames.append(wire.text_frame(tick(600, now)))
    frames += [bytes((0x89, 2)) + b"hi", wire.text_frame(text(now))]

    told, sent = talk(b"".join(frames), size)

    lines = 603 if size >= 1000 else 3
    assert (told.events, told.lines, told.messages) == (2, lines, lines + 2)
    assert (told.frames, told.misordered, told.faults) == (len(frames), 0, 0)
    assert sent == PONG


def test_a_message_that_overtakes_another_is_seen(talk: Talk) -> None:
    now = time.monotonic_ns()

    told, _ = talk(wire.text_frame(text(now)) + wire.text_frame(text(now - 1)), 4096)

    assert told.misordered == 1


def test_a_text_that_only_looks_like_a_mark_counts_for_nothing(talk: Talk) -> None:
    told, _ = talk(wire.text_frame(b"@e0123@x00000000000000ff@d000000000000000g@@e"), 4096)

    assert (told.frames, told.messages) == (1, 0)


def test_latency_is_told_to_a_few_parts_in_a_hundred(talk: Talk) -> None:
    late = wire.text_frame(text(time.monotonic_ns() - 2_000_000_000))

    told, _ = talk(late, 4096)

    assert 2000 * 0.98 < told.p50_ms < 4000


@pytest.mark.parametrize("seq", [1, 12345, 999_999])
def test_the_room_s_event_is_as_long_as_everybody_s_message(seq: int) -> None:
    at = time.monotonic_ns()
    event = OrderPaid(mark("e", at), product_of(seq), 1)

    assert len(encode(Event(epoch="abcdefghijkl", seq=seq, e=event))) == PAYLOAD_BYTES
    assert len(text(at)) == PAYLOAD_BYTES
    assert text(at).decode().count(mark("e", at)) == 1


def test_a_paced_message_is_marked_with_when_it_was_due() -> None:
    due: list[int] = []

    published = asyncio.run(pace(0.02, 500, due.append))

    assert published == len(due) == 10
    assert {later - earlier for earlier, later in pairwise(due)} <= {
        1_999_999,
        2_000_000,
        2_000_001,
    }


def test_picows_is_measured_from_end_to_end(program: Path, place: Place) -> None:
    with staged(place, PICOWS, program, FEW.large) as stage:
        figures = rates(stage, FEW)

    assert figures["large_per_second"] > 0
    assert figures["small_per_cpu_second"] >= 0
    assert 0 < figures["paced_p50_ms"] <= figures["paced_p99_ms"]


@pytest.mark.long(seconds=90)
def test_the_room_is_measured_from_end_to_end(program: Path, tmp_path: Path) -> None:
    results = Results()
    bench = Bench(replace(FEW, seconds=0.5), tmp_path, program, results)

    bench.round([ROOM, PICOWS], "round 1")
    bench.judge(is_baseline_measured=True)

    assert (results.wrong, results.absent) == ([], {})
    assert results.median("talk", "burst_events") == 5
    assert results.median("room", "stuck_p99_ms")
    assert results.median("room", "stuck_closed") is not None
    assert results.median("room", "spared_p99_ms")
    # The two who do not read were spared ticks, and were still there.
    assert (results.median("room", "spared_skipped") or 0) > 0
    assert results.median("room", "spared_closed") == 0
    assert results.median("room", "ticked_skipped") == 0
    assert report.million(results)


@pytest.mark.long(seconds=60)
@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=lambda one: one.name)
def test_a_neighbour_is_measured_from_end_to_end(
    program: Path, tmp_path: Path, neighbour: Contestant
) -> None:
    results = Results()
    bench = Bench(FEW, tmp_path, program, results)

    bench.prepare(neighbour)
    bench.round([neighbour], "round 1")

    assert results.absent == {}
    assert results.median(neighbour.name, "large_per_second")
    assert results.median(neighbour.name, "stuck_p99_ms")


def test_who_cannot_be_installed_or_fails_is_named_in_the_table(
    program: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise FileNotFoundError("no such package")

    def dies(_place: Place) -> None:
        raise subprocess.SubprocessError("it died")

    results = Results()
    bench = Bench(FEW, tmp_path, program, results)
    absent, dying = Contestant("a", "A", PICOWS.run, missing), Contestant("d", "D", dies)  # type: ignore[arg-type] # it never runs
    bench.prepare(absent)
    bench.round([absent, dying], "round 1")

    lines = report.table(FEW, results, {"a": "A", "d": "D"}).splitlines()
    assert "could not be installed: no such package" in lines[2]
    assert "failed: it died" in lines[3]
    assert "no such package" in capsys.readouterr().out


def results_of(**contestants: dict[str, float]) -> Results:
    return Results(rounds={name: [figures] for name, figures in contestants.items()})


def test_goals_are_ratios_of_one_round_and_say_whether_they_are_met() -> None:
    results = results_of(
        room={
            "large_per_second": 800.0,
            "stuck_p99_ms": 13.0,
            "reading_p99_ms": 10.0,
            "spared_p99_ms": 11.0,
            "ticked_p99_ms": 10.0,
            "spared_skipped": 900.0,
        },
        picows={"large_per_second": 1000.0, "single_per_cpu_second": 80_000.0},
        nchan={"large_per_second": 500.0},
        talk={
            "offered_1000000_2000_cpu": 0.45,
            "offered_1000000_2000_came": 0.9,
            "offered_1000000_5000_cpu": 0.7,
            "offered_1000000_5000_came": 1.0,
        },
    )

    assert "50,000 writes, for which bare picows takes 62%" in report.floor(Options(), results)
    assert report.goals(Options(), results) == [
        "goal: many sockets: of bare picows at least 0.8: 0.8, met",
        "goal: many sockets: of nchan at least 2: 1.6, NOT met",
        "goal: CPU at 1 M deliveries/s to 2,000 sockets, of a core at most 0.6: 0.5, met",
        "goal: CPU at 1 M deliveries/s to 5,000 sockets, of a core at most 0.6: 0.7, NOT met",
        "goal: p99 with stuck readers, times that without at most 1.2: 1.3, NOT met",
        "goal: p99 of ticks beside readers spared them, times that without at most 1.2: 1.1, met",
        "goal: ticks kept from who was behind at least 1: 900, met",
    ]


def test_a_run_whose_crowd_or_baseline_was_not_fit_fails(tmp_path: Path) -> None:
    results = results_of(
        picows={"large_per_second": PICOWS_FLOOR - 1.0, "large_client": 0.95},
    )

    Bench(Options(), tmp_path, tmp_path, results).judge(is_baseline_measured=True)

    assert len(results.wrong) == 2


def test_a_million_viewers_are_reckoned_from_the_burst() -> None:
    it = arithmetic.Measured(cpu=0.3, viewers=10_000, bits=40_000, idle=10_240, joins=1000)

    need = arithmetic.needed(it)

    assert (need.viewers_a_core, need.gateways) == (20_000, 50)
    assert need.gigabits == 40
    assert need.machines == 13
    assert need.gigabytes == pytest.approx(15.36)
    assert need.rejoin_seconds == pytest.approx(20_000 / 49_000)
    assert "50 gateways" in arithmetic.paragraph(it)


def burst_of(viewers: int, seconds: float) -> Told:
    policy = RoomPolicy()
    shown = int(policy.shown_burst + policy.shown_rate * seconds)
    return Told(
        wall=seconds,
        cpu=0.0,
        messages=viewers * (shown + 5),
        events=viewers * 5,
        lines=viewers * shown,
        frames=0,
        bytes=0,
        first=0.0,
        last=0.0,
        p50_ms=0.0,
        p99_ms=0.0,
        open=viewers,
        closed=0,
        stuck_closed=0,
        acks=400,
        refused=0,
        said=400,
        unsaid=0,
        misordered=0,
        event_views=1,
        line_views=1,
        least=0,
        most=0,
        faults=0,
    )


def test_a_burst_in_which_everybody_saw_what_the_policy_keeps_is_right() -> None:
    assert wrong(burst_of(10, 2), 10, 5, 2, RoomPolicy()) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"acks": 399},
        {"refused": 1},
        {"unsaid": 1},
        {"closed": 1},
        {"events": 49},
        {"event_views": 2},
        {"misordered": 1},
        {"line_views": 2},
        {"lines": 10 * 260},
        {"lines": 10 * 100},
    ],
)
def test_whatever_a_viewer_missed_or_had_too_much_of_is_found(changed: dict[str, int]) -> None:
    told = replace(burst_of(10, 2), **changed)

    assert len(wrong(told, 10, 5, 2, RoomPolicy())) == 1


def test_a_server_s_process_ends_with_its_orders(place: Place) -> None:
    command = [sys.executable, "-m", "benchmarks.rooming.bare", str(place.counter)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    ) as process:
        _, _ = process.communicate(b"", timeout=20)

    assert process.returncode == 0
