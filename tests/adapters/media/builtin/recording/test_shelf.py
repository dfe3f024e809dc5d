"""The shelf, as core uses it."""

from __future__ import annotations

from pathlib import Path

from kaibo.adapters.media.builtin.recording.shelf import LocalShelf
from kaibo.kernel.ids import new_id
from kaibo.modules.recordings.ports import RecordingShelf
from tests.adapters.media.builtin.clips import make_tags
from tests.adapters.media.builtin.recording.studio import Studio, feed

TAGS = make_tags(frames=75)


def record(folder: Path) -> str:
    async def scenario(studio: Studio) -> None:
        stream = studio.stream()
        studio.record("str_1")
        feed(stream, TAGS)
        stream.end("ended")
        await studio.until(lambda: studio.reports)

    return Studio(folder).run(scenario).reports[0].recording_id


def test_what_was_recorded_can_be_read_and_deleted(tmp_path: Path) -> None:
    shelf: RecordingShelf = LocalShelf(tmp_path)
    recording_id = record(tmp_path)
    index = shelf.index(recording_id)
    assert index is not None
    assert index.closed
    (file,) = index.files
    path = shelf.path(recording_id, file.name)
    assert path is not None
    assert index.bytes == path.stat().st_size
    assert (file.codecs, len(file.format)) == ("avc1.64000B,mp4a.40.2", 16)
    assert index.duration_ms > 2400
    assert shelf.usage() > index.bytes
    assert shelf.free_bytes() > 0
    shelf.delete(recording_id)
    shelf.delete(recording_id)
    assert shelf.index(recording_id) is None
    assert shelf.path(recording_id, file.name) is None
    assert shelf.usage() == 0


def test_no_path_leads_out_of_the_shelf(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    recording_id = record(folder)
    (tmp_path / "secret.mp4").write_bytes(b"secret")
    shelf = LocalShelf(folder)
    for bad in ("..", ".", "", f"../{folder.name}/{recording_id}", "rec_", f"{recording_id}/.."):
        assert shelf.index(bad) is None
        assert shelf.path(bad, "secret.mp4") is None
        shelf.delete(bad)
    for bad in ("../../secret.mp4", "/etc/passwd", "index.jsonl", "0.mp4/", ""):
        assert shelf.path(recording_id, bad) is None
    assert shelf.index(recording_id) is not None


def test_a_shelf_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    shelf = LocalShelf(tmp_path / "none")
    assert shelf.usage() == 0
    assert shelf.free_bytes() > 0
    assert shelf.index(new_id("rec")) is None
