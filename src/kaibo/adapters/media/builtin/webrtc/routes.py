"""What HTTP says about WebRTC: WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep).

`POST /whip` with the stream key as bearer token and `POST /<play path>/whep` take an offer and
give an answer, with the session's address in `Location`; `PATCH` there trickles candidates,
`DELETE` ends the session. `OPTIONS` on both tells the ICE servers.
"""

from __future__ import annotations

import json
from collections.abc import Coroutine
from http import HTTPStatus

from kaibo.adapters.media.builtin.hls.requests import Request
from kaibo.adapters.media.builtin.hls.responses import Response, preflight
from kaibo.adapters.media.builtin.refusal import PublishRefusedError
from kaibo.adapters.media.builtin.rtmp.ports import PublishRequest
from kaibo.adapters.media.builtin.webrtc.ice import links
from kaibo.adapters.media.builtin.webrtc.negotiation import (
    OfferRefusedError,
    read_fragment,
    read_offer,
)
from kaibo.adapters.media.builtin.webrtc.service import FullError, UnavailableError, WebRtc

_SDP = "application/sdp"
_FRAGMENT = "application/trickle-ice-sdpfrag"
_MOST_KEY = 256
_AGENT_LENGTH = 200


class WebRtcRoutes:
    """Answers WHIP and WHEP requests; leaves everything else alone."""

    def __init__(self, webrtc: WebRtc) -> None:
        self._webrtc = webrtc

    def answer(self, request: Request) -> Coroutine[None, None, Response] | None:
        """Give the work for a request, or None."""
        path = request.path
        folder, _, name = path.rpartition("/")
        entry = path == "whip" or (name == "whep" and folder)
        session = folder.rpartition("/")[2] in {"whip", "whep"}
        if request.method == "OPTIONS" and entry:
            return self._options()
        if request.method == "POST" and path == "whip":
            return self._guarded(self._whip(request))
        if request.method == "POST" and entry:
            return self._guarded(self._whep(request, folder))
        if request.method == "PATCH" and session:
            return self._guarded(self._patch(request, path))
        if request.method == "DELETE" and session:
            return self._delete(path)
        return None

    async def _options(self) -> Response:
        found = preflight()
        return Response(
            found.status,
            cache="no-store",
            extra=f"{found.extra}Accept-Post: {_SDP}\r\n{links(self._webrtc.servers)}",
        )

    async def _guarded(self, work: Coroutine[None, None, Response]) -> Response:
        try:
            return await work
        except OfferRefusedError as error:
            return problem(error.status, error.code, error.detail)

    async def _whip(self, request: Request) -> Response:
        scheme, _, key = (request.header(b"authorization") or "").partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer" or not 0 < len(key) <= _MOST_KEY:
            return problem(
                HTTPStatus.UNAUTHORIZED,
                "media.key_missing",
                "Send the stream key as bearer token: Authorization: Bearer STREAM_KEY.",
                "WWW-Authenticate: Bearer\r\n",
            )
        _require_type(request, _SDP)
        offer = read_offer(request.body, sending=False)
        agent = request.header(b"user-agent")
        wish = PublishRequest(
            "live", key, request.address, agent[:_AGENT_LENGTH] if agent else None, "whip"
        )
        try:
            session_id, answer = await self._webrtc.publish(wish, offer)
        except PublishRefusedError as refusal:
            return _refused(refusal)
        except FullError:
            return _full("media.whip_full", "Too many publishers are connected.")
        return self._created(f"whip/{session_id}", answer)

    async def _whep(self, request: Request, folder: str) -> Response:
        _require_type(request, _SDP)
        if not self._webrtc.finds(folder):
            return problem(HTTPStatus.NOT_FOUND, "media.no_stream", "No such stream.")
        offer = read_offer(request.body, sending=True)
        try:
            session_id, answer = await self._webrtc.watch(folder, offer)
        except FullError:
            return _full("media.whep_full", "All WebRTC places are taken. Use HLS instead.")
        except UnavailableError as error:
            return problem(HTTPStatus.CONFLICT, "media.whep_unavailable", str(error))
        return self._created(f"whep/{session_id}", answer)

    async def _patch(self, request: Request, path: str) -> Response:
        session = self._webrtc.session(path)
        if session is None:
            return _gone()
        _require_type(request, _FRAGMENT)
        candidates, done, fields = read_fragment(request.body)
        if fields.get("ice-ufrag", session.ufrag) != session.ufrag:
            return problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "media.ice_restart",
                "ICE cannot be restarted. Make a new session.",
            )
        await session.add_candidates(candidates, done=done)
        return Response(HTTPStatus.NO_CONTENT)

    async def _delete(self, path: str) -> Response:
        if not await self._webrtc.end(path):
            return _gone()
        return Response(HTTPStatus.OK)

    def _created(self, location: str, answer: str) -> Response:
        # Relative to the request: a proxy may serve all of this below a path of its own.
        extra = f'Location: {location}\r\nETag: "1"\r\nAccept-Patch: {_FRAGMENT}\r\n'
        extra += links(self._webrtc.servers)
        return Response(HTTPStatus.CREATED, _SDP, body=(answer.encode(),), extra=extra)


def problem(status: HTTPStatus, code: str, detail: str, extra: str = "") -> Response:
    """Answer with a problem (RFC 9457), which carries a code as those of core do."""
    text = json.dumps(
        {"title": status.phrase, "status": status.value, "code": code, "detail": detail}
    )
    return Response(status, "application/problem+json", body=(text.encode(),), extra=extra)


def _require_type(request: Request, wanted: str) -> None:
    given = (request.header(b"content-type") or "").partition(";")[0].strip().lower()
    if given != wanted:
        raise OfferRefusedError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media.sdp_expected", f"The body must be {wanted}."
        )


def _refused(refusal: PublishRefusedError) -> Response:
    if refusal.code == "NetStream.Publish.Rejected":
        again = "Retry-After: 2\r\n"
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "media.core_silent", refusal.detail, again)
    return problem(HTTPStatus.FORBIDDEN, refusal.problem, refusal.detail)


def _full(code: str, detail: str) -> Response:
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, code, detail, "Retry-After: 10\r\n")


def _gone() -> Response:
    return problem(HTTPStatus.NOT_FOUND, "media.no_session", "No such session, or no longer.")
