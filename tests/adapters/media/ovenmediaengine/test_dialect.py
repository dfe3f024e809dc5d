"""OvenMediaEngine's admission webhooks, as its documentation has them."""

import json
from typing import Any

import pytest

from kaibo.adapters.media.hooks.words import (
    BadHookError,
    Call,
    Ended,
    Nothing,
    Playing,
    Publishing,
    UnsignedHookError,
)
from kaibo.adapters.media.ovenmediaengine.dialect import OvenMediaEngineDialect
from kaibo.modules.media.contracts import Protocol
from tests.support.hooked import ome_signature

TOKEN = "a-token-of-sixteen"
DIALECT = OvenMediaEngineDialect(TOKEN, "live")
CLIENT = {
    "address": "10.0.0.1",
    "port": 29291,
    "real_ip": "192.0.2.43",
    "user_agent": "Mozilla/5.0",
}


def call(
    url: str = "rtmp://edge.test:1935/live/shw_1?key=sk_good",
    direction: str = "incoming",
    status: str = "opening",
    protocol: str = "rtmp",
) -> Call:
    request = {
        "direction": direction,
        "protocol": protocol,
        "status": status,
        "url": url,
        "time": "2026-05-12T13:45:00.000Z",
    }
    return signed(json.dumps({"client": CLIENT, "request": request}).encode())


def signed(body: bytes, secret: str = TOKEN) -> Call:
    headers = {"content-type": "application/json"}
    return Call(headers | {"x-ome-signature": ome_signature(body, secret)}, {}, body)


def test_a_publisher_by_rtmp_is_understood() -> None:
    expected = Publishing("shw_1", "sk_good", "192.0.2.43", "10.0.0.1:29291", Protocol.RTMP)
    assert DIALECT.read(call()) == expected


def test_a_publisher_by_whip_is_understood() -> None:
    url = "http://edge.test:3333/live/shw_1?direction=whip&key=sk_good"
    expected = Publishing("shw_1", "sk_good", "192.0.2.43", "10.0.0.1:29291", Protocol.WHIP)
    assert DIALECT.read(call(url, protocol="webrtc")) == expected


def test_a_viewer_is_understood() -> None:
    url = "https://edge.test:3334/live/shw_1/master.m3u8?sig=~9.x"
    assert DIALECT.read(call(url, "outgoing", protocol="llhls")) == Playing("shw_1", "~9.x")
    url = "wss://edge.test:3334/live/shw_1"
    assert DIALECT.read(call(url, "outgoing", protocol="webrtc")) == Playing("shw_1", "")


def test_what_closes_has_ended_or_is_nothing() -> None:
    assert DIALECT.read(call(status="closing")) == Ended("shw_1", "10.0.0.1:29291")
    assert DIALECT.read(call(direction="outgoing", status="closing")) == Nothing()


def test_another_application_has_no_inputs_of_ours() -> None:
    said = DIALECT.read(call("rtmp://edge.test/other/shw_1?key=sk_good"))
    assert isinstance(said, Publishing)
    assert said.name == "other/shw_1"


def test_the_signature_may_come_with_or_without_padding() -> None:
    padded = call()
    told = padded.headers["x-ome-signature"] + "="
    headers = {**padded.headers, "x-ome-signature": told}
    assert isinstance(DIALECT.read(Call(headers, {}, padded.body)), Publishing)


def test_a_webhook_signed_with_another_secret_is_refused() -> None:
    good = call()
    for forged in (
        signed(good.body, "another-secret-of-16"),
        Call({}, {"token": TOKEN}, good.body),
        Call(good.headers, {}, good.body.replace(b"shw_1", b"shw_2")),
        Call({"x-ome-signature": "\u00fc"}, {}, good.body),
    ):
        with pytest.raises(UnsignedHookError):
            DIALECT.read(forged)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"client":5,"request":7}', b"\xff"],
)
def test_a_malformed_webhook_is_refused(body: bytes) -> None:
    with pytest.raises(BadHookError):
        DIALECT.read(signed(body))


@pytest.mark.parametrize("url", ["", "rtmp://edge.test/live", "http://[::1/live/x", "x" * 9])
def test_an_address_without_a_stream_is_refused(url: str) -> None:
    with pytest.raises(BadHookError):
        DIALECT.read(call(url))


def test_the_answer_says_allowed_and_why_not() -> None:
    def answer(said: Any, **how: Any) -> Any:  # noqa: ANN401 - any word
        given = DIALECT.answer(said, **how)
        assert given.status == 200
        return given.body

    playing = Playing("shw_1", "")
    yes = {"allowed": True, "lifetime": 0, "reason": ""}
    assert answer(playing, allowed=True, reason="") == yes
    no = {"allowed": False, "lifetime": 0, "reason": "Over."}
    assert answer(playing, allowed=False, reason="Over.") == no
    assert answer(Ended("shw_1", "1"), allowed=True, reason="") == {}
    assert answer(Nothing(), allowed=True, reason="") == {}
