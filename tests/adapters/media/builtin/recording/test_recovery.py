"""What a killed process left is mended: no whole part is lost, no torn one is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.fmp4.reading import boxes
from kaibo.adapters.media.builtin.recording import journal
from kaibo.adapters.media.builtin.recording.recovery import look_through, mend
from tests.adapters.media.builtin.clips import demux, make_tags
from tests.adapters.media.builtin.recording.studio import Studio, feed

TAGS = make_tags(frames=110, gop=30, b_frames=2)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed recording of four segments."""
    folder = tmp_path_factory.mktemp("whole")

    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        studio.record("str_1")
        feed(stream, TAGS)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    studio = Studio(folder).run(scenario)
    return folder / studio.reports[0].recording_id


@pytest.fixture
def killed(whole: Path, tmp_path: Path) -> Path:
    """The same, as if the process had been killed before the last two segments were noted."""
    folder = tmp_path / whole.name
    shutil.copytree(whole, folder)
    lines = (folder / journal.NAME).read_bytes().splitlines(keepends=True)
    (folder / journal.NAME).write_bytes(b"".join(lines[:-3]))
    return folder


def read(folder: Path) -> journal.Journal:
    return journal.read((folder / journal.NAME).read_bytes())


def test_whole_parts_that_no_line_tells_of_are_noted(killed: Path, whole: Path) -> None:
    before = (killed / "0.mp4").read_bytes()
    mended = mend(killed, read(killed))
    assert mended.closed == "recovered"
    assert [(s.offset, s.bytes, s.independent) for s in mended.segments] == [
        (s.offset, s.bytes, s.independent) for s in read(whole).segments
    ]
    assert (killed / "0.mp4").read_bytes() == before
    assert read(killed).segments == mended.segments


def test_mending_again_changes_nothing(killed: Path) -> None:
    mend(killed, read(killed))
    lines = (killed / journal.NAME).read_bytes()
    mend(killed, read(killed))
    assert (killed / journal.NAME).read_bytes() == lines


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 100_000), torn_line=st.booleans())
def test_cut_anywhere_the_whole_parts_stay_and_the_torn_one_goes(
    killed: Path, whole: Path, cut: int, torn_line: bool
) -> None:
    data = (whole / "0.mp4").read_bytes()
    cut = cut % (len(data) + 1)
    lines = (whole / journal.NAME).read_bytes().splitlines(keepends=True)
    kept = b"".join(lines[:-3]) + (b'{"k":"seg","file":"0.mp' if torn_line else b"")
    (killed / "0.mp4").write_bytes(data[:cut])
    (killed / journal.NAME).write_bytes(kept)
    mended = mend(killed, read(killed))
    ends = [box.end for box in boxes(data) if box.kind == b"mdat"]
    expected = max((end for end in ends if end <= cut), default=0)
    if expected:
        assert (killed / "0.mp4").stat().st_size == expected == mended.bytes
    else:
        assert not mended.files
        assert not (killed / "0.mp4").exists()
    assert read(killed) == mended


def test_a_mended_recording_decodes_to_its_last_part(killed: Path) -> None:
    path = killed / "0.mp4"
    path.write_bytes(path.read_bytes()[:-900])
    mended = mend(killed, read(killed))
    found = demux(path.read_bytes())
    assert found.decoded == pytest.approx(mended.duration_ms * 0.03, abs=1)
    assert found.decoded > 95


def test_a_file_that_lost_what_its_journal_tells_is_believed_before_the_journal(
    killed: Path,
) -> None:
    path = killed / "0.mp4"
    first, second = read(killed).segments[:2]
    path.write_bytes(path.read_bytes()[: second.offset + second.bytes // 2])
    mended = mend(killed, read(killed))
    assert mended.segments[0] == first
    assert mended.bytes == path.stat().st_size < second.offset + second.bytes


def test_a_file_without_a_line_is_an_init_segment_and_goes(killed: Path) -> None:
    (killed / "1.mp4").write_bytes((killed / "0.mp4").read_bytes()[:100])
    mend(killed, read(killed))
    assert not (killed / "1.mp4").exists()


def test_only_what_this_server_left_unfinished_or_untold_is_found(killed: Path) -> None:
    folder = killed.parent
    (folder / "nonsense").mkdir()
    (folder / "nonsense" / journal.NAME).write_bytes(b"\xff\n{}\n[]\n")
    assert look_through(folder, "media-2") == []
    (found,) = look_through(folder, "media-1")
    assert found.mended
    (again,) = look_through(folder, "media-1")
    assert again.journal.closed == "recovered", "core has not heard of it yet"
    with (killed / journal.NAME).open("ab") as lines:
        lines.write(journal.encode(journal.Reported()))
    assert look_through(folder, "media-1") == []


def test_there_may_be_no_recordings_at_all(tmp_path: Path) -> None:
    assert look_through(tmp_path / "none", "media-1") == []
