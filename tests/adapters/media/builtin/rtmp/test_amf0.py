"""AMF0: what goes out comes back, and garbage is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.rtmp import amf0
from kaibo.adapters.media.builtin.rtmp.errors import ProtocolError

NAMES = st.text(min_size=1, max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=10,
)


@given(st.lists(VALUES, max_size=4))
def test_what_is_written_is_read_back(values: list[amf0.Value]) -> None:
    try:
        assert amf0.decode(amf0.encode(*values)) == values
    except ProtocolError as error:
        assert "deeply" in str(error)  # noqa: PT017 -- the one legal difference


def test_an_ecma_array_and_a_date_are_read() -> None:
    array = b"\x08\x00\x00\x00\x01\x00\x01a\x01\x01\x00\x00\x09"
    date = b"\x0b" + b"\x00" * 10
    assert amf0.decode(array + date) == [{"a": True}, 0.0]


def test_an_object_without_its_end_marker_is_taken_as_it_is() -> None:
    assert amf0.decode(b"\x03\x00\x01a\x05") == [{"a": None}]


@given(st.binary(max_size=300))
def test_garbage_is_a_protocol_error_and_nothing_else(data: bytes) -> None:
    try:
        amf0.decode(data)
    except ProtocolError:
        return


@pytest.mark.parametrize("data", [b"\x0a" * 40, b"\x03\x00\x01a" * 40, b"\x0a\xff\xff\xff\xff"])
def test_nesting_and_size_are_bounded(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        amf0.decode(data)
