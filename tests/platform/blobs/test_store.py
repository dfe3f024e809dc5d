"""Uploaded files in a local folder."""

import errno
import os
import time
from pathlib import Path

import pytest

from kaibo.platform.blobs import LocalBlobStore


@pytest.fixture
def store(tmp_path: Path) -> LocalBlobStore:
    return LocalBlobStore(tmp_path / "files")


def test_a_file_is_found_by_its_name(store: LocalBlobStore) -> None:
    store.put("pic_1.webp", b"picture")
    path = store.path("pic_1.webp")
    assert path is not None
    assert path.read_bytes() == b"picture"
    assert store.path("pic_2.webp") is None


def test_a_name_is_used_once(store: LocalBlobStore) -> None:
    store.put("pic_1.webp", b"first")
    with pytest.raises(FileExistsError):
        store.put("pic_1.webp", b"second")


NAMES = ["../x.webp", "/etc/passwd", "a/b.webp", "", ".", "..", "x", ".webp", "A.webp", "x.webp\n",
         "x.webp\0", "x..webp"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_nowhere_else(store: LocalBlobStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a file name"):
        store.put(name, b"x")
    assert store.path(name) is None
    assert list(tmp_path.rglob("*")) == []


def test_a_half_written_file_is_never_served(
    store: LocalBlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put("pic_1.webp", b"x")
    assert store.path("pic_1.webp") is None
    monkeypatch.undo()
    store.put("pic_1.webp", b"whole")
    assert (tmp_path / "files" / "pic_1.webp").read_bytes() == b"whole"


def test_a_big_file_gets_its_name_when_it_is_whole(store: LocalBlobStore) -> None:
    scratch = store.scratch("clip_1.mp4")
    scratch.write_bytes(b"whole")
    assert store.path("clip_1.mp4") is None
    assert store.path(scratch.name) is None
    store.adopt("clip_1.mp4", scratch)
    path = store.path("clip_1.mp4")
    assert path is not None
    assert path.read_bytes() == b"whole"
    assert not scratch.exists()


def test_what_was_left_half_written_is_removed_by_the_next_try(store: LocalBlobStore) -> None:
    left = store.scratch("clip_1.mp4")
    left.write_bytes(b"half")
    other = store.scratch("clip_2.mp4")
    other.write_bytes(b"busy")
    assert store.scratch("clip_1.mp4") != left
    assert not left.exists()
    assert other.exists()


def test_what_nobody_will_finish_is_removed_after_a_day(store: LocalBlobStore) -> None:
    left = store.scratch("clip_1.mp4")
    left.write_bytes(b"half")
    long_ago = time.time() - 2 * 86_400
    os.utime(left, (long_ago, long_ago))
    store.scratch("clip_2.mp4")
    assert not left.exists()


def test_a_file_can_be_deleted_and_deleting_twice_is_no_error(store: LocalBlobStore) -> None:
    store.put("pic_1.webp", b"picture")
    store.delete("pic_1.webp")
    store.delete("pic_1.webp")
    store.delete("../x.webp")
    assert store.path("pic_1.webp") is None


def test_a_full_disk_is_left_as_it_was(
    store: LocalBlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put("pic_1.webp", b"picture")
    assert list((tmp_path / "files").iterdir()) == []
