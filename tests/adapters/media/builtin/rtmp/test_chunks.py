"""The chunk stream: every header form, interleaving, extended stamps, bounds, garbage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.limits import RtmpLimits
from kaibo.adapters.media.builtin.rtmp.chunks import ChunkReader, Message, encode_message
from kaibo.adapters.media.builtin.rtmp.errors import ProtocolError

FIVE_HOURS = 5 * 3600 * 1000


def read(data: bytes, *, pieces: int = 0, limits: RtmpLimits | None = None) -> list[Message]:
    reader = ChunkReader(limits or RtmpLimits())
    found = []
    step = pieces or max(len(data), 1)
    for at in range(0, len(data), step):
        reader.feed(data[at : at + step])
        while (message := reader.take()) is not None:
            found.append(message)
    return found


@given(
    st.lists(
        st.tuples(st.sampled_from([3, 63]), st.integers(0, 2**32 - 1), st.binary(max_size=700)),
        max_size=6,
    ),
    st.integers(1, 400),
)
def test_messages_survive_any_cutting_of_the_input(
    messages: list[tuple[int, int, bytes]], pieces: int
) -> None:
    data = b"".join(encode_message(c, 9, body, timestamp=t) for c, t, body in messages)
    got = read(data, pieces=pieces)
    assert [(m.timestamp, bytes(m.payload)) for m in got] == [(t, b) for _, t, b in messages]


def test_later_headers_only_say_what_changed() -> None:
    data = encode_message(4, 9, b"aa", timestamp=1000, stream_id=1)
    data += b"\x44" + (40).to_bytes(3, "big") + (1).to_bytes(3, "big") + b"\x08b"  # form 1
    data += b"\x84" + (25).to_bytes(3, "big") + b"c"  # form 2
    data += b"\xc4d"  # form 3: the same step again
    got = read(data)
    assert [m.timestamp for m in got] == [1000, 1040, 1065, 1090]
    assert [m.type_id for m in got] == [9, 8, 8, 8]
    assert {m.stream_id for m in got} == {1}


def test_chunks_of_two_streams_interleave() -> None:
    video = encode_message(6, 9, b"v" * 300)
    sound = encode_message(4, 8, b"s" * 200)
    # 12-byte header + 128, then 1 + 128, 1 + 44;  12 + 128, 1 + 72
    mixed = video[:140] + sound[:140] + video[140:269] + sound[140:] + video[269:]
    got = read(mixed, pieces=7)
    assert [(m.type_id, len(m.payload)) for m in got] == [(8, 200), (9, 300)]


def test_long_chunk_stream_ids_are_read() -> None:
    body = (0).to_bytes(3, "big") + (1).to_bytes(3, "big") + b"\x09" + bytes(4) + b"x"
    got = read(b"\x00\x10" + body + b"\x01\x10\x01" + body, pieces=1)
    assert len(got) == 2


def test_a_stream_of_five_hours_goes_on_past_the_short_stamps() -> None:
    first = encode_message(4, 9, b"a" * 300, timestamp=FIVE_HOURS)
    step = b"\x44" + (33).to_bytes(3, "big") + (1).to_bytes(3, "big") + b"\x09b"
    assert [m.timestamp for m in read(first + step, pieces=5)] == [FIVE_HOURS, FIVE_HOURS + 33]


def test_encoders_that_do_not_repeat_the_extended_stamp_are_understood() -> None:
    whole = encode_message(4, 9, b"a" * 300, timestamp=FIVE_HOURS)
    stamp = FIVE_HOURS.to_bytes(4, "big")
    head, rest = whole[:16], whole[16:]
    bare = head + rest.replace(b"\xc4" + stamp, b"\xc4")
    assert len(bare) == len(whole) - 8
    assert bytes(read(bare)[0].payload) == b"a" * 300


def test_form_three_after_a_late_absolute_stamp_means_the_same_time() -> None:
    data = encode_message(4, 8, b"a", timestamp=FIVE_HOURS) + b"\xc4"
    data += FIVE_HOURS.to_bytes(4, "big") + b"b"
    assert [m.timestamp for m in read(data)] == [FIVE_HOURS, FIVE_HOURS]


def test_an_aborted_message_is_forgotten() -> None:
    reader = ChunkReader(RtmpLimits())
    reader.feed(encode_message(4, 9, b"v" * 300)[:140])
    assert reader.take() is None
    reader.abort(4)
    reader.feed(encode_message(4, 9, b"new"))
    message = reader.take()
    assert message is not None
    assert bytes(message.payload) == b"new"


@pytest.mark.parametrize("size", [0, 1, 127, 0x1000000])
def test_a_senseless_chunk_size_is_refused(size: int) -> None:
    with pytest.raises(ProtocolError):
        ChunkReader(RtmpLimits()).set_chunk_size(size)


def test_before_publish_only_small_messages_pass() -> None:
    with pytest.raises(ProtocolError, match="too large"):
        read(b"\x03" + bytes(3) + (70_000).to_bytes(3, "big") + b"\x14" + bytes(4))


def test_half_sent_messages_are_bounded_over_all_streams() -> None:
    limits = replace(RtmpLimits(), partial_bytes=1000)
    data = b"".join(encode_message(c, 9, b"x" * 300)[:140] for c in range(3, 20))
    with pytest.raises(ProtocolError, match="half-sent"):
        read(data, limits=limits)


def test_the_number_of_chunk_streams_is_bounded() -> None:
    with pytest.raises(ProtocolError, match="too many"):
        read(b"".join(encode_message(c, 9, b"x") for c in range(3, 60)))


@given(st.binary(max_size=2000), st.integers(1, 100))
def test_garbage_is_a_protocol_error_and_nothing_else(data: bytes, pieces: int) -> None:
    try:
        read(data, pieces=pieces)
    except ProtocolError:
        return
