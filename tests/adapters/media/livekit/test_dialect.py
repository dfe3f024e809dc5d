"""LiveKit's webhooks, as its documentation has them."""

import json
import time
from typing import Any

import jwt
import pytest

from kaibo.adapters.media.hooks.words import (
    BadHookError,
    Call,
    Ended,
    Nothing,
    Publishing,
    Recorded,
    UnsignedHookError,
)
from kaibo.adapters.media.livekit.dialect import LivekitDialect
from kaibo.adapters.media.livekit.names import ingress_name
from kaibo.modules.media.contracts import Protocol
from tests.support.hooked import API_KEY, livekit_token

SECRET = "livekits-api-secret-of-32-letters"
DIALECT = LivekitDialect(API_KEY, SECRET)
INGRESS = {
    "ingressId": "IN_1",
    "name": ingress_name(SECRET, "shw_1", "sk_good"),
    "streamKey": "livekits-own",
    "url": "rtmp://edge.test:1935/x",
    "inputType": "RTMP_INPUT",
    "roomName": "shw_1",
    "participantIdentity": "shw_1",
    "reusable": True,
    "state": {"status": "ENDPOINT_PUBLISHING", "startedAt": "1780000000", "resourceId": "RS_1"},
}


def call(event: str, **more: object) -> Call:
    told = {"event": event, "id": "EV_1", "createdAt": "1780000000", **more}
    return signed(json.dumps(told).encode())


def signed(body: bytes, secret: str = SECRET, **claims: Any) -> Call:  # noqa: ANN401 - JSON
    token = livekit_token(body, secret, **claims)
    headers = {"content-type": "application/webhook+json", "authorization": token}
    return Call(headers, {}, body)


def test_an_encoder_at_an_ingress_is_understood() -> None:
    said = DIALECT.read(call("ingress_started", ingressInfo=INGRESS))
    assert isinstance(said, Publishing)
    assert (said.name, said.client, said.protocol) == ("shw_1", "RS_1", Protocol.RTMP)
    assert said.fits is not None
    assert said.fits("sk_good")
    assert not said.fits("sk_other")


def test_whip_is_told_from_rtmp() -> None:
    said = DIALECT.read(call("ingress_started", ingressInfo=INGRESS | {"inputType": "WHIP_INPUT"}))
    assert isinstance(said, Publishing)
    assert said.protocol is Protocol.WHIP


def test_an_end_and_a_file_are_understood() -> None:
    assert DIALECT.read(call("ingress_ended", ingressInfo=INGRESS)) == Ended("shw_1", "RS_1")
    egress = {
        "egressId": "EG_1",
        "roomName": "shw_1",
        "status": "EGRESS_COMPLETE",
        "fileResults": [{"filename": "/out/shw_1.mp4", "duration": "61000000000", "size": "9"}],
    }
    assert DIALECT.read(call("egress_ended", egressInfo=egress)) == Recorded(
        "shw_1", "/out/shw_1.mp4"
    )
    assert DIALECT.read(call("egress_ended", egressInfo={"roomName": "shw_1"})) == Nothing()


@pytest.mark.parametrize("event", ["room_started", "participant_joined", "track_published"])
def test_what_kaibo_has_no_use_for_is_nothing(event: str) -> None:
    assert DIALECT.read(call(event, room={"sid": "RM_1", "name": "shw_1"})) == Nothing()


def test_a_forged_webhook_is_refused() -> None:
    body = json.dumps({"event": "ingress_ended", "ingressInfo": INGRESS}).encode()
    good = signed(body)
    unsigned = jwt.encode({"iss": API_KEY, "exp": time.time() + 60}, key="", algorithm="none")
    for forged in (
        signed(body, "another-secret-of-32-letters-long"),
        signed(body, iss="APIother"),
        signed(body, sha256="AAAA"),
        signed(body, sha256=None),
        signed(body, exp=int(time.time()) - 3600),
        Call(good.headers, {}, body + b" "),
        Call({}, {}, body),
        Call({"authorization": "nonsense"}, {}, body),
        Call({"authorization": unsigned}, {}, body),
    ):
        with pytest.raises(UnsignedHookError):
            DIALECT.read(forged)


def test_a_token_that_never_expires_is_refused() -> None:
    body = b"{}"
    eternal = jwt.encode({"iss": API_KEY, "sha256": "x"}, SECRET, algorithm="HS256")
    with pytest.raises(UnsignedHookError):
        DIALECT.read(Call({"authorization": eternal}, {}, body))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"event":7}', b"\xff"])
def test_a_malformed_webhook_is_refused(body: bytes) -> None:
    with pytest.raises(BadHookError):
        DIALECT.read(signed(body))


def test_it_is_answered_kindly_whatever_came_of_it() -> None:
    """It does not ask; and what it thinks was not heard, it repeats."""
    for allowed in (True, False):
        assert DIALECT.answer(Nothing(), allowed=allowed, reason="Over.").status == 204
