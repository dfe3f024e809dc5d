import pytest

from kaibo.platform.realtime import wire


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65535, b"\x81\x7e\xff\xff"),
        (65536, b"\x81\x7f" + (65536).to_bytes(8)),
    ],
)
def test_a_text_frame_has_the_shortest_length_form(size: int, head: bytes) -> None:
    assert wire.text_frame(b"x" * size) == head + b"x" * size


def test_a_long_close_reason_is_cut_at_a_character() -> None:
    frame = wire.close_frame(4401, "票" * 100)
    assert frame[1] == len(frame) - 2 <= 125
    assert frame[4:].decode() == "票" * 41


def test_a_close_without_code_is_empty() -> None:
    assert wire.close_frame(wire.NO_CODE) == b"\x88\x00"
