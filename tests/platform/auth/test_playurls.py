"""Signed play addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.platform.auth.playurls import sign, signed_path, split, verify

TOKEN, PATH = "media-secret", "live/str_1"
NOON = 1_790_078_400
HOUR = 3600


def test_a_signed_address_opens_its_path_until_it_expires() -> None:
    prefix = sign(TOKEN, PATH, NOON + 1)
    assert verify(TOKEN, PATH, prefix, NOON + 1)
    assert verify(TOKEN, PATH, prefix, NOON + 7 * HOUR - 0.001)
    assert not verify(TOKEN, PATH, prefix, NOON + 7 * HOUR)


def test_all_who_ask_within_an_hour_share_one_address() -> None:
    within = {sign(TOKEN, PATH, NOON + seconds) for seconds in (1, 59.9, 1800, HOUR)}
    assert len(within) == 1
    assert sign(TOKEN, PATH, NOON + HOUR + 1) not in within


def test_it_opens_nothing_else() -> None:
    prefix = sign(TOKEN, PATH, NOON)
    assert not verify(TOKEN, "live/str_2", prefix, NOON)
    assert not verify("another", PATH, prefix, NOON)
    assert not verify(TOKEN, PATH, prefix.replace("~1", "~2", 1), NOON)


def test_without_a_secret_nothing_is_open() -> None:
    assert not verify("", PATH, sign("", PATH, NOON), NOON)


@pytest.mark.parametrize("prefix", ["", "~", "~.", "~x.y", "~١٢.a", "1790078400.a", "~" + "9" * 99])
def test_nonsense_opens_nothing(prefix: str) -> None:
    assert not verify(TOKEN, PATH, prefix, NOON)


@given(st.text())
def test_no_text_makes_it_stumble(text: str) -> None:
    assert not verify(TOKEN, PATH, text, NOON)
    prefix, rest = split(text)
    assert text == (rest if prefix is None else text)


def test_a_request_is_parted_into_signature_and_path() -> None:
    prefix = sign(TOKEN, PATH, NOON)
    assert signed_path(TOKEN, PATH, NOON) == f"{prefix}/{PATH}"
    assert split(f"{prefix}/{PATH}/main.m3u8") == (prefix, f"{PATH}/main.m3u8")
    assert split(f"{PATH}/main.m3u8") == (None, f"{PATH}/main.m3u8")
