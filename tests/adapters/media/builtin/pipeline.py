"""Drives a `Stream` with tags, and reads back what its window serves."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaibo.adapters.media.builtin.hls.window import Window
from kaibo.adapters.media.builtin.limits import StreamLimits
from kaibo.adapters.media.builtin.stream import Stream
from tests.adapters.media.builtin.clips import AUDIO, VIDEO, Tag

METADATA = {"videocodecid": 7.0, "audiocodecid": 10.0}


@dataclass
class Published:
    """A stream and what its owner was told."""

    limits: StreamLimits = field(default_factory=lambda: StreamLimits(window_segments=1000))
    stream: Stream = field(init=False)
    playable: int = 0
    ended: list[tuple[str, str | None]] = field(default_factory=list)
    codes: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stream = Stream(
            "str_1",
            self.limits,
            on_playable=self._on_playable,
            on_end=self._on_end,
        )

    def _on_playable(self, stream: Stream) -> None:
        assert stream.window.startable
        self.playable += 1

    def _on_end(
        self, _stream: Stream, reason: str, detail: str | None, code: str | None, _params: object
    ) -> None:
        self.ended.append((reason, detail))
        self.codes.append(code)

    @property
    def window(self) -> Window:
        return self.stream.window

    def send(self, tags: list[Tag], *, later: int = 0, end: bool = False) -> Published:
        """Send tags, `later` ms behind their own time."""
        for tag in tags:
            time = (tag.time + later) % 2**32
            if tag.kind == VIDEO:
                self.stream.video(time, tag.body)
            elif tag.kind == AUDIO:
                self.stream.audio(time, tag.body)
        if end:
            self.stream.end("ended")
        return self


def publish(tags: list[Tag], *, later: int = 0, sound: bool = True) -> Published:
    """Publish tags to their end."""
    published = Published()
    published.stream.metadata(METADATA if sound else {"videocodecid": 7.0})
    return published.send(tags, later=later, end=True)


def lines(window: Window, start: str) -> list[str]:
    """The playlist's lines that begin so, without that beginning."""
    text = window.playlist().decode()
    return [line.removeprefix(start) for line in text.splitlines() if line.startswith(start)]


def files(window: Window) -> list[str]:
    """The playlist's addresses."""
    return [line for line in window.playlist().decode().splitlines() if not line.startswith("#")]


def fetch(window: Window, name: str) -> bytes:
    """One file's bytes."""
    pieces = window.file(name)
    assert pieces is not None, name
    return b"".join(pieces)


def recording(window: Window, *, init: int = 0, names: list[str] | None = None) -> bytes:
    """Init segment and segments in a row."""
    maps = [line.split('"')[1] for line in lines(window, "#EXT-X-MAP:")]
    chosen = files(window) if names is None else names
    return fetch(window, maps[init]) + b"".join(fetch(window, name) for name in chosen)
