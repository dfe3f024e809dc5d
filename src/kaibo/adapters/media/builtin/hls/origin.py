"""What each address of the HTTP origin means.

`/<play_path>/main.m3u8` is the multivariant playlist, `index.m3u8`, `audio.m3u8` and `plain.m3u8`
beside it are the media playlists, every other name below a play path is an init segment, a part
or a whole segment. A request is either answered or told to `Wait`; after waiting it is asked again.

A protected stream answers only below a signature, `/~<expiry>.<signature>/<play_path>/…`, which
every address in its playlists inherits.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

from kaibo.adapters.media.builtin.formats import Formats
from kaibo.adapters.media.builtin.hls.playlists import AUDIO, INDEX, LOW, MAIN, PLAIN
from kaibo.adapters.media.builtin.hls.responses import (
    MEDIA,
    PLAYLIST,
    Response,
    Wait,
    preflight,
    problem,
)
from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.platform.auth import playurls

_FRESH = "no-cache"
_DIRECTED = "public, max-age=10"
_IMMUTABLE = "public, max-age=86400, immutable"
_AHEAD_SEGMENTS = 2
_AHEAD_SECONDS = 3
_DEFAULT_BANDWIDTH = 5_000_000


@dataclass(frozen=True, slots=True)
class Low:
    """The same stream in fewer pixels."""

    window: Window
    codecs: str
    width: int
    height: int


@dataclass(slots=True)
class Mount:
    """A stream under its play path. `formats` is None until its codecs are known."""

    window: Window
    formats: Formats | None = None
    frame_rate: float = 0.0
    protected: bool = False
    """Whether only a signed address opens it."""
    low: Low | None = None

    def take_low(self, low: Low) -> None:
        """List the low rendition; the playlists tell of one another from now on."""
        self.low = low
        family = [entry for entry in self.window.family if entry[0] != LOW]
        self.window.family = low.window.family = [*family, (LOW, low.window)]

    def leave_low(self) -> None:
        """The low rendition is over before the stream is."""
        self.low = None
        self.window.family = [entry for entry in self.window.family if entry[0] != LOW]
        self.window.forget_texts()


class Origin:
    """Finds the answer to a request; owns no socket."""

    def __init__(self, token: str = "") -> None:
        """`token`: the secret by which core signs the addresses of protected streams."""
        self._mounts: dict[str, Mount] = {}
        self._token = token

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
        mounts = self._mounts.values()
        return [mount.window for mount in mounts] + [m.low.window for m in mounts if m.low]

    def admits(self, prefix: str | None, play_path: str) -> bool:
        """Whether a stream may be watched by an address that begins with this signature."""
        mount = self._mounts.get(play_path)
        if mount is None or not mount.protected:
            return True
        return playurls.verify(self._token, play_path, prefix or "", time.time())

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
        prefix, path = playurls.split(path.strip("/"))
        folder, _, name = path.rpartition("/")
        if not folder and name == "healthz":
            body = json.dumps({"status": "ok", "streams": len(self._mounts)}).encode()
            return Response(HTTPStatus.OK, "application/json", body=(body,))
        mount = self._mounts.get(folder)
        if mount is None:
            return problem(HTTPStatus.NOT_FOUND, "No such stream.")
        if not self.admits(prefix, folder):
            return problem(HTTPStatus.FORBIDDEN, "This address is not signed, or has expired.")
        if name.endswith(".m3u8"):
            return self._named(mount, name, query, waited=waited)
        return self._file(mount, name, waited=waited)

    def _named(self, mount: Mount, name: str, query: str, *, waited: bool) -> Response | Wait:
        if name == MAIN:
            return self._multivariant(mount, waited=waited)
        if name == PLAIN:
            return _first_look(mount.window, name, waited=waited)
        window = _window_of(mount, name)
        if window is None:
            return problem(HTTPStatus.NOT_FOUND, "No such playlist.")
        return self._playlist(window, name, query, waited=waited)

    def _file(self, mount: Mount, name: str, *, waited: bool) -> Response | Wait:
        for window in (mount.window, mount.low.window) if mount.low else (mount.window,):
            body = window.file(name)
            if body is not None:
                return Response(HTTPStatus.OK, MEDIA, _IMMUTABLE, body)
            hint = window.hinted()
            if hint is not None and window.is_hinted(name) and not waited:
                return Wait(window, hint[1], hint[2])
        return problem(HTTPStatus.NOT_FOUND, "No such segment, or no longer.")

    def _multivariant(self, mount: Mount, *, waited: bool) -> Response | Wait:
        if mount.formats is None or not mount.window.startable:
            return _not_yet(mount.window, waited=waited)
        formats, low = mount.formats, mount.low
        sps = formats.video.sps
        size = f",RESOLUTION={sps.width}x{sps.height}"
        rate = f",FRAME-RATE={mount.frame_rate:.3f}" if mount.frame_rate else ""
        out = ["#EXTM3U\n#EXT-X-VERSION:6\n"]
        out.append(_variant(INDEX, mount.window.rates(), formats.codecs, size + rate))
        if low is not None and low.window.startable and not low.window.ended:
            size = f",RESOLUTION={low.width}x{low.height}"
            out.append(_variant(LOW, low.window.rates(), low.codecs, size + rate))
        if formats.audio is not None:
            out.append(_variant(AUDIO, mount.window.rates(sound=True), formats.audio.codec))
        return Response(HTTPStatus.OK, PLAYLIST, _FRESH, ("".join(out).encode(),))

    def _playlist(self, window: Window, name: str, query: str, *, waited: bool) -> Response | Wait:
        try:
            number, part = _directives(query) if "_HLS_" in query else (None, None)
        except ValueError as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error))
        if number is None or not window.ready:
            return _first_look(window, name, waited=waited)
        if window.reached(number, part):
            return Response(HTTPStatus.OK, PLAYLIST, _DIRECTED, (window.playlist(name),))
        if waited:
            late = "The playlist did not move in time."
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, late, "Retry-After: 1\r\n")
        if _too_far(window, number, part):
            return problem(HTTPStatus.BAD_REQUEST, "That is too far ahead of the playlist.")
        return Wait(window, number, part)


def _window_of(mount: Mount, name: str) -> Window | None:
    """The window behind a low-latency playlist's name."""
    if name == INDEX or (name == AUDIO and mount.window.has_sound):
        return mount.window
    return mount.low.window if name == LOW and mount.low is not None else None


def _variant(uri: str, rates: tuple[int, int], codecs: str, more: str = "") -> str:
    peak, average = rates
    bandwidth = f"BANDWIDTH={peak or _DEFAULT_BANDWIDTH}"
    if average:
        bandwidth += f",AVERAGE-BANDWIDTH={average}"
    return f'#EXT-X-STREAM-INF:{bandwidth},CODECS="{codecs}"{more}\n{uri}\n'


def _first_look(window: Window, name: str, *, waited: bool) -> Response | Wait:
    """Answer a player that does not know the playlist yet."""
    if not window.startable:
        return _not_yet(window, waited=waited)
    return Response(HTTPStatus.OK, PLAYLIST, _FRESH, (window.playlist(name),))


def _not_yet(window: Window, *, waited: bool) -> Response | Wait:
    """Wait for the first whole segment, which every player can begin with."""
    if waited or window.ended:
        return problem(HTTPStatus.NOT_FOUND, "Nothing to play yet.", "Retry-After: 1\r\n")
    return Wait(window, window.first, None)


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
