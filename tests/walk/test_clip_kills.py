"""Processes die in the middle of a cut; in the end the film is whole, and no half was seen."""

import os
import signal
import struct
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.network import wait_until
from tests.support.recordings import make_film, shelve
from tests.walk.processes import SETUP_TOKEN, Running, running

pytestmark = [pytest.mark.long(seconds=60), pytest.mark.timeout(300)]

SECONDS, TIMES = 6, 700
MEDIA_TOKEN = "walk-media"


def long_film() -> bytes:
    """A film of more than an hour, made of one of six seconds with its clock moved on."""
    film = make_film(seconds=SECONDS)
    begin = film.index(b"moof") - 4
    init, media = film[:begin], film[begin : film.rindex(b"mfra") - 4]
    scales = [struct.unpack_from(">I", init, at + 16)[0] for at in _places(init, b"mdhd")]
    out = bytearray(init)
    for number in range(TIMES):
        copy = bytearray(media)
        for track, at in _decode_times(media):
            moved = struct.unpack_from(">Q", media, at)[0] + number * SECONDS * scales[track]
            struct.pack_into(">Q", copy, at, moved)
        out += copy
    return bytes(out)


def _places(data: bytes, kind: bytes) -> Iterator[int]:
    at = data.find(kind)
    while at >= 0:
        yield at
        at = data.find(kind, at + 4)


def _decode_times(media: bytes) -> Iterator[tuple[int, int]]:
    """Give track (from 0) and place of each base decode time."""
    for at in _places(media, b"tfhd"):
        track = struct.unpack_from(">I", media, at + 8)[0] - 1
        yield track, media.index(b"tfdt", at) + 8


def children(pid: int, command: str) -> list[int]:
    """Give the processes below `pid` whose command line holds `command`."""
    found, waiting = [], [pid]
    while waiting:
        for below in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            for child in map(int, _told(below).split()):
                waiting.append(child)
                if command in _told(Path(f"/proc/{child}/cmdline")):
                    found.append(child)
    return found


def _told(path: Path) -> str:
    """Give what stands there; nothing of a process that has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def a_show_that_is_over(installation: Running, client: httpx.Client, folder: Path) -> str:
    """Set up, record the long film as if it had been sent, end the show; give its id."""
    told = {
        "token": SETUP_TOKEN,
        "store": {"name": "Walk", "currency": "CNY"},
        "owner": {"name": "Mei", "email": "mei@tea.test", "password": "longpassword"},
    }
    token = client.post("/setup", json=told).json()["token"]
    client.headers["authorization"] = f"Bearer {token}"
    show = client.post("/shows", json={"title": "Spring"}).json()["id"]
    client.post(f"/shows/{show}/go-on-air")
    key = client.get(f"/shows/{show}/stream-keys").json()["main"]["stream_key"]
    media = {"authorization": f"Bearer {MEDIA_TOKEN}"}

    def tell(what: str, **body: object) -> httpx.Response:
        answer = client.post(f"/media/{what}", json={"server_id": "med", **body}, headers=media)
        assert answer.is_success, answer.text
        return answer

    stream = tell("publish", app="live", stream_key=key, client_addr="::1").json()["stream_id"]
    video = {"codec": "avc1.64001f", "width": 160, "height": 96}
    tell("playable", stream_id=stream, video=video, audio=None)
    recording = tell("heartbeat", streams=[{"stream_id": stream}]).json()["record"][0]
    recording_id = recording["recording_id"]
    duration_ms = shelve(
        folder / "data" / "recordings",
        recording_id,
        long_film(),
        starts_at_ms=[recording["since_ms"]],
    )
    tell(
        "recorded",
        recording_id=recording_id,
        stream_id=stream,
        state="complete",
        duration_ms=duration_ms,
        bytes=1,
        started_at_ms=recording["since_ms"],
    )
    return str(show)


def test_cutter_and_core_killed_mid_cut_leave_a_whole_film_in_the_end(tmp_path: Path) -> None:
    with running(tmp_path, "serve", media_token=MEDIA_TOKEN) as installation:
        base = f"{installation.origin}/api/v1"
        with httpx.Client(base_url=base, trust_env=False, timeout=30) as client:
            show = a_show_that_is_over(installation, client, tmp_path)
            clip = client.post(f"/shows/{show}/replay/export").json()["id"]

            # A film comes to its place whole, a moment before it is told of.
            sizes: set[int] = set()

            def films() -> list[Path]:
                return list((tmp_path / "data" / "files").glob("*.mp4"))

            def seen() -> dict[str, object]:
                try:
                    found: dict[str, object] = client.get(f"/clips/{clip}").json()
                except httpx.TransportError:
                    return {}
                if found["state"] != "done":
                    assert found["url"] is None
                    sizes.update(film.stat().st_size for film in films())
                return found

            def cutters() -> list[int]:
                return children(installation.process.pid, "media.remux")

            def cutting() -> bool:
                return float(str(seen().get("progress", 0))) > 0 and bool(cutters())

            wait_until(cutting, 60, every=0.05, because="no cut began")
            killed = cutters()[0]
            os.kill(killed, signal.SIGKILL)
            wait_until(
                lambda: cutting() and killed not in cutters(), 60, every=0.05, because="no second"
            )
            second = cutters()[0]
            (core,) = children(installation.process.pid, "kaibo.apps.api")
            os.kill(core, signal.SIGKILL)
            wait_until(lambda: second not in cutters(), 10, every=0.05, because="the cutter stayed")
            wait_until(
                lambda: seen().get("state") in {"done", "failed"}, 120, every=0.2, because="no end"
            )
            done = seen()
            assert (done["state"], done["duration_ms"]) == ("done", SECONDS * TIMES * 1000)
            assert not list((tmp_path / "data" / "files").glob("*.part"))
            (film,) = films()
            assert sizes <= {film.stat().st_size}
            wait_until(lambda: not cutters(), 10, every=0.05, because="a cutter stayed")
