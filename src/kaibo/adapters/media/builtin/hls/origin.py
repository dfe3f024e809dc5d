"""What each address of the HTTP origin means.

`/<play_path>/index.m3u8` is the media playlist, `/<play_path>/main.m3u8` a multivariant playlist
of that one rendition, every other name below a play path is an init segment, a part or a whole
segment. A request is either answered or told to `Wait`; after waiting it is asked again.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

from kaibo.adapters.media.builtin.formats import Formats
from kaibo.adapters.media.builtin.hls.responses import (
    MEDIA,
    PLAYLIST,
    Response,
    Wait,
    preflight,
    problem,
)
from kaibo.adapters.media.builtin.hls.window import Window

_FRESH = "no-cache"
_DIRECTED = "public, max-age=10"
_IMMUTABLE = "public, max-age=86400, immutable"
_AHEAD_SEGMENTS = 2
_AHEAD_SECONDS = 3
_DEFAULT_BANDWIDTH = 5_000_000


@dataclass(slots=True)
class Mount:
    """A stream under its play path. `formats` is None until its codecs are known."""

    window: Window
    formats: Formats | None = None
    frame_rate: float = 0.0


class Origin:
    """Finds the answer to a request; owns no socket."""

    def __init__(self) -> None:
        self._mounts: dict[str, Mount] = {}

    def mount(self, play_path: str, mount: Mount) -> None:
        """Serve a stream; one that ended under the same path makes room."""
        self._mounts[play_path.strip("/")] = mount

    def unmount(self, play_path: str, mount: Mount) -> None:
        """Stop serving a stream, unless its path was taken over."""
        path = play_path.strip("/")
        if self._mounts.get(path) is mount:
            del self._mounts[path]

    def windows(self) -> list[Window]:
        """Every window that requests may wait on."""
        return [mount.window for mount in self._mounts.values()]

    def answer(self, method: str, target: str, *, waited: bool = False) -> Response | Wait:
        """Answer a request; after a wait (`waited`) there is no other."""
        if method == "OPTIONS":
            return preflight()
        if method not in {"GET", "HEAD"}:
            allow = "Allow: GET, HEAD, OPTIONS\r\n"
            return problem(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET, HEAD and OPTIONS.", allow)
        return self._find(target, waited=waited)

    def _find(self, target: str, *, waited: bool) -> Response | Wait:
        path, _, query = target.partition("?")
        folder, _, name = path.strip("/").rpartition("/")
        if not folder and name == "healthz":
            body = json.dumps({"status": "ok", "streams": len(self._mounts)}).encode()
            return Response(HTTPStatus.OK, "application/json", body=(body,))
        mount = self._mounts.get(folder)
        if mount is None:
            return problem(HTTPStatus.NOT_FOUND, "No such stream.")
        if name == "index.m3u8":
            return self._playlist(mount.window, query, waited=waited)
        if name == "main.m3u8":
            return self._multivariant(mount, waited=waited)
        return self._file(mount.window, name, waited=waited)

    def _file(self, window: Window, name: str, *, waited: bool) -> Response | Wait:
        body = window.file(name)
        if body is not None:
            return Response(HTTPStatus.OK, MEDIA, _IMMUTABLE, body)
        hint = window.hinted()
        if hint is not None and hint[0] == name and not waited:
            return Wait(window, hint[1], hint[2])
        return problem(HTTPStatus.NOT_FOUND, "No such segment, or no longer.")

    def _multivariant(self, mount: Mount, *, waited: bool) -> Response | Wait:
        if mount.formats is None or not mount.window.startable:
            return _not_yet(mount.window, waited=waited)
        sps = mount.formats.video.sps
        bandwidth = mount.window.peak_bandwidth() or _DEFAULT_BANDWIDTH
        rate = f",FRAME-RATE={mount.frame_rate:.3f}" if mount.frame_rate else ""
        text = (
            "#EXTM3U\n#EXT-X-VERSION:6\n"
            f'#EXT-X-STREAM-INF:BANDWIDTH={bandwidth},CODECS="{mount.formats.codecs}",'
            f"RESOLUTION={sps.width}x{sps.height}{rate}\nindex.m3u8\n"
        )
        return Response(HTTPStatus.OK, PLAYLIST, _FRESH, (text.encode(),))

    def _playlist(self, window: Window, query: str, *, waited: bool) -> Response | Wait:
        try:
            number, part = _directives(query) if "_HLS_" in query else (None, None)
        except ValueError as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error))
        if number is None or not window.ready:
            return _first_look(window, waited=waited)
        if window.reached(number, part):
            return Response(HTTPStatus.OK, PLAYLIST, _DIRECTED, (window.playlist(),))
        if waited:
            late = "The playlist did not move in time."
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, late, "Retry-After: 1\r\n")
        if _too_far(window, number, part):
            return problem(HTTPStatus.BAD_REQUEST, "That is too far ahead of the playlist.")
        return Wait(window, number, part)


def _first_look(window: Window, *, waited: bool) -> Response | Wait:
    """Answer a player that does not know the playlist yet."""
    if not window.startable:
        return _not_yet(window, waited=waited)
    return Response(HTTPStatus.OK, PLAYLIST, _FRESH, (window.playlist(),))


def _not_yet(window: Window, *, waited: bool) -> Response | Wait:
    """Wait for the first whole segment, which every player can begin with."""
    if waited or window.ended:
        return problem(HTTPStatus.NOT_FOUND, "Nothing to play yet.", "Retry-After: 1\r\n")
    return Wait(window, 0, None)


def _directives(query: str) -> tuple[int | None, int | None]:
    """Read `_HLS_msn` and `_HLS_part`. `ValueError` when they make no sense."""
    fields = parse_qs(query, keep_blank_values=True)
    values: list[int | None] = []
    for name in ("_HLS_msn", "_HLS_part"):
        given = fields.get(name)
        if given is None:
            values.append(None)
            continue
        if len(given) > 1 or not given[0].isascii() or not given[0].isdigit():
            raise ValueError(f"{name} must be one whole number.")
        values.append(int(given[0][:12]))
    number, part = values
    if part is not None and number is None:
        raise ValueError("_HLS_part needs _HLS_msn.")
    return number, part


def _too_far(window: Window, number: int, part: int | None) -> bool:
    """Tell whether a blocking request is refused at once (6.2.5.2)."""
    if number > window.last_complete + _AHEAD_SEGMENTS:
        return True
    if part is None or number != window.edge:
        return False
    target = window.part_target
    limit = math.ceil(_AHEAD_SECONDS / target) if target < 1 else _AHEAD_SECONDS
    return part > window.edge_parts - 1 + limit
