"""What anyone may send is bounded, and half a request is none."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from starlette.types import Message, Receive, Scope, Send

from kaibo.platform.http.idempotency import IdempotencyMiddleware, IdempotentRequest
from kaibo.platform.http.limits import (
    BODY_LIMIT,
    UPLOAD_LIMIT,
    BodyLimitMiddleware,
    BodyTooLargeError,
)
from tests.support.house import Shop


async def reading_app(_scope: object, receive: object, _send: object) -> None:
    """Read the whole body."""
    assert callable(receive)
    while (await receive()).get("more_body"):
        pass


def received(
    *pieces: bytes, announced: int | None = None, to: str = "POST /api/v1/viewers"
) -> list[Message]:
    """Send a body in pieces through the limit; give what was answered."""
    sent: list[Message] = []

    async def pieces_of() -> AsyncIterator[Message]:
        for number, piece in enumerate(pieces, 1):
            more = number < len(pieces)
            yield {"type": "http.request", "body": piece, "more_body": more}

    async def scenario() -> None:
        source = pieces_of()
        headers = [] if announced is None else [(b"content-length", str(announced).encode())]
        scope = {
            "type": "http",
            "method": to.partition(" ")[0],
            "path": to.partition(" ")[2],
            "query_string": b"",
            "headers": headers,
        }

        async def send(message: Message) -> None:
            sent.append(message)

        await BodyLimitMiddleware(reading_app)(scope, source.__anext__, send)

    asyncio.run(scenario())
    return sent


def test_a_body_of_a_megabyte_is_taken() -> None:
    assert received(b"x" * BODY_LIMIT) == []


def test_a_larger_one_is_refused_by_its_announcement() -> None:
    answer = received(announced=BODY_LIMIT + 1)
    assert answer[0]["status"] == 413


def test_a_larger_one_that_was_not_announced_is_cut_off() -> None:
    with pytest.raises(BodyTooLargeError):
        received(b"x" * BODY_LIMIT, b"x")


@pytest.mark.parametrize(
    "upload",
    [
        "PUT /api/v1/products/prd_1/picture",
        "POST /api/v1/products/prd_1/pictures/picture",
        "PUT /api/v1/shows/tea/cover",
        "PUT /api/v1/shows/tea/captions/zh-TW",
        "PUT /api/v1/viewers/me/picture",
        "POST /api/v1/products/imports",
    ],
)
def test_uploads_may_be_larger_and_are_bounded_too(upload: str) -> None:
    assert received(b"x" * (5 << 20), announced=5 << 20, to=upload) == []
    assert received(announced=UPLOAD_LIMIT + 1, to=upload)[0]["status"] == 413


@pytest.mark.parametrize(
    "to", ["PUT /api/v1/shows/tea/cart/picture", "PATCH /api/v1/products/imports"]
)
def test_an_id_that_sounds_like_an_upload_is_none(to: str) -> None:
    assert received(announced=BODY_LIMIT + 1, to=to)[0]["status"] == 413


def test_half_a_request_claims_no_key_and_has_no_effect(shop: Shop) -> None:
    told: list[Message] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b'{"title": "Sen', "more_body": True},
    ]
    done: list[str] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        done.append("effect")

    async def receive() -> Message:
        return told.pop()

    async def send(_message: Message) -> None:
        done.append("answer")

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/products",
        "query_string": b"",
        "headers": [(b"idempotency-key", b"k-1")],
    }
    middleware = IdempotencyMiddleware(app, shop.house.core.context)
    shop.house.await_(middleware(scope, receive, send))

    assert done == []
    assert shop.house.read(lambda session: session.scalars(select(IdempotentRequest)).all()) == []
