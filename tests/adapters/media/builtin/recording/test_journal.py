"""The journal's lines, as a later version or a crash may leave them."""

from __future__ import annotations

import pytest

from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.journal import Close, File, Gap, Open, Reported, Seg

OPEN = Open("str_1", 1_790_000_000_000, "media-1")
FILE = File("0.mp4", 812, "avc1.64001F,mp4a.40.2", 1280, 720, 30.0, 48000, "ab12")
SEG = Seg("0.mp4", 812, 745_000, 2000, 1_790_000_000_000, True, True)


@pytest.mark.parametrize("record", [OPEN, FILE, SEG, Gap("disk_full", 5), Close("x"), Reported()])
def test_a_line_reads_as_it_was_written(record: journal.Record) -> None:
    line = journal.encode(record)
    assert line.count(b"\n") == 1
    assert journal.decode(line) == record


def test_the_format_is_what_the_documentation_says() -> None:
    assert journal.encode(SEG) == (
        b'{"k":"seg","file":"0.mp4","offset":812,"bytes":745000,"duration_ms":2000,'
        b'"starts_at_ms":1790000000000,"discontinuity":true,"independent":true}\n'
    )


def test_a_torn_last_line_is_no_line() -> None:
    whole = journal.encode(OPEN) + journal.encode(FILE)
    read = journal.read(whole + journal.encode(SEG)[:-1])
    assert (read.files, read.segments, read.sound_bytes) == ([FILE], [], len(whole))


def test_lines_and_fields_of_a_later_version_are_passed_over() -> None:
    later = b'{"k":"thumbnail","at":1}\nnot json\n{"k":"close","reason":"ended","new":1}\n'
    read = journal.read(journal.encode(OPEN) + later)
    assert read.closed == "ended"
    assert read.open == OPEN


def test_what_is_opened_again_is_neither_closed_nor_reported() -> None:
    written: list[journal.Record] = [OPEN, FILE, SEG, Close("off_list"), Reported()]
    lines = b"".join(map(journal.encode, written))
    assert journal.read(lines).reported
    read = journal.read(lines + journal.encode(Open("str_1", 5)))
    assert (read.closed, read.reported, read.open) == (None, False, OPEN)
    late = journal.read(lines + journal.encode(Open("str_1", 5)) + journal.encode(Reported()))
    assert not late.reported
    assert (read.duration_ms, read.bytes, read.started_at_ms) == (2000, 745_812, SEG.starts_at_ms)
