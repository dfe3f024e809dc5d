"""Carrying out what the webhooks of one external media server ask."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections import OrderedDict
from pathlib import Path

import structlog

from kaibo.adapters.media.hooks.words import (
    Barred,
    Ended,
    Nothing,
    Playing,
    Publishing,
    Recorded,
    Said,
)
from kaibo.kernel.errors import ForbiddenError
from kaibo.modules.media import facade as media
from kaibo.modules.media.contracts import Ending, EndReason, Publish, Published
from kaibo.modules.media.errors import BadStreamKeyError
from kaibo.modules.media.ports import ServerSettings
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

log = structlog.get_logger(__name__)

IMPORT_JOB = "media.import_recording"

_REMEMBERED = 1000
_LONGEST_KEY = 120
_NAME = re.compile(r"[A-Za-z0-9_]{1,64}(?:-[a-z]{1,20})?")
_KEY = re.compile(r"[!-~]{0,200}")
_LONGEST_ADDRESS = 60


class NotForThisViewerError(ForbiddenError):
    """The show is over, or for invited viewers, and the address carries no valid signature."""

    code = "media.may_not_play"


class HookDesk:
    """Speaks for one external server to the media module."""

    def __init__(self, context: Context, server: ServerSettings) -> None:
        self._context = context
        self._server = server
        # Which stream a connection of the server became: an old connection's end must not end
        # the stream that has taken its place. Forgotten with this process; then names must do.
        self._clients: OrderedDict[str, str] = OrderedDict()

    async def carry_out(self, said: Said) -> None:
        """Do what was said. Raises a ``KaiboError`` that says why not."""
        if isinstance(said, Publishing | Playing) and not _can_be(said):
            raise BadStreamKeyError if isinstance(said, Publishing) else NotForThisViewerError
        match said:
            case Publishing():
                await self._publish(said)
            case Ended():
                await self._end(said)
            case Playing():
                await self._play(said)
            case Recorded():
                await self._take_over(said)
            case Barred():
                raise NotForThisViewerError
            case Nothing():
                pass

    async def _publish(self, said: Publishing) -> None:
        settings = self._context.settings
        address = said.client_addr[:_LONGEST_ADDRESS]
        asked = Publish(self._server.id, said.key, address, said.protocol)
        take_over = settings.second_publisher == "take_over"
        try:
            published = await self._context.db.run(_publish_named, asked, said, take_over=take_over)
        except ForbiddenError as error:
            await media.note_refused(self._context, said.key, error)
            raise
        if said.client is not None:
            self._clients[said.client] = published.stream_id
            while len(self._clients) > _REMEMBERED:
                self._clients.popitem(last=False)

    async def _end(self, said: Ended) -> None:
        stream_id = self._clients.pop(said.client, None) if said.client is not None else None
        if stream_id is None:
            if not _NAME.fullmatch(said.name):
                return
            found = await self._context.db.read(media.running_named, self._server.id, said.name)
            if found is None or found.stream_id in self._clients.values():
                return
            stream_id = found.stream_id
        await self._context.db.run(
            media.unpublish, self._server.id, stream_id, Ending(EndReason.ENDED)
        )

    async def _take_over(self, said: Recorded) -> None:
        """Have a recorded file imported, if it lies where this server's recordings do."""
        folder = self._server.options.get("recordings")
        path = await asyncio.to_thread(_inside, str(folder), said.path) if folder else None
        if path is None or not _NAME.fullmatch(said.name):
            log.info("recorded_elsewhere", server_id=self._server.id, name=said.name)
            return
        told = {"server_id": self._server.id, "name": said.name, "path": str(path)}
        await self._context.db.run(_import_later, told)

    async def _play(self, said: Playing) -> None:
        allowed = await self._context.db.read(
            media.may_play, self._context, self._server.id, said.name, said.sig
        )
        if not allowed:
            raise NotForThisViewerError


def _inside(folder: str, told: str) -> Path | None:
    """Give the file that was told, unless it lies elsewhere, by whatever way."""
    try:
        root, path = Path(folder).resolve(strict=True), Path(folder, told).resolve(strict=True)
    except (OSError, ValueError):
        return None
    return path if path.is_relative_to(root) and path.is_file() else None


def _import_later(uow: UnitOfWork, told: dict[str, str]) -> None:
    uow.enqueue(IMPORT_JOB, told, key=f"{IMPORT_JOB}:{told['path']}"[-_LONGEST_KEY:])


def _can_be(said: Publishing | Playing) -> bool:
    """Whether there could be such an input and key; no others come near the database."""
    secret = said.key if isinstance(said, Publishing) else said.sig
    return bool(_NAME.fullmatch(said.name) and _KEY.fullmatch(secret))


def _publish_named(
    uow: UnitOfWork, asked: Publish, said: Publishing, *, take_over: bool
) -> Published:
    """Let an encoder push under its own name only: a key opens one input, not its neighbours."""
    if said.fits is not None:
        key = media.key_named(uow.session, said.name)
        if key is None or not said.fits(key):
            raise BadStreamKeyError
        asked = dataclasses.replace(asked, stream_key=key)
    published = media.publish(uow, asked, take_over=take_over)
    found = media.running_named(uow.session, asked.server_id, said.name)
    if found is None or found.stream_id != published.stream_id:
        raise BadStreamKeyError
    return published
