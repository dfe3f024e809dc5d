"""What the origin answers, by the rules of blocking playlist reload."""

from __future__ import annotations

import time

import pytest

from kaibo.adapters.media.builtin.hls.origin import Mount, Origin
from kaibo.adapters.media.builtin.hls.responses import Response, Wait
from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.platform.auth import playurls
from tests.adapters.media.builtin.hls.test_window import make_window


def serve(window: Window) -> Origin:
    origin = Origin()
    origin.mount("live/str_1", Mount(window))
    return origin


def ask(origin: Origin, target: str, method: str = "GET", *, waited: bool = False) -> Response:
    found = origin.answer(method, target, waited=waited)
    assert isinstance(found, Response), found
    return found


INDEX = "/live/str_1/index.m3u8"


def test_playlists_are_never_cached_and_parts_for_ever() -> None:
    window = make_window(3, open_parts=2)
    origin = serve(window)
    playlist = ask(origin, INDEX)
    assert playlist.status == 200
    assert playlist.content_type == "application/vnd.apple.mpegurl"
    assert playlist.cache == "no-cache"
    name = playlist.body[0].decode().split('PART:DURATION=0.200,URI="')[1].split('"')[0]
    part = ask(origin, f"/live/str_1/{name}")
    assert (part.status, part.content_type, b"".join(part.body)) == (200, "video/mp4", b"part")
    assert "immutable" in part.cache


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("_HLS_msn=2", 200),
        ("_HLS_msn=3&_HLS_part=1", 200),
        ("_HLS_msn=0&_HLS_part=0", 200),
        ("_HLS_part=1", 400),
        ("_HLS_msn=-1", 400),
        ("_HLS_msn=x", 400),
        ("_HLS_msn=1&_HLS_msn=2", 400),
        ("_HLS_msn=5", 400),
        ("_HLS_msn=999999999999999999999", 400),
        ("_HLS_msn=3&_HLS_part=99", 400),
        ("_HLS_skip=YES", 200),
        ("other=1", 200),
    ],
)
def test_a_reload_is_answered_or_refused_at_once(query: str, status: int) -> None:
    origin = serve(make_window(3, open_parts=2))
    assert ask(origin, f"{INDEX}?{query}").status == status


@pytest.mark.parametrize(
    ("query", "number", "part"),
    [
        ("_HLS_msn=3", 3, None),
        ("_HLS_msn=3&_HLS_part=2", 3, 2),
        ("_HLS_msn=4&_HLS_part=0", 4, 0),
    ],
)
def test_a_reload_for_the_near_future_waits(query: str, number: int, part: int | None) -> None:
    origin = serve(make_window(3, open_parts=2))
    found = origin.answer("GET", f"{INDEX}?{query}")
    assert isinstance(found, Wait)
    assert (found.number, found.part) == (number, part)
    assert ask(origin, f"{INDEX}?{query}", waited=True).status == 503


def test_the_hinted_part_waits_and_others_do_not() -> None:
    window = make_window(3, open_parts=2)
    origin = serve(window)
    hint = window.hinted()
    assert hint is not None
    assert isinstance(origin.answer("GET", f"/live/str_1/{hint[0]}"), Wait)
    assert ask(origin, f"/live/str_1/{hint[0]}", waited=True).status == 404
    assert ask(origin, "/live/str_1/other.m4s").status == 404


def test_a_stream_without_a_whole_segment_is_waited_for() -> None:
    window = make_window(0)
    origin = serve(window)
    for _ in range(2):
        for name in ("index.m3u8", "main.m3u8"):
            assert isinstance(origin.answer("GET", f"/live/str_1/{name}"), Wait)
        window.open_segment(0, discontinuity=False)
        window.add_part(b"part", 0.2, independent=True)
    window.close_segment()
    assert ask(origin, INDEX).status == 200


def test_a_stream_that_ended_before_its_first_part_is_not_found() -> None:
    window = make_window(0)
    window.end()
    assert ask(serve(window), INDEX).status == 404


def test_an_ended_stream_answers_every_reload_at_once() -> None:
    window = make_window(3)
    window.end()
    origin = serve(window)
    assert ask(origin, f"{INDEX}?_HLS_msn=50").status == 200


def test_what_is_not_there_is_not_found() -> None:
    origin = serve(make_window(1))
    for target in ("/", "/live/str_2/index.m3u8", "/index.m3u8", "/live/str_1/../x", "*", ""):
        assert ask(origin, target).status == 404


def test_only_reading_is_allowed_from_anywhere() -> None:
    origin = serve(make_window(1))
    assert ask(origin, INDEX, "POST").status == 405
    preflight = ask(origin, INDEX, "OPTIONS")
    head = preflight.head(keep_alive=True).decode()
    assert preflight.status == 204
    assert "Access-Control-Allow-Origin: *" in head
    assert "Access-Control-Allow-Methods: GET, HEAD, POST, PATCH, DELETE, OPTIONS" in head
    assert "Access-Control-Allow-Headers: *, Authorization" in head
    assert ask(origin, "/healthz").status == 200


def test_a_protected_stream_opens_by_a_signed_address_only() -> None:
    origin = Origin("secret")
    origin.mount("live/a", Mount(make_window(3), protected=True))
    now = time.time()
    good = playurls.sign("secret", "live/a", now)
    for prefix in ("", playurls.sign("other", "live/a", now), "~1.x", "~"):
        assert ask(origin, f"/{prefix}/live/a/index.m3u8").status in (403, 404)
    assert ask(origin, "/live/a/index.m3u8").status == 403
    expired = playurls.sign("secret", "live/a", now - 8 * 3600)
    assert ask(origin, f"/{expired}/live/a/index.m3u8").status == 403
    assert ask(origin, f"/{good}/live/b/index.m3u8").status == 404
    assert ask(origin, f"/{good}/live/a/index.m3u8").status == 200
    assert ask(origin, f"/{good}/live/a/plain.m3u8").status == 200


def test_an_open_stream_needs_no_signature_and_bears_one() -> None:
    origin = serve(make_window(3))
    assert ask(origin, f"/{playurls.sign('x', 'y', 0)}{INDEX}").status == 200


def test_no_sound_no_sound_playlist() -> None:
    origin = serve(make_window(3))
    assert ask(origin, "/live/str_1/audio.m3u8").status == 404
    assert ask(origin, "/live/str_1/low.m3u8").status == 404


def test_a_path_taken_over_is_not_unmounted_by_its_former_stream() -> None:
    origin = Origin()
    old, new = Mount(make_window(1)), Mount(make_window(2))
    origin.mount("live/a", old)
    origin.mount("live/a", new)
    origin.unmount("live/a", old)
    assert origin.windows() == [new.window]
