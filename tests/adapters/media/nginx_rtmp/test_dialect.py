"""nginx-rtmp's forms, as its documentation and the real thing send them."""

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
from kaibo.adapters.media.nginx_rtmp.dialect import NginxRtmpDialect

TOKEN = "a-token-of-sixteen"
DIALECT = NginxRtmpDialect(TOKEN)
COMMON = b"app=live&flashver=FMLE/3.0&swfurl=&tcurl=rtmp://edge:1935/live&pageurl=&addr=10.0.0.1"


def call(body: bytes, token: str = TOKEN) -> Call:
    return Call({"content-type": "application/x-www-form-urlencoded"}, {"token": token}, body)


def test_a_publisher_is_understood() -> None:
    body = COMMON + b"&clientid=1&call=publish&name=shw_1&type=live&key=sk_good"
    assert DIALECT.read(call(body)) == Publishing("shw_1", "sk_good", "10.0.0.1", "1")


def test_the_first_of_two_fields_of_one_name_is_nginxs() -> None:
    """The encoder's own arguments are appended as they are."""
    body = COMMON + b"&clientid=1&call=publish&name=shw_1&type=live"
    forged = b"&key=sk_1&name=shw_2&call=play&addr=127.0.0.1&clientid=7&key=sk_2"
    assert DIALECT.read(call(body + forged)) == Publishing("shw_1", "sk_1", "10.0.0.1", "1")


def test_an_end_a_viewer_and_a_file_are_understood() -> None:
    assert DIALECT.read(call(b"call=publish_done&clientid=1&name=shw_1")) == Ended("shw_1", "1")
    assert DIALECT.read(call(b"call=play&name=shw_1&sig=~9.x")) == Playing("shw_1", "~9.x")
    recorded = DIALECT.read(call(b"call=record_done&name=shw_1&path=/var/rec/shw_1-1.flv"))
    assert recorded == Recorded("shw_1", "/var/rec/shw_1-1.flv")


def test_what_kaibo_has_no_use_for_is_nothing() -> None:
    assert DIALECT.read(call(b"call=update_publish&name=shw_1")) == Nothing()


def test_a_form_without_the_token_is_refused() -> None:
    for token in ("", "other", "schl\u00fcssel"):
        with pytest.raises(UnsignedHookError):
            DIALECT.read(call(b"call=publish&name=shw_1", token))


@pytest.mark.parametrize("body", [b"", b"name=shw_1", b"\xff=\xfe", b"a=1&" * 100])
def test_a_malformed_form_is_refused(body: bytes) -> None:
    with pytest.raises(BadHookError):
        DIALECT.read(call(body))


def test_the_answer_is_the_status_alone() -> None:
    said = Nothing()
    yes = DIALECT.answer(said, allowed=True, reason="")
    no = DIALECT.answer(said, allowed=False, reason="over")
    assert ((yes.status, yes.body), (no.status, no.body)) == ((204, None), (403, None))
