"""Core over HTTP: the `Control` of the built-in media server.

Reports about one stream are delivered in order, each tried again for a bounded time; a `publish`
is asked once, and no answer means no.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus

import httpx
import structlog

from kaibo.adapters.media.builtin.control import Admission
from kaibo.adapters.media.builtin.formats import Formats
from kaibo.adapters.media.builtin.health import Health
from kaibo.adapters.media.builtin.recording.recorder import Recorded, Wanted
from kaibo.adapters.media.builtin.refusal import Params, PublishRefusedError, Reason
from kaibo.adapters.media.builtin.rtmp.ports import PublishRequest
from kaibo.kernel.ids import is_id

log = structlog.get_logger("kaibo.media.core")

_ANSWER_SECONDS = 5.0
_TRY_SECONDS = 60.0
# The door for encoders opens when core has answered, so it is asked often.
_ANNOUNCE_PAUSE = 0.3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 4.0
_SHUTDOWN_SECONDS = 5.0
_LONGEST_RECORDED_PAUSE = 30.0

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ServerReport:
    """How this server itself does, in the words of the contract with core."""

    cpu_percent: float
    loop_lag_ms: float
    http_connections: int
    http_requests: int
    http_bytes: int
    late_parts: int
    slow_clients: int
    whep_viewers: int
    whep_cap: int
    disk_free_bytes: int | None
    recording_failed: str | None


@dataclass(frozen=True, slots=True)
class Orders:
    """What core wants done: streams to be ended, and all that is to be recorded now.

    `protected` are all streams that play at signed addresses only: this can change while they
    run. `record` is None when core, of an older version, says nothing of recordings.
    """

    kick: list[str]
    record: list[Wanted] | None
    protected: frozenset[str] | None = None


class CoreClient:
    """Speaks `/api/v1/media` to core as one media server.

    `server_id` stays the same over restarts: by it core knows, when the server says that it has
    started, which streams are gone.
    """

    def __init__(self, core_url: str, token: str, server_id: str) -> None:
        self.server_id = server_id
        self._http = httpx.AsyncClient(
            base_url=f"{core_url}/api/v1/media",
            headers={"Authorization": f"Bearer {token}"},
            timeout=_ANSWER_SECONDS,
            trust_env=False,  # core is on this machine; a proxy has no say in it
        )
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._recorded: dict[str, asyncio.Task[None]] = {}
        self._notes: set[asyncio.Task[str | None]] = set()

    async def close(self) -> None:
        """Deliver what is still due, for a few seconds at most."""
        due = [*self._tails.values(), *self._recorded.values(), *self._notes]
        if due:
            _, late = await asyncio.wait(due, timeout=_SHUTDOWN_SECONDS)
            for task in late:
                task.cancel()
            if late:
                log.warning("reports_lost", count=len(late))
        await self._http.aclose()

    async def announce(self) -> None:
        """Say that this server has started, until core has heard it."""
        pause, tries = _FIRST_PAUSE, 0
        while True:
            problem = await self._try("/started", {})
            if problem is None:
                return
            tries += 1
            # Both start together, so a silence of some seconds is no news.
            if tries in (40, 400) or tries % 4000 == 0:
                log.warning("core_silent", problem=problem, tries=tries)
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, _ANNOUNCE_PAUSE)

    async def heartbeat(self, health: Mapping[str, Health], server: ServerReport) -> Orders:
        """Report readings; gives what core wants done. Raises `httpx.HTTPError`."""
        streams = [{"stream_id": key, **asdict(value)} for key, value in health.items()]
        answer = await self._post("/heartbeat", {"server": asdict(server), "streams": streams})
        answer.raise_for_status()
        body = _object(answer)
        kick, record, protected = (body.get(name) for name in ("kick", "record", "protected"))
        return Orders(
            [str(item) for item in kick] if isinstance(kick, list) else [],
            [wanted for item in record if (wanted := _wanted(item)) is not None]
            if isinstance(record, list)
            else None,
            frozenset(map(str, protected)) if isinstance(protected, list) else None,
        )

    def stalled(self, stream_id: str, silent_ms: int) -> None:
        """Report that a stream is silent, or (0) that it flows again."""
        self._queue(stream_id, "/stalled", {"stream_id": stream_id, "silent_ms": silent_ms})

    def recorded(self, report: Recorded, on_told: Callable[[str], None]) -> None:
        """Report a recording until core has heard it; then call `on_told` with its id.

        What is not told by the time the process ends is told by the next one.
        """
        before = self._recorded.get(report.recording_id)
        task = asyncio.get_running_loop().create_task(self._tell(before, report, on_told))
        self._recorded[report.recording_id] = task

        def done(finished: asyncio.Task[None]) -> None:
            if self._recorded.get(report.recording_id) is finished:
                del self._recorded[report.recording_id]

        task.add_done_callback(done)

    # Control ------------------------------------------------------------------------------

    async def publish(self, request: PublishRequest) -> Admission:
        """Ask whether this key may publish.

        What is still on its way to core goes first: the stream that held the key until now must
        have ended there before another is let in.
        """
        await asyncio.sleep(0)
        if self._tails:
            await asyncio.wait(self._tails.values(), timeout=_ANSWER_SECONDS)
        try:
            answer = await self._post("/publish", asdict(request))
        except httpx.HTTPError as error:
            log.warning("core_silent", problem=repr(error))
            raise _unanswered() from error
        body = _object(answer)
        if answer.status_code == HTTPStatus.OK:
            stream_id, play_path = body.get("stream_id"), body.get("play_path")
            if isinstance(stream_id, str) and isinstance(play_path, str):
                return Admission(stream_id, play_path, bool(body.get("protected")))
        if answer.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND):
            reason = body.get("detail") or body.get("title") or "The stream key is not valid."
            code = str(body.get("code") or "media.publish_refused")
            raise PublishRefusedError("NetStream.Publish.BadName", str(reason), code)
        log.error("core_unexpected", status=answer.status_code)
        raise _unanswered()

    def refused(self, stream_key: str) -> None:
        """Report that a second encoder was turned away; once, for it comes again."""
        task = asyncio.get_running_loop().create_task(
            self._try("/refused", {"stream_key": stream_key})
        )
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    def playable(
        self, stream_id: str, formats: Formats, frame_rate: float, *, b_frames: bool, whep: bool
    ) -> None:
        """Report that the first parts can be fetched."""
        video, audio = formats.video, formats.audio
        report: dict[str, object] = {
            "stream_id": stream_id,
            "video": {
                "codec": video.codec,
                "width": video.sps.width,
                "height": video.sps.height,
                "frame_rate": frame_rate,
                "b_frames": b_frames,
            },
            "whep": whep,
            "audio": None
            if audio is None
            else {
                "codec": audio.codec,
                "sample_rate": audio.sample_rate,
                "channels": audio.channels,
            },
        }
        self._queue(stream_id, "/playable", report)

    def unpublish(
        self,
        stream_id: str,
        reason: Reason,
        detail: str | None,
        code: str | None,
        params: Params,
    ) -> None:
        """Report the end of a stream."""
        report: dict[str, object] = {"stream_id": stream_id, "reason": reason, "detail": detail}
        if code is not None:
            report |= {"code": code, "params": dict(params)}
        self._queue(stream_id, "/unpublish", report)

    # Inside -------------------------------------------------------------------------------

    def _queue(self, stream_id: str, path: str, report: Json) -> None:
        """Send after what is already on its way about the same stream."""
        before = self._tails.get(stream_id)
        task = asyncio.get_running_loop().create_task(self._deliver(before, path, report))
        self._tails[stream_id] = task

        def done(finished: asyncio.Task[None]) -> None:
            if self._tails.get(stream_id) is finished:
                del self._tails[stream_id]

        task.add_done_callback(done)

    async def _deliver(self, before: asyncio.Task[None] | None, path: str, report: Json) -> None:
        if before is not None:
            await asyncio.wait((before,))
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + _TRY_SECONDS, _FIRST_PAUSE
        while (problem := await self._try(path, report)) is not None:
            if loop.time() + pause > deadline:
                log.error("report_lost", path=path, problem=problem, report=report)
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _tell(
        self,
        before: asyncio.Task[None] | None,
        report: Recorded,
        on_told: Callable[[str], None],
    ) -> None:
        if before is not None:
            await asyncio.wait((before,))
        pause = _FIRST_PAUSE
        while await self._try("/recorded", asdict(report)) is not None:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_RECORDED_PAUSE)
        on_told(report.recording_id)

    async def _try(self, path: str, report: Json) -> str | None:
        """Post once; None when core took it, or says that it never will."""
        try:
            answer = await self._post(path, report)
        except httpx.HTTPError as error:
            return repr(error)
        if answer.is_success:
            return None
        if path != "/started" and answer.is_client_error:
            log.warning("report_refused", path=path, status=answer.status_code)
            return None
        return f"status {answer.status_code}"

    async def _post(self, path: str, body: Json) -> httpx.Response:
        return await self._http.post(path, json={"server_id": self.server_id, **body})


def _object(answer: httpx.Response) -> dict[str, object]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _wanted(item: object) -> Wanted | None:
    """Read an entry of the list of what is to be recorded; None when it makes no sense."""
    if not isinstance(item, dict):
        return None
    stream_id, recording_id = item.get("stream_id"), item.get("recording_id")
    since = item.get("since_ms")
    if not (isinstance(stream_id, str) and isinstance(recording_id, str)):
        return None
    if not is_id(recording_id, "rec"):  # it becomes the name of a folder
        return None
    return Wanted(stream_id, recording_id, since if isinstance(since, int) else 0)


def _unanswered() -> PublishRefusedError:
    return PublishRefusedError(
        "NetStream.Publish.Rejected",
        "The stream key could not be checked because Kaibo's core does not answer. Try again.",
    )
