"""MediaMTX's questions, as its documentation has them, and the forms of our configuration."""

import json
from typing import Any

import pytest

from kaibo.adapters.media.hooks.words import (
    BadHookError,
    Barred,
    Call,
    Ended,
    Nothing,
    Playing,
    Publishing,
    Recorded,
    UnsignedHookError,
)
from kaibo.adapters.media.mediamtx.dialect import MediamtxDialect
from kaibo.modules.media.contracts import Protocol

TOKEN = "a-token-of-sixteen"
DIALECT = MediamtxDialect(TOKEN, "live")
PUBLISH = {
    "ip": "10.0.0.1",
    "user": "",
    "password": "",
    "token": "",
    "action": "publish",
    "path": "live/shw_1",
    "protocol": "rtmp",
    "id": "5f1c7e0e-5a2c-4c5e-9ef3-6c1d5d3c7a11",
    "query": "key=sk_good",
    "userAgent": "FMLE/3.0",
}
CLIENT = PUBLISH["id"]


def asked(told: object, token: str = TOKEN) -> Call:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Call({"content-type": "application/json"}, {"token": token}, body)


def form(body: bytes) -> Call:
    return Call({"content-type": "application/x-www-form-urlencoded"}, {"token": TOKEN}, body)


def test_a_publisher_by_rtmp_is_understood() -> None:
    expected = Publishing("shw_1", "sk_good", "10.0.0.1", CLIENT, Protocol.RTMP)
    assert DIALECT.read(asked(PUBLISH)) == expected


@pytest.mark.parametrize(
    "given",
    [
        {"query": "key=sk_good"},
        {"query": "", "token": "sk_good"},
        {"query": "", "password": "sk_good"},
    ],
)
def test_a_key_may_come_as_argument_bearer_token_or_password(given: dict[str, str]) -> None:
    expected = Publishing("shw_1", "sk_good", "10.0.0.1", CLIENT, Protocol.WHIP)
    assert DIALECT.read(asked(PUBLISH | {"protocol": "webrtc"} | given)) == expected


def test_a_viewer_is_understood() -> None:
    told = PUBLISH | {"action": "read", "protocol": "hls", "query": "sig=~9.x"}
    assert DIALECT.read(asked(told)) == Playing("shw_1", "~9.x")
    assert DIALECT.read(asked(told | {"query": ""})) == Playing("shw_1", "")


@pytest.mark.parametrize("action", ["api", "metrics", "pprof", "playback"])
def test_its_interface_and_recordings_are_for_nobody_by_kaibos_leave(action: str) -> None:
    assert DIALECT.read(asked(PUBLISH | {"action": action})) == Barred()


def test_a_path_elsewhere_is_no_input_of_ours() -> None:
    said = DIALECT.read(asked(PUBLISH | {"path": "shw_1"}))
    assert isinstance(said, Publishing)
    assert said.name == "/shw_1"


def test_without_an_application_the_path_is_the_name() -> None:
    said = MediamtxDialect(TOKEN, "").read(asked(PUBLISH | {"path": "shw_1"}))
    assert isinstance(said, Publishing)
    assert said.name == "shw_1"


def test_what_its_commands_tell_is_understood() -> None:
    ended = f"event=ended&path=live%2Fshw_1&id={CLIENT}".encode()
    assert DIALECT.read(form(ended)) == Ended("shw_1", CLIENT)
    recorded = b"event=recorded&path=live/shw_1&file=/var/rec/live/shw_1/1.mp4"
    assert DIALECT.read(form(recorded)) == Recorded("shw_1", "/var/rec/live/shw_1/1.mp4")


def test_a_question_without_the_token_is_refused() -> None:
    with pytest.raises(UnsignedHookError):
        DIALECT.read(asked(PUBLISH, "other"))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", {}, {"action": 7}, b"\xff"])
def test_a_malformed_question_is_refused(body: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(BadHookError):
        DIALECT.read(asked(body))


@pytest.mark.parametrize("body", [b"", b"event=other&path=live/x", b"\xff", b"&a=1" * 99])
def test_a_malformed_form_is_refused(body: bytes) -> None:
    with pytest.raises(BadHookError):
        DIALECT.read(form(body))


def test_no_is_401_with_the_reason_which_it_logs() -> None:
    yes = DIALECT.answer(Nothing(), allowed=True, reason="")
    no = DIALECT.answer(Nothing(), allowed=False, reason="The show is over.")
    assert (yes.status, yes.body) == (204, None)
    assert (no.status, no.body) == (401, {"error": "The show is over."})
