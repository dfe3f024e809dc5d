"""What `kaibo demo` prints once the sample show is on air."""

from __future__ import annotations

import os
import shutil
import socket
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

import segno

from kaibo.apps.demo.texts import texts
from kaibo.platform.i18n import Language

_LOOPBACK = "127.0.0.1"
# Two modules on top of one another become one character; a white rim helps the camera.
_HALF_BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
_QUIET_ZONE = 2
_BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m"
_PLAIN = "\x1b[0m"
_STEPS = ("watch", "pin", "buy", "ship", "own")


@dataclass(frozen=True, slots=True)
class DemoLinks:
    """Where the demo can be reached.

    `viewer_url` is for this machine; `phone_url` is the same page by the LAN address, None when
    there is no network. `console_url` signs in once. `rtmp_url` ends in the application (/live).
    """

    viewer_url: str
    phone_url: str | None
    console_url: str
    rtmp_url: str
    stream_key: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the other end of a stream can show. `columns` is its width in half-width cells."""

    columns: int
    unicode: bool
    colours: bool
    qr: bool

    @classmethod
    def of(cls, stream: TextIO, *, qr: bool | None = None) -> Terminal:
        """Look at a stream. A QR code is for terminals, unless `qr` asks for it or forbids it."""
        is_terminal = stream.isatty()
        return cls(
            columns=shutil.get_terminal_size().columns if is_terminal else 100,
            unicode=_can_say("█ 開播 开播", stream.encoding),
            colours=is_terminal and os.environ.get("TERM") != "dumb",
            qr=is_terminal if qr is None else qr,
        )


def lan_address() -> str:
    """Give this machine's address on its network, or 127.0.0.1 when it has none.

    Connecting a UDP socket chooses the way out without sending anything; the far address is one
    reserved for documentation (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return _LOOPBACK
        address: str = probe.getsockname()[0]
        return address


def print_banner(
    links: DemoLinks, language: Language, stream: TextIO, *, qr: bool | None = None
) -> None:
    """Write the banner to a stream, as well as that stream can show it."""
    stream.write(render_banner(links, language, Terminal.of(stream, qr=qr)))
    stream.flush()


def render_banner(links: DemoLinks, language: Language, terminal: Terminal) -> str:
    """Compose the banner; in English where the terminal cannot show Chinese."""
    say = texts(language if terminal.unicode else "en")
    labels = ("watch", "phone", "console", "rtmp", "key")
    width = max(_cells(say[f"banner.{label}"]) for label in labels) + 2

    def row(label: str, value: str) -> str:
        name = say[f"banner.{label}"]
        return f"  {name}{' ' * (width - _cells(name))}{value}"

    def prose(text: str, first: str = "  ") -> Iterator[str]:
        lead = " " * len(first)
        for number, line in enumerate(_wrapped(text, terminal.columns - len(first))):
            yield (lead if number else first) + line

    lines = ["", f"  {say['banner.title']}", "", row("watch", links.viewer_url)]
    if links.phone_url is None:
        lines += prose(say["banner.no_network"])
    else:
        lines.append(row("phone", links.phone_url))
        code = qr_code(links.phone_url, terminal)
        if code:
            lines += ["", *prose(say["banner.phone_hint"]), "", *code]
    lines += ["", row("console", links.console_url), *prose(say["banner.console_hint"])]
    lines += ["", row("rtmp", links.rtmp_url), row("key", links.stream_key)]
    lines += [*prose(say["banner.rtmp_hint"]), "", f"  {say['banner.next']}"]
    for number, step in enumerate(_STEPS, start=1):
        lines += prose(say[f"banner.step.{step}"], first=f"  {number}. ")
    lines += ["", *prose(say["banner.stop"]), ""]
    return "\n".join(lines) + "\n"


def qr_code(url: str, terminal: Terminal) -> list[str]:
    """Give the lines of a QR code, or none when the terminal has no room or no way to show it."""
    code = segno.make_qr(url, error="l", boost_error=False)
    modules = [[bool(dark) for dark in line] for line in code.matrix_iter(border=_QUIET_ZONE)]
    if not (terminal.qr and terminal.unicode) or len(modules[0]) + 2 > terminal.columns:
        return []
    # In colour the dark modules are inked; without, the light ones are, as on a dark terminal.
    inked = terminal.colours
    if len(modules) % 2:
        modules.append([False] * len(modules[0]))
    lines = []
    for upper, lower in zip(modules[::2], modules[1::2], strict=True):
        cells = (_HALF_BLOCKS[u is inked, d is inked] for u, d in zip(upper, lower, strict=True))
        line = "".join(cells)
        lines.append("  " + (f"{_BLACK_ON_WHITE}{line}{_PLAIN}" if terminal.colours else line))
    return lines


def _cells(text: str) -> int:
    """How many half-width cells a terminal gives to a text."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _wrapped(text: str, cells: int) -> Iterator[str]:
    """Break a sentence into lines: between words, and between Chinese characters."""
    line, pending = "", ""
    for char in [*text, " "]:
        wide = _cells(char) == 2
        if char != " " and not wide:
            pending += char
            continue
        for piece in (pending, char):
            if line and _cells(line + piece.rstrip()) > cells and not _hangs(piece):
                yield line.rstrip()
                line = piece.lstrip()
            else:
                line += piece
        pending = ""
    if line.strip():
        yield line.rstrip()


def _hangs(piece: str) -> bool:
    """Say whether Chinese typography forbids this to begin a line."""
    return piece in set("，。；：、）")


def _can_say(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
