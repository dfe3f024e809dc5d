"""SRS's callbacks, as its documentation has them."""

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
    Recorded,
    UnsignedHookError,
)
from kaibo.adapters.media.srs.dialect import SrsDialect
from kaibo.modules.media.contracts import Protocol

TOKEN = "a-token-of-sixteen"
DIALECT = SrsDialect(TOKEN, "live")
PUBLISH = {
    "server_id": "vid-0xk989d",
    "service_id": "382a6o8h",
    "action": "on_publish",
    "client_id": "341w361a",
    "ip": "10.0.0.1",
    "vhost": "__defaultVhost__",
    "app": "live",
    "tcUrl": "rtmp://edge.test/live",
    "stream": "shw_1",
    "param": "?key=sk_good&x=1",
    "stream_url": "/live/shw_1",
    "stream_id": "vid-124q9y3",
}


def call(told: object, token: str = TOKEN) -> Call:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Call({"content-type": "application/json"}, {"token": token}, body)


def test_a_publisher_by_rtmp_is_understood() -> None:
    expected = Publishing("shw_1", "sk_good", "10.0.0.1", "341w361a", Protocol.RTMP)
    assert DIALECT.read(call(PUBLISH)) == expected


def test_a_publisher_by_whip_has_arguments_without_a_question_mark() -> None:
    told = PUBLISH | {"tcUrl": "", "param": "app=live&stream=shw_1&key=sk_good"}
    expected = Publishing("shw_1", "sk_good", "10.0.0.1", "341w361a", Protocol.WHIP)
    assert DIALECT.read(call(told)) == expected


def test_the_first_of_two_keys_counts() -> None:
    said = DIALECT.read(call(PUBLISH | {"param": "?key=sk_1&key=sk_2"}))
    assert isinstance(said, Publishing)
    assert said.key == "sk_1"


def test_another_application_has_no_inputs_of_ours() -> None:
    said = DIALECT.read(call(PUBLISH | {"app": "other"}))
    assert isinstance(said, Publishing)
    assert said.name == "other/shw_1"


def test_an_end_a_viewer_and_a_file_are_understood() -> None:
    def read(**more: str) -> object:
        return DIALECT.read(call(PUBLISH | more))

    assert read(action="on_unpublish") == Ended("shw_1", "341w361a")
    assert read(action="on_play", param="?sig=~9.x", pageUrl="") == Playing("shw_1", "~9.x")
    assert read(action="on_play", param="app=live&stream=shw_1&sig=~9.x") == Playing(
        "shw_1", "~9.x"
    )
    assert read(action="on_play", param="") == Playing("shw_1", "")
    file = {"cwd": "/usr/local/srs", "file": "./dvr/live/shw_1.1.flv"}
    assert read(action="on_dvr", **file) == Recorded(
        "shw_1", "/usr/local/srs/./dvr/live/shw_1.1.flv"
    )
    assert read(action="on_dvr", cwd="/srs", file="/dvr/1.flv") == Recorded("shw_1", "/dvr/1.flv")


@pytest.mark.parametrize("action", ["on_stop", "on_hls", "on_connect", "on_close"])
def test_what_kaibo_has_no_use_for_is_nothing(action: str) -> None:
    told = PUBLISH | {"action": action, "duration": 9.36, "seq_no": 100}
    assert DIALECT.read(call(told)) == Nothing()


def test_a_callback_without_the_token_is_refused() -> None:
    with pytest.raises(UnsignedHookError):
        DIALECT.read(call(PUBLISH, "other"))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', {}, {"action": 5}, {"action": None}, b"\xff", b"[" * 100000]
)
def test_a_malformed_callback_is_refused(body: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(BadHookError):
        DIALECT.read(call(body))


def test_fields_of_another_type_are_empty() -> None:
    told = {"action": "on_publish", "app": "live", "stream": 5, "param": [], "ip": {}}
    assert DIALECT.read(call(told)) == Publishing("", "", "", None, Protocol.WHIP)


def test_yes_is_code_0_and_no_another_one() -> None:
    yes = DIALECT.answer(Nothing(), allowed=True, reason="")
    no = DIALECT.answer(Nothing(), allowed=False, reason="The show is over.")
    assert (yes.status, yes.body) == (200, {"code": 0})
    assert (no.status, no.body) == (200, {"code": 403, "msg": "The show is over."})
