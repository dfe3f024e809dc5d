"""Files of captions: what is read, what is written, and which line is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.kernel.errors import KaiboError
from kaibo.modules.recordings import webvtt
from kaibo.modules.recordings.webvtt import LONGEST_TEXT, Cue

WEBVTT = """\
WEBVTT - Longjing

STYLE
::cue { color: lime; position: fixed }

NOTE written by hand
on two lines

hello
00:01.000 --> 00:02.500 line:90% align:left
<v Lin>Good <i>evening</i>
everybody

01:00:00.000 --> 01:00:01.000
Later

00:00:03.000 --> 00:00:04.000
Tea &amp; cups
"""
SUBRIP = """\
1
00:00:01,000 --> 00:00:02,500
{\\an8}<font color="#ff0000">Good</font> <I>evening</i>

2
00:00:03,000 --> 00:00:04,000
Tea & cups <3 --> here
"""


def texts(content: str) -> list[str]:
    return [cue.text for cue in webvtt.read(content.encode())]


def refused(content: str | bytes) -> tuple[str, object]:
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(KaiboError) as told:
        webvtt.read(data)
    return told.value.code, told.value.params.get("line")


def test_of_a_webvtt_file_times_and_texts_are_taken_and_no_styles_or_places() -> None:
    cues = webvtt.read(WEBVTT.encode())
    assert [(cue.line, cue.starts_ms, cue.ends_ms) for cue in cues] == [
        (10, 1_000, 2_500),
        (17, 3_000, 4_000),
        (14, 3_600_000, 3_601_000),
    ]
    written = webvtt.write(cues).decode()
    assert written.startswith(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Lin>Good <i>evening</i>\neverybody\n\n"
        "00:00:03.000 --> 00:00:04.000\nTea &amp; cups\n"
    )
    assert not any(word in written for word in ("STYLE", "NOTE", "line:", "hello"))


def test_a_subrip_file_becomes_webvtt_that_says_the_same() -> None:
    cues = webvtt.read(SUBRIP.encode())
    assert [cue.text for cue in cues] == ["Good <i>evening</i>", "Tea &amp; cups &lt;3 --&gt; here"]
    assert [cue.starts_ms for cue in webvtt.read(webvtt.write(cues))] == [1_000, 3_000]


def test_a_line_of_a_subrip_file_that_only_says_how_it_looks_does_not_end_its_caption() -> None:
    cues = webvtt.read(b"1\n00:00:01,000 --> 00:00:02,000\na\n{\\an8}\n<font size=2></font>\nb\n")
    assert [cue.text for cue in cues] == ["a\nb"]
    assert [cue.text for cue in webvtt.read(webvtt.write(cues))] == ["a\nb"]


def test_a_line_of_spaces_is_part_of_a_caption_in_webvtt_and_ends_it_in_subrip() -> None:
    assert texts("WEBVTT\n\n00:01.000 --> 00:02.000\n（小声）\n\u3000\n好的\n") == [
        "（小声）\n\u3000\n好的"
    ]
    two = "1\n00:00:01,000 --> 00:00:02,000\na\n \n2\n00:00:03,000 --> 00:00:04,000\nb\n"
    assert texts(two) == ["a", "b"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_of_every_system_are_read(end: str, mark: str) -> None:
    assert texts(mark + WEBVTT.replace("\n", end)) == texts(WEBVTT)
    assert texts(mark + SUBRIP.replace("\n", end)) == texts(SUBRIP)


def test_a_file_of_subtitles_without_numbers_is_read_too() -> None:
    assert texts("00:00:01,000 --> 00:00:02,000\n你好\n") == ["你好"]


def test_captions_without_a_text_are_left_out_and_what_cannot_be_seen_is_taken_out() -> None:
    one = "00:01.000 --> 00:02.000\n"
    assert texts(f"WEBVTT\n\n{one}\n{one}   \n\n{one}a\x00b\x07\n") == ["ab"]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("", "no_captions_file", 1),
        ("\n\nGood evening\neverybody\n", "no_captions_file", 3),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\na", "no_captions_file", 1),
        ("WEBVTT\n", "empty", None),
        ("WEBVTT\n\nNOTE nothing\n", "empty", None),
        ("WEBVTT\n00:01.000 --> 00:02.000\na", "no_gap", 2),
        ("WEBVTT\n\n1\n00:01 --> 00:02\na", "bad_time", 4),
        ("WEBVTT\n\n00:01.000 -> 00:02.000\na", "bad_time", 4),
        ("WEBVTT\n\n00:61:01.000 --> 00:02.000\na", "bad_time", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\nleft alone\n", "bad_time", 6),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na --> b", "bad_time", 4),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\na", "backwards", 3),
        ("1\n00:00:02,000 --> 00:00:01,000\na", "backwards", 2),
        ("1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb", "no_gap", 5),
        (f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'茶' * (LONGEST_TEXT + 1)}", "too_long", 3),
        ("WEBVTT\n\n茶".encode() + "茶".encode("gb18030"), "not_utf8", 3),
        ("WEBVTT\n".encode("utf-16"), "not_utf8", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_line(
    content: str | bytes, code: str, line: int | None
) -> None:
    assert refused(content) == (f"captions.{code}", line)


def test_a_file_as_large_as_may_be_sent_is_read_at_once() -> None:
    many = "WEBVTT\n\n" + "00:01.000 --> 00:02.000\na\n\n" * 60_000
    assert len(webvtt.read(many.encode())) == 60_000
    # What makes a careless expression try every way.
    for line in (" " * 500_000, "1" * 500_000, "<font " * 80_000, "{\\" * 200_000):
        assert refused(f"1\n00:00:01,000 --> 00:00:02,000\nx{line}\n\n{line}x")[1] in {2, 5}


texts_of_cues = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=LONGEST_TEXT)
    .map(str.strip)
    .filter(lambda text: bool(text) and "-->" not in text)
)
times = st.integers(0, 360_000_000)


@given(st.lists(st.tuples(times, st.integers(1, 60_000), texts_of_cues), min_size=1, max_size=5))
def test_what_is_written_is_read_again_as_it_was(told: list[tuple[int, int, str]]) -> None:
    cues = [
        Cue(0, start, start + length, text)
        for start, length, text in sorted(told, key=lambda each: each[0])
    ]
    again = webvtt.read(webvtt.write(cues))
    assert [(one.starts_ms, one.ends_ms, one.text) for one in again] == [
        (one.starts_ms, one.ends_ms, one.text) for one in cues
    ]
