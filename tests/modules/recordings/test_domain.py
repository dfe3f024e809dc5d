"""The replay's time line: nothing twice, nothing lost but what no picture shows."""

from itertools import pairwise

import m3u8  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from kaibo.modules.recordings.contracts import RecordedFile, RecordedSegment, RecordingIndex
from kaibo.modules.recordings.domain import (
    REACH_MS,
    ProgramCut,
    Take,
    Timeline,
    alike,
    change_of_format,
    runs,
    stitch,
)
from kaibo.modules.recordings.replay import playlist

SEGMENT = 2000


def a_file(name: str = "0.mp4", form: str = "a") -> RecordedFile:
    return RecordedFile(name, 800, form, "avc1.64001f,mp4a.40.2", 1280, 720, 30, 48_000)


def take(
    stream_id: str,
    starts_at_ms: int,
    count: int,
    *,
    duration_ms: int = SEGMENT,
    dependent: tuple[int, ...] = (),
    form: str = "a",
) -> Take:
    segments = tuple(
        RecordedSegment(
            file="0.mp4",
            offset=800 + number * 1000,
            bytes=1000,
            duration_ms=duration_ms,
            starts_at_ms=starts_at_ms + number * duration_ms,
            discontinuity=False,
            independent=number not in dependent,
        )
        for number in range(count)
    )
    return Take(f"rec_{stream_id}", stream_id, RecordingIndex((a_file(form=form),), segments))


def shown(timeline: Timeline) -> list[tuple[str, int]]:
    return [(piece.recording_id, (piece.offset - 800) // 1000) for piece in timeline.pieces]


def test_one_recording_is_the_whole_replay() -> None:
    timeline = stitch([take("a", 10_000, 5)], [ProgramCut(12_500, "a")], from_ms=9_000)
    assert shown(timeline) == [("rec_a", number) for number in range(5)]
    assert timeline.duration_ms == 10_000
    assert [piece.at_ms for piece in timeline.pieces] == [0, 2000, 4000, 6000, 8000]


def test_the_segment_in_which_the_show_went_on_air_is_kept_whole() -> None:
    timeline = stitch([take("a", 0, 5)], [ProgramCut(0, "a")], from_ms=3_900)
    assert shown(timeline)[0] == ("rec_a", 1)


def test_the_replay_ends_with_the_show() -> None:
    timeline = stitch([take("a", 0, 10)], [ProgramCut(0, "a")], from_ms=0, to_ms=8_000)
    assert timeline.duration_ms == 8_000


def test_an_encoder_that_was_away_leaves_no_gap() -> None:
    cuts = [ProgramCut(0, "a"), ProgramCut(9_000, None), ProgramCut(63_000, "b")]
    timeline = stitch([take("a", 0, 4), take("b", 60_000, 3)], cuts, from_ms=0)
    assert timeline.duration_ms == 7 * SEGMENT
    assert [piece.joint for piece in timeline.pieces] == [True, False, False, False, True] + [
        False
    ] * 2
    # What happened while it was away is where the gap was closed.
    assert timeline.replay_ms(30_000) == 8_000
    assert not timeline.has(30_000)
    assert timeline.replay_ms(61_000) == 9_000
    assert timeline.wall_ms(9_000) == 61_000


def test_a_switch_by_hand_is_resolved_at_the_segments_ends() -> None:
    main, backup = take("main", 0, 10), take("backup", 700, 10)
    timeline = stitch(
        [main, backup], [ProgramCut(0, "main"), ProgramCut(7_000, "backup")], from_ms=0
    )
    walls = [
        (piece.starts_at_ms, piece.starts_at_ms + piece.duration_ms) for piece in timeline.pieces
    ]
    assert ("rec_main", 2) in shown(timeline)
    assert ("rec_main", 4) not in shown(timeline)
    for before, after in pairwise(walls):
        assert abs(after[0] - before[1]) <= SEGMENT // 2


def test_the_backup_shows_what_viewers_missed_until_it_took_over() -> None:
    main, backup = take("main", 0, 5), take("backup", 0, 20)
    cuts = [ProgramCut(0, "main"), ProgramCut(13_000, "backup")]
    timeline = stitch([main, backup], cuts, from_ms=0)
    assert shown(timeline) == [("rec_main", n) for n in range(5)] + [
        ("rec_backup", n) for n in range(5, 20)
    ]


def test_the_backup_does_not_reach_back_further_than_it_may() -> None:
    main, backup = take("main", 0, 5), take("backup", 0, 40)
    cuts = [ProgramCut(0, "main"), ProgramCut(10_000, None), ProgramCut(60_000, "backup")]
    timeline = stitch([main, backup], cuts, from_ms=0)
    second = next(piece for piece in timeline.pieces if piece.recording_id == "rec_backup")
    assert second.starts_at_ms >= 60_000 - REACH_MS - SEGMENT


def test_what_was_recorded_while_viewers_got_a_picture_from_elsewhere_is_left_out() -> None:
    cuts = [
        ProgramCut(0, "a"),
        ProgramCut(6_000, None, outside=True),
        ProgramCut(14_000, "a"),
    ]
    timeline = stitch([take("a", 0, 10)], cuts, from_ms=0)
    assert [number for _, number in shown(timeline)] == [0, 1, 2, 7, 8, 9]
    assert timeline.pieces[3].joint


def test_after_a_switch_decoding_can_begin() -> None:
    main, backup = take("main", 0, 10), take("backup", 0, 10, dependent=(3, 4))
    cuts = [ProgramCut(0, "main"), ProgramCut(6_000, "backup")]
    timeline = stitch([main, backup], cuts, from_ms=0)
    assert shown(timeline)[3] == ("rec_backup", 5)


def test_without_cuts_the_recordings_follow_one_another() -> None:
    timeline = stitch([take("b", 50_000, 2), take("a", 0, 2)], [], from_ms=0)
    assert [name for name, _ in shown(timeline)] == ["rec_a"] * 2 + ["rec_b"] * 2


def test_a_clip_is_widened_to_where_it_can_be_cut() -> None:
    timeline = stitch([take("a", 0, 6, dependent=(2,))], [ProgramCut(0, "a")], from_ms=0)
    pieces = timeline.between(4_500, 9_000)
    assert (pieces[0].at_ms, pieces[-1].end_ms) == (2_000, 10_000)


def test_stretches_that_follow_one_another_are_one() -> None:
    cuts = [ProgramCut(0, "a"), ProgramCut(4_000, "b")]
    timeline = stitch([take("a", 0, 4), take("b", 0, 4)], cuts, from_ms=0)
    merged = runs(timeline.pieces)
    assert [(run.recording_id, run.bytes) for run in merged] == [("rec_a", 2000), ("rec_b", 2000)]


def test_a_change_of_format_is_found_and_parts_the_film() -> None:
    cuts = [ProgramCut(0, "a"), ProgramCut(4_000, "b")]
    timeline = stitch([take("a", 0, 4), take("b", 0, 4, form="b")], cuts, from_ms=0)
    assert change_of_format(timeline.pieces) == 4_000
    assert [len(part) for part in alike(timeline.pieces)] == [2, 2]
    assert change_of_format(timeline.pieces[:2]) is None


shows = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.integers(0, 300_000),
        st.integers(1, 40),
        st.sampled_from([1000, 2000, 3003]),
        st.sets(st.integers(0, 40), max_size=6),
    ),
    max_size=4,
    unique_by=lambda told: told[0],
)
cut_lists = st.lists(
    st.tuples(
        st.integers(0, 400_000),
        st.sampled_from(["a", "b", "c", "d", None]),
        st.booleans(),
    ),
    max_size=8,
)


def stitched(
    told: list[tuple[str, int, int, int, set[int]]],
    cuts: list[tuple[int, str | None, bool]],
    from_ms: int = 0,
    to_ms: int | None = None,
) -> Timeline:
    takes = [
        take(name, start, count, duration_ms=length, dependent=tuple(dependent - {0}))
        for name, start, count, length, dependent in told
    ]
    ordered = [
        ProgramCut(at, stream, outside=stream is None and outside)
        for at, stream, outside in sorted(cuts, key=lambda cut: cut[0])
    ]
    return stitch(takes, ordered, from_ms=from_ms, to_ms=to_ms)


@given(shows, cut_lists, st.integers(0, 400_000))
def test_no_segment_is_shown_twice_and_their_order_stays(
    told: list[tuple[str, int, int, int, set[int]]],
    cuts: list[tuple[int, str | None, bool]],
    from_ms: int,
) -> None:
    timeline = stitched(told, cuts, from_ms)
    assert len(set(shown(timeline))) == len(timeline.pieces)
    for name in {name for name, _ in shown(timeline)}:
        numbers = [number for other, number in shown(timeline) if other == name]
        assert numbers == sorted(numbers)


@given(shows, cut_lists)
def test_the_time_line_has_no_gaps_and_joints_can_be_decoded(
    told: list[tuple[str, int, int, int, set[int]]], cuts: list[tuple[int, str | None, bool]]
) -> None:
    timeline = stitched(told, cuts)
    for before, after in pairwise(timeline.pieces):
        assert after.at_ms == before.end_ms
        if before.recording_id != after.recording_id:
            assert after.joint
    for piece in timeline.pieces:
        assert piece.independent or not piece.joint
    assert timeline.boundaries == sorted(set(timeline.boundaries))


@given(shows, cut_lists, st.lists(st.integers(-10, 500_000), min_size=2, max_size=20))
def test_time_never_runs_backwards_and_stays_on_the_line(
    told: list[tuple[str, int, int, int, set[int]]],
    cuts: list[tuple[int, str | None, bool]],
    moments: list[int],
) -> None:
    timeline = stitched(told, cuts)
    places = [timeline.replay_ms(moment) for moment in sorted(moments)]
    assert places == sorted(places)
    assert all(0 <= place <= timeline.duration_ms for place in places)


@given(shows)
def test_a_shown_moment_is_found_again(told: list[tuple[str, int, int, int, set[int]]]) -> None:
    # One take after the other: with overlaps a moment can be shown twice.
    spaced = [
        (name, number * 1_000_000, count, length, dependent)
        for number, (name, _, count, length, dependent) in enumerate(told)
    ]
    timeline = stitched(spaced, [])
    for piece in timeline.pieces:
        for place in (piece.at_ms, piece.at_ms + piece.duration_ms // 3):
            assert timeline.replay_ms(timeline.wall_ms(place)) == place


@given(st.integers(0, 1999), st.integers(20_000, 60_000), st.sampled_from([1000, 2000, 3003]))
def test_a_switch_between_two_that_run_doubles_or_loses_less_than_one_segment(
    offset: int, at_ms: int, length: int
) -> None:
    told: list[tuple[str, int, int, int, set[int]]] = [
        ("a", 0, 90, length, set()),
        ("b", offset, 90, 2000, set()),
    ]
    timeline = stitched(told, [(0, "a", False), (at_ms, "b", False)])
    joint = next(
        (before, after)
        for before, after in pairwise(timeline.pieces)
        if before.recording_id != after.recording_id
    )
    seam = joint[1].starts_at_ms - (joint[0].starts_at_ms + joint[0].duration_ms)
    assert abs(seam) <= 1000
    assert abs(joint[1].starts_at_ms - at_ms) <= length // 2 + 1000


@given(shows, cut_lists)
def test_an_independent_parser_reads_the_playlist(
    told: list[tuple[str, int, int, int, set[int]]], cuts: list[tuple[int, str | None, bool]]
) -> None:
    timeline = stitched(told, cuts)
    named = {piece.recording_id for piece in timeline.pieces}
    text = playlist(timeline, {name: f"https://cdn.test/~sig/recordings/{name}" for name in named})
    read = m3u8.loads(text)
    assert read.is_endlist
    assert read.playlist_type == "vod"
    assert len(read.segments) == len(timeline.pieces)
    for piece, segment in zip(timeline.pieces, read.segments, strict=True):
        assert segment.byterange == f"{piece.bytes}@{piece.offset}"
        assert segment.duration * 1000 == piece.duration_ms
        assert segment.init_section.byterange == "800@0"
        assert segment.absolute_uri.endswith(f"/recordings/{piece.recording_id}/0.mp4")
        assert segment.init_section.absolute_uri == segment.absolute_uri
        assert round(segment.program_date_time.timestamp() * 1000) == piece.starts_at_ms
    joints = [number for number, piece in enumerate(timeline.pieces) if piece.joint and number]
    assert joints == [
        number for number, segment in enumerate(read.segments) if segment.discontinuity
    ]
    assert all(segment.duration <= read.target_duration for segment in read.segments)
