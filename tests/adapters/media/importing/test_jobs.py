"""A file that a media server has closed becomes a recording of its stream."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from kaibo.adapters.media.importing import jobs
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.media import facade as media
from kaibo.modules.recordings import facade as recordings
from kaibo.modules.recordings.contracts import Carried, Recording, RecordingState
from tests.support.hooked import Hooked, written
from tests.support.house import House, open_shop, settings_for
from tests.support.recordings import short_film


class Recorded(Hooked):
    """A show on nginx-rtmp, which records."""

    def __init__(self, folder: Path, house: House) -> None:
        super().__init__(open_shop(house), "nginx-rtmp")
        self.house, self.folder = house, folder / "recorded"

    def stream(self, data: bytes, name: str = "film.mp4", client: str = "1") -> Path:
        """Push for six seconds; the server then closes its file."""
        assert self.publish(client=client)
        self.house.pass_time(seconds=6)
        self.end(client=client)
        return self.file(data, name)

    def file(self, data: bytes, name: str = "film.mp4") -> Path:
        path = self.folder / name
        path.write_bytes(data)
        now = epoch_ms(self.house.clock.now()) / 1000
        os.utime(path, (now, now))
        return path

    def tell(self, path: object) -> None:
        told = {"call": "record_done", "name": self.show, "app": "live", "path": str(path)}
        assert self.call(told).is_success
        self.house.work()

    def kept(self) -> list[Recording]:
        return self.house.await_(recordings.recordings_of(self.house.context, self.show))

    def desk(self) -> dict[str, Any]:
        told: dict[str, Any] = self.shop.owner.get(f"/shows/{self.show}/replay").json()
        return told


@pytest.fixture
def recorded(database_url: str, tmp_path: Path) -> Iterator[Recorded]:
    servers = written(tmp_path)
    house = House(settings_for(tmp_path / "data", database_url, media_servers=servers))
    try:
        yield Recorded(tmp_path, house)
    finally:
        house.close()


def test_it_is_taken_over_and_stands_in_the_replay(recorded: Recorded) -> None:
    recorded.tell(recorded.stream(short_film()))
    (one,) = recorded.kept()
    assert one.state is RecordingState.COMPLETE
    assert one.duration_ms == pytest.approx(6000, abs=60)
    folder = recorded.house.settings.recordings_folder / one.id
    assert sorted(path.name for path in folder.iterdir()) == ["0.mp4", "index.jsonl"]


def test_told_again_it_changes_nothing(recorded: Recorded) -> None:
    path = recorded.stream(short_film())
    recorded.tell(path)
    before = recorded.kept()
    recorded.tell(path)
    assert recorded.kept() == before
    folders = list(recorded.house.settings.recordings_folder.iterdir())
    assert [folder.name for folder in folders] == [before[0].id]


def test_an_import_that_was_killed_is_done_again(recorded: Recorded) -> None:
    """Its row and half of its files are there; the server's word is repeated by the work queue."""
    path = recorded.stream(short_film())
    (stream,) = recorded.shop.house.read(_streams, recorded)
    carried = Carried(stream, recorded.show, "main")
    rec_id = recorded.house.run(recordings.adopt, carried, 0)
    half = recorded.house.settings.recordings_folder / f"importing-{rec_id}"
    half.mkdir(parents=True)
    (half / "0.mp4").write_bytes(b"half")
    recorded.tell(path)
    (one,) = recorded.kept()
    assert (one.id, one.state) == (rec_id, RecordingState.COMPLETE)
    assert not half.exists()


def test_an_import_whose_process_is_killed_is_done_again_by_itself(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = (sys.executable, "-c", "import os; input(); os.kill(os.getpid(), 9)")
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "COMMAND", killed)
        recorded.tell(recorded.stream(short_film()))
    assert [one.state for one in recorded.kept()] == [RecordingState.RECORDING]
    recorded.house.pass_time(seconds=2)
    recorded.house.work()
    assert [one.state for one in recorded.kept()] == [RecordingState.COMPLETE]


def test_two_streams_of_a_show_have_each_their_own(recorded: Recorded) -> None:
    first = recorded.stream(short_film(), "1.mp4")
    recorded.house.pass_time(seconds=30)
    second = recorded.stream(short_film(), "2.mp4", client="2")
    recorded.tell(second)
    recorded.tell(first)
    assert [one.state for one in recorded.kept()] == [RecordingState.COMPLETE] * 2
    starts = sorted(one.started_at for one in recorded.kept() if one.started_at)
    assert (starts[1] - starts[0]).total_seconds() == pytest.approx(36, abs=1.5)


def test_what_cannot_be_taken_over_says_why(recorded: Recorded) -> None:
    recorded.tell(recorded.stream(b"no film"))
    (one,) = recorded.kept()
    assert (one.state, one.problem) == (RecordingState.FAILED, "unreadable")


def test_only_files_in_the_servers_folder_are_looked_at(recorded: Recorded) -> None:
    recorded.stream(short_film())
    outside = recorded.folder.parent / "outside.mp4"
    outside.write_bytes(short_film())
    link = recorded.folder / "link.mp4"
    link.symlink_to(outside)
    for told in (
        outside,
        link,
        recorded.folder / ".." / "outside.mp4",
        "../outside.mp4",
        recorded.folder,
        "/etc/passwd",
        "\x00",
        "gone.mp4",
        "",
    ):
        recorded.tell(told)
    assert recorded.kept() == []


def test_a_rehearsal_is_not_kept(recorded: Recorded) -> None:
    rehearsal = recorded.house.show(recorded.shop.product.id, on_air=False, slug="rehearsal")
    keys = recorded.shop.owner.get(f"/shows/{rehearsal.id}/stream-keys").json()
    recorded.show = rehearsal.id
    recorded.key = keys["main"]["stream_key"]
    recorded.tell(recorded.stream(short_film()))
    assert recorded.kept() == []


def test_a_name_without_a_show_is_passed_over(recorded: Recorded) -> None:
    path = recorded.stream(short_film())
    recorded.show, show = "shw_nobody", recorded.show
    recorded.tell(path)
    recorded.show = show
    assert recorded.kept() == []


def _streams(session: Session, recorded: Recorded) -> list[str]:
    return [one.stream_id for one in media.streams_named(session, "nginx-rtmp", recorded.show)]
