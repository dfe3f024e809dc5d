"""Uploaded files in a local folder."""

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
