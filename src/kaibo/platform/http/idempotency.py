"""``Idempotency-Key``: a repeated POST gives the first answer instead of a second effect.

The key belongs to the caller and the address. A claim is written before the request runs
and the answer after it; a request that fails with 5xx, or whose answer must not be stored
(it sets a cookie or says ``no-store``), gives its claim back. A claim left by a crash is
free again after ``CLAIM_S``, and on SQLite, where one process makes all claims, at its next
start. An effect that must be unique even then, such as an order, stores the key in its own
transaction instead: its address is left out here (``but``).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kaibo.platform import acting
from kaibo.platform.db import Base, UnitOfWork
from kaibo.platform.http.callers import STAFF_COOKIE, VIEWER_COOKIE
from kaibo.platform.http.context import Context
from kaibo.platform.http.problems import problem_response

HEADER = "idempotency-key"
PREFIX = "/api/v1/"
CLAIM_S = 60
KEEP = timedelta(hours=24)
REPLAYED = "idempotency-replayed"
BODY_LIMIT = 1 << 20


class IdempotentRequest(Base):
    """A claimed key and, once there is one, the answer."""

    __tablename__ = "idempotent_requests"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    content_type: Mapped[str | None] = mapped_column(String(120))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


class ClientGoneError(Exception):
    """The client went away before its request was whole."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What became of trying to claim a key."""

    outcome: str  # "ours", "replay", "running" or "reused"
    status: int = 0
    content_type: str = ""
    body: bytes = b""


class IdempotencyMiddleware:
    """Wraps the application; only POSTs of the API that carry the header are touched."""

    def __init__(self, app: ASGIApp, context: Context, *, but: Collection[str] = ()) -> None:
        self._app = app
        self._context = context
        self._but = frozenset(but)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        key = None if scope.get("path") in self._but else self._key_of(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if not 1 <= len(key) <= 128:
            response = problem_response(request, code="idempotency.bad_key", status=422)
            await response(scope, receive, send)
            return
        try:
            body = await _read_body(receive)
        except ClientGoneError:
            return  # half a request is no request: its key stays free for the whole one
        if body is None:
            response = problem_response(request, code="too_large", status=413)
            await response(scope, receive, send)
            return
        identity = _digest(_caller(scope), scope["path"], key)
        fingerprint = _digest(body.decode("latin-1"))
        claim = await self._context.db.run(_claim, identity, fingerprint)
        if claim.outcome == "ours":
            await self._serve(scope, body, send, identity)
        elif claim.outcome == "replay":
            await _replay(claim, send)
        else:
            code = f"idempotency.{claim.outcome}"
            response = problem_response(
                request, code=code, status=409, headers={"retry-after": "1"}
            )
            await response(scope, receive, send)

    @staticmethod
    def _key_of(scope: Scope) -> str | None:
        if scope["type"] != "http" or scope["method"] != "POST":
            return None
        if not scope["path"].startswith(PREFIX):
            return None
        return Headers(scope=scope).get(HEADER)

    async def _serve(self, scope: Scope, body: bytes, send: Send, identity: str) -> None:
        answer = _Answer(send)
        try:
            await self._app(scope, _body_again(body), answer)
        except BaseException:
            with acting.nobody():
                await self._context.db.run(_release, identity)
            raise
        if answer.storable:
            with acting.nobody():
                await self._context.db.run(
                    _store, identity, answer.status, answer.content_type, bytes(answer.body)
                )
        else:
            with acting.nobody():
                await self._context.db.run(_release, identity)
        # Only now: a client that has the answer may repeat at once and must find it stored.
        await answer.flush()


class _Answer:
    """Holds an answer back until it is stored."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []
        self.status = 500
        self.content_type = "application/json"
        self.body = bytearray()
        self._private = False

    async def __call__(self, message: Message) -> None:
        self._messages.append(message)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = Headers(raw=message["headers"])
            self.content_type = headers.get("content-type", self.content_type)
            self._private = "set-cookie" in headers or (
                self.status < 400 and "no-store" in headers.get("cache-control", "")
            )
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    @property
    def storable(self) -> bool:
        return self.status < 500 and self.status not in {401, 429} and not self._private

    async def flush(self) -> None:
        for message in self._messages:
            await self._send(message)


def forget_unanswered(uow: UnitOfWork) -> None:
    """Free every claim without an answer, at the start of the only process that makes any."""
    uow.session.execute(delete(IdempotentRequest).where(IdempotentRequest.status.is_(None)))


def _claim(uow: UnitOfWork, identity: str, fingerprint: str) -> _Claim:
    uow.session.execute(
        delete(IdempotentRequest).where(IdempotentRequest.created_at < uow.now - KEEP)
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(
                IdempotentRequest(id=identity, fingerprint=fingerprint, created_at=uow.now)
            )
        return _Claim("ours")
    except IntegrityError:
        found = uow.session.get(IdempotentRequest, identity)
    if found is None or found.fingerprint != fingerprint:
        return _Claim("reused" if found else "running")
    if found.status is not None:
        return _Claim("replay", found.status, found.content_type or "", found.body or b"")
    if found.created_at < uow.now - timedelta(seconds=CLAIM_S):
        taken_over = uow.session.scalars(
            update(IdempotentRequest)
            .where(
                IdempotentRequest.id == identity,
                IdempotentRequest.created_at == found.created_at,
            )
            .values(created_at=uow.now)
            .returning(IdempotentRequest.id)
            .execution_options(synchronize_session=False)
        ).all()
        return _Claim("ours" if taken_over else "running")
    return _Claim("running")


def _store(uow: UnitOfWork, identity: str, status: int, content_type: str, body: bytes) -> None:
    uow.session.execute(
        update(IdempotentRequest)
        .where(IdempotentRequest.id == identity)
        .values(status=status, content_type=content_type, body=body)
    )


def _release(uow: UnitOfWork, identity: str) -> None:
    uow.session.execute(delete(IdempotentRequest).where(IdempotentRequest.id == identity))


async def _replay(claim: _Claim, send: Send) -> None:
    headers = MutableHeaders(
        {
            "content-type": claim.content_type,
            "content-length": str(len(claim.body)),
            REPLAYED: "true",
        }
    )
    await send({"type": "http.response.start", "status": claim.status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": claim.body})


async def _read_body(receive: Receive) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGoneError
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _body_again(body: bytes) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _caller(scope: Scope) -> str:
    headers = Headers(scope=scope)
    # Other cookies may change between a request and its repeat.
    cookies = cookie_parser(headers.get("cookie", ""))
    known = (cookies.get(STAFF_COOKIE, ""), cookies.get(VIEWER_COOKIE, ""))
    return " ".join((headers.get("authorization", ""), *known))


def _digest(*parts: str) -> str:
    digest = hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass"))
    return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
