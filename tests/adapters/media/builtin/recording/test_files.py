"""Files as they are written, segment by segment."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaibo.adapters.media.builtin.recording.disk import Disk
from kaibo.adapters.media.builtin.recording.files import RecordingFiles
from kaibo.adapters.media.builtin.recording.journal import Open
from tests.adapters.media.builtin.clips import make_tags
from tests.adapters.media.builtin.pipeline import fetch, lines, publish
from tests.adapters.media.builtin.recording.studio import FaultyDisk

WINDOW = publish(make_tags(frames=15)).window
INIT = fetch(WINDOW, lines(WINDOW, "#EXT-X-MAP:")[0].split('"')[1])
START = 1_790_000_000_000


def write(files: RecordingFiles, stamps: list[int]) -> list[int]:
    """Write segments of a second each, begun at these moments; gives their stamps."""
    files.begin_file(INIT, 30.0)
    for stamp in stamps:
        files.begin_segment(START + stamp, discontinuity=False, independent=True)
        files.add_part(b"x" * 100, 1.0)
        files.close_segment()
    return [segment.starts_at_ms - START for segment in files.journal.segments]


@pytest.mark.parametrize(
    ("stamps", "written"),
    [
        ([0, 1010, 1990], [0, 1010, 1990]),
        # Set forward an hour: followed, and read as a gap.
        ([0, 1000, 3_602_000, 3_603_000], [0, 1000, 3_602_000, 3_603_000]),
        # Set back an hour: one after the other, until the clock has caught up.
        ([0, 1000, -3_598_000, -3_597_000], [0, 1000, 2000, 3000]),
        ([0, 1000, -8_000, 30_000], [0, 1000, 2000, 30_000]),
        # A small correction is followed.
        ([0, 1000, 1700, 2700], [0, 1000, 1700, 2700]),
        ([0, 1000, 1000], [0, 1000, 2000]),
    ],
)
def test_stamps_rise_whatever_the_wall_clock_is_set_to(
    tmp_path: Path, stamps: list[int], written: list[int]
) -> None:
    files = RecordingFiles(tmp_path / "rec", Open("str_1", START), Disk())
    assert write(files, stamps) == written
    files.close("ended")


def test_a_segment_is_synced_before_its_line_is_written(tmp_path: Path) -> None:
    order: list[str] = []
    disk = FaultyDisk()

    def write_to(fd: int, data: bytes | memoryview) -> int:
        order.append("line" if bytes(data).startswith(b'{"k":"seg"') else "data")
        return disk.write(fd, data)

    def sync(fd: int) -> None:
        order.append("sync")
        disk.sync(fd)

    files = RecordingFiles(tmp_path / "rec", Open("str_1", START), Disk(write_to, sync))
    write(files, [0])
    assert order[-4:] == ["data", "sync", "line", "sync"]


def test_a_write_that_fails_half_way_is_taken_back(tmp_path: Path) -> None:
    disk = FaultyDisk()
    files = RecordingFiles(tmp_path / "rec", Open("str_1", START), disk.calls)
    write(files, [0, 1000])
    size = (tmp_path / "rec" / "0.mp4").stat().st_size
    files.begin_segment(START + 2000, discontinuity=False, independent=True)
    disk.room = 40
    with pytest.raises(OSError, match="full"):
        files.add_part(b"y" * 100, 1.0)
    assert (tmp_path / "rec" / "0.mp4").stat().st_size == size
    assert len(files.journal.segments) == 2


def test_a_file_in_which_nothing_could_be_written_does_not_stay(tmp_path: Path) -> None:
    disk = FaultyDisk()
    files = RecordingFiles(tmp_path / "rec", Open("str_1", START), disk.calls)
    write(files, [0])
    for _ in range(3):
        files.begin_file(INIT, 30.0)
        disk.room = 0
        with pytest.raises(OSError, match="full"):
            files.add_part(b"y" * 100, 1.0)
        disk.room = None
        files.mend(keep=False)
    write(files, [1000])
    files.close("ended")
    names = sorted(path.name for path in (tmp_path / "rec").glob("*.mp4"))
    assert names == ["0.mp4", "4.mp4"]
    assert [file.file for file in files.journal.used_files] == names
    assert files.journal.bytes == sum((tmp_path / "rec" / n).stat().st_size for n in names)
    again = RecordingFiles(tmp_path / "rec", Open("str_1", START), disk.calls)
    again.begin_file(INIT, 30.0)
    assert (tmp_path / "rec" / "5.mp4").exists()
    again.abandon()
