"""The banner leads a stranger on, on any terminal."""

import io
import unicodedata

import pytest
import segno

from kaibo.apps.demo.banner import (
    DemoLinks,
    Terminal,
    lan_address,
    print_banner,
    qr_code,
    render_banner,
)
from kaibo.platform.i18n import LANGUAGES, Language

LINKS = DemoLinks(
    viewer_url="http://127.0.0.1:8000/s/tea",
    phone_url="http://192.168.1.23:8000/s/tea",
    console_url="http://127.0.0.1:8000/console/enter?token=once",
    rtmp_url="rtmp://127.0.0.1:1935/live",
    stream_key="key_of_the_show",
)
WIDE = Terminal(columns=100, unicode=True, colours=False, qr=True)


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_every_address_and_the_way_to_stop(language: Language) -> None:
    banner = render_banner(LINKS, language, WIDE)
    for part in (
        LINKS.viewer_url,
        "http://192.168.1.23:8000/s/tea",
        LINKS.console_url,
        LINKS.rtmp_url,
        LINKS.stream_key,
        "Ctrl-C",
        "kaibo demo --reset",
    ):
        assert part in banner


@pytest.mark.parametrize("language", LANGUAGES)
def test_prose_keeps_within_a_narrow_terminal(language: Language) -> None:
    narrow = Terminal(columns=40, unicode=True, colours=False, qr=True)
    lines = render_banner(LINKS, language, narrow).splitlines()
    assert max(_cells(line) for line in lines if "://" not in line) <= 40


def test_wrapping_loses_no_words() -> None:
    narrow = Terminal(columns=30, unicode=True, colours=False, qr=False)
    wide = Terminal(columns=400, unicode=True, colours=False, qr=False)
    assert render_banner(LINKS, "en", narrow).split() == render_banner(LINKS, "en", wide).split()


@pytest.mark.parametrize("colours", [True, False])
def test_the_code_shows_the_same_modules_as_the_address(colours: bool) -> None:
    terminal = Terminal(columns=80, unicode=True, colours=colours, qr=True)
    url = "http://192.168.1.23:8000/s/tea"
    shown: list[list[bool]] = []
    for line in qr_code(url, terminal):
        text = line.strip().removeprefix("\x1b[38;5;16;48;5;231m").removesuffix("\x1b[0m")
        shown.append([(char in "█▀") is colours for char in text])
        shown.append([(char in "█▄") is colours for char in text])
    code = segno.make_qr(url, error="l", boost_error=False)
    meant = [[bool(dark) for dark in row] for row in code.matrix_iter(border=2)]
    assert shown[: len(meant)] == meant
    assert all(not any(row) for row in shown[len(meant) :])


def test_without_a_network_it_says_so_and_shows_no_code() -> None:
    alone = DemoLinks("http://127.0.0.1:8000/s/tea", None, "http://c", "rtmp://r", "k")
    banner = render_banner(alone, "en", WIDE)
    assert "No local network" in banner
    assert "█" not in banner


def test_a_terminal_too_narrow_for_the_code_goes_without() -> None:
    narrow = Terminal(columns=24, unicode=True, colours=False, qr=True)
    assert "█" not in render_banner(LINKS, "zh-TW", narrow)


def test_a_terminal_without_unicode_reads_plain_english() -> None:
    ascii_only = Terminal(columns=80, unicode=False, colours=True, qr=True)
    assert render_banner(LINKS, "zh-CN", ascii_only).isascii()


def test_a_pipe_gets_no_code_unless_it_asks() -> None:
    silent, asked = io.StringIO(), io.StringIO()
    print_banner(LINKS, "en", silent)
    print_banner(LINKS, "en", asked, qr=True)
    assert "█" not in silent.getvalue()
    assert LINKS.console_url in silent.getvalue()
    assert not Terminal.of(asked, qr=True).unicode or "█" in asked.getvalue()


def test_a_dumb_terminal_gets_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert not Terminal.of(_Screen()).colours
    monkeypatch.setenv("TERM", "xterm-256color")
    assert Terminal.of(_Screen()).colours


def test_an_unknown_encoding_counts_as_plain() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    assert not Terminal.of(stream).unicode


def test_the_lan_address_is_an_address() -> None:
    parts = lan_address().split(".")
    assert len(parts) == 4
    assert all(0 <= int(part) <= 255 for part in parts)
