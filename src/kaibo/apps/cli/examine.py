"""What ``kaibo doctor`` looks at; each examination only looks and reports."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from kaibo.adapters.email.smtp.transport import SmtpTransport
from kaibo.adapters.media.builtin.recording.shelf import LocalShelf
from kaibo.adapters.rooms_link.redis import RedisSilentError, ask_version
from kaibo.apps import migrations
from kaibo.apps.api.pages import PAGES
from kaibo.apps.api.server import holder_address
from kaibo.apps.cli.archive import revision_of_sqlite
from kaibo.apps.cli.installation import is_served, is_taken
from kaibo.kernel.clock import SystemClock
from kaibo.modules.mail.errors import MailServerDownError
from kaibo.modules.recordings.contracts import StorageState
from kaibo.modules.recordings.facade import measure
from kaibo.platform.db.engine import (
    SQLITE_SAFE_VERSION,
    sqlite_has_fts5,
    sqlite_module,
    sqlite_version,
)
from kaibo.platform.settings import Settings

# Below the first a recording fills the disk within an hour or so; below the second, orders
# themselves are at risk.
DISK_WARN_BYTES = 5 << 30
DISK_BAD_BYTES = 500 << 20


class Verdict(IntEnum):
    """How serious a finding is."""

    GOOD = 0
    WARN = 1
    BAD = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``key`` names its sentence in the catalog."""

    verdict: Verdict
    key: str
    params: dict[str, object] = field(default_factory=dict)


def python(_settings: Settings) -> list[Finding]:
    """Look at the interpreter."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return [Finding(Verdict.GOOD, "python", {"version": version})]


def data_folder(settings: Settings) -> list[Finding]:
    """Look whether the data folder can be written."""
    folder = settings.data.resolve()
    told: dict[str, object] = {"folder": folder}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"kaibo")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return [Finding(Verdict.BAD, "data_bad", {**told, "problem": error.strerror or error})]
    return [Finding(Verdict.GOOD, "data_good", told)]


def disk(settings: Settings) -> list[Finding]:
    """Look how much room is left where the data is."""
    folder = settings.data.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    told: dict[str, object] = {"free": f"{free / (1 << 30):.1f} GiB", "folder": folder}
    if free < DISK_BAD_BYTES:
        return [Finding(Verdict.BAD, "disk_bad", told)]
    if free < DISK_WARN_BYTES:
        return [Finding(Verdict.WARN, "disk_warn", told)]
    return [Finding(Verdict.GOOD, "disk_good", told)]


def recordings(settings: Settings) -> list[Finding]:
    """Look how much room recordings take, and what is left for them."""
    room = measure(settings, LocalShelf(settings.recordings_folder))
    told: dict[str, object] = {
        "used": f"{room.bytes / 1e9:.1f} GB",
        "free": f"{room.free_bytes / 1e9:.1f} GB",
        "least": f"{settings.recording_min_free_gb:g} GB",
        "folder": settings.recordings_folder.resolve(),
    }
    verdicts = {
        StorageState.OK: (Verdict.GOOD, "recordings_good"),
        StorageState.LOW: (Verdict.WARN, "recordings_low"),
        StorageState.FULL: (Verdict.WARN, "recordings_full"),
    }
    verdict, key = verdicts[room.state]
    return [Finding(verdict, key, told)]


def sqlite(settings: Settings) -> list[Finding]:
    """Look whether SQLite, when it is used, can search and has no bug that corrupts a database."""
    if not settings.is_sqlite:
        return []
    found = sqlite_version()
    told: dict[str, object] = {
        "version": ".".join(map(str, found)),
        "safe": ".".join(map(str, SQLITE_SAFE_VERSION)),
    }
    if not sqlite_has_fts5():
        return [Finding(Verdict.BAD, "sqlite_no_search", told)]
    if found < SQLITE_SAFE_VERSION:
        return [Finding(Verdict.BAD, "sqlite_bad", told)]
    return [Finding(Verdict.GOOD, "sqlite_good", told)]


def database(settings: Settings) -> list[Finding]:
    """Look whether the database answers, and of which release its tables are."""
    if settings.is_sqlite:
        return _look_at_file(Path(make_url(settings.sqlalchemy_url).database or ""))
    try:
        version, revision = _ask_postgresql(settings.sqlalchemy_url)
    except (SQLAlchemyError, ValueError) as error:
        # ValueError: the address has a port that is no number.
        problem = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return [Finding(Verdict.BAD, "postgresql_bad", {"problem": problem})]
    if newer := _newer(revision):
        return newer
    if revision not in {None, migrations.head()}:
        told: dict[str, object] = {"found": revision, "wanted": migrations.head()}
        return [Finding(Verdict.WARN, "postgresql_behind", {**told, "version": version})]
    return [Finding(Verdict.GOOD, "postgresql_good", {"version": version})]


def _newer(revision: str | None) -> list[Finding]:
    if migrations.knows(revision):
        return []
    told: dict[str, object] = {"found": revision, "newest": migrations.head()}
    return [Finding(Verdict.BAD, "database_newer", told)]


def _look_at_file(file: Path) -> list[Finding]:
    if not file.is_file():
        return []
    try:
        return _newer(revision_of_sqlite(file))
    except sqlite_module().DatabaseError as error:
        return [Finding(Verdict.BAD, "database_bad", {"file": file, "problem": error})]


def _ask_postgresql(url: str) -> tuple[str, str | None]:
    """Give the server's version, and the revision of its tables."""
    engine = migrations.engine_for(url)
    try:
        with engine.connect() as connection:
            version = str(connection.scalar(text("SHOW server_version")))
            return version, migrations.current(connection)
    finally:
        engine.dispose()


def redis(settings: Settings) -> list[Finding]:
    """Look whether Redis answers, when gateways are to speak through it."""
    if not settings.redis_url:
        return []
    try:
        version = ask_version(settings.redis_url)
    except RedisSilentError as error:
        return [Finding(Verdict.BAD, "redis_bad", {"problem": error})]
    return [Finding(Verdict.GOOD, "redis_good", {"version": version})]


def mail(settings: Settings) -> list[Finding]:
    """Look whether the mail server takes our connection and our password; no mail is sent."""
    url = settings.smtp_url.get_secret_value()
    if not url:
        return []
    transport = SmtpTransport(url, settings.mail_from, SystemClock())
    try:
        asyncio.run(transport.check())
    except MailServerDownError as error:
        return [Finding(Verdict.BAD, "mail_bad", {"problem": error.params["reason"]})]
    return [Finding(Verdict.GOOD, "mail_good")]


def ports(settings: Settings) -> list[Finding]:
    """Look whether the ports are free, or ours already."""
    if _kaibo_answers(settings):
        return [Finding(Verdict.GOOD, "running", {"url": settings.local_url})]
    found = []
    # What a taken port is; who may hold the two of media is known only while Kaibo starts.
    taken = others = Finding(Verdict.BAD, "port_bad")
    if is_served(settings.data):
        address = holder_address(settings.data)
        if not address:
            found.append(Finding(Verdict.WARN, "silent", {"url": settings.local_url}))
            taken = others = Finding(Verdict.GOOD, "port_ours")
        elif address == settings.local_url:
            found.append(Finding(Verdict.BAD, "hangs", {"url": address}))
            taken = others = Finding(Verdict.GOOD, "port_ours")
        else:
            found.append(Finding(Verdict.WARN, "elsewhere", {"url": address}))
            others = Finding(Verdict.WARN, "port_unclear")
            if urlsplit(address).port == settings.port:
                taken = others
    for name, port, held in (
        ("KAIBO_PORT", settings.port, taken),
        ("KAIBO_MEDIA_PORT", settings.media_port, others),
        ("KAIBO_RTMP_PORT", settings.rtmp_port, others),
    ):
        told: dict[str, object] = {"port": port, "setting": name, "free": port + 10}
        one = held if is_taken(settings.host, port) else Finding(Verdict.GOOD, "port_good")
        found.append(replace(one, params=told))
    return found


def pages(_settings: Settings) -> list[Finding]:
    """Look whether the web pages have been built."""
    if (PAGES / "shop.html").is_file():
        return [Finding(Verdict.GOOD, "pages_good")]
    return [Finding(Verdict.BAD, "pages_bad")]


def _kaibo_answers(settings: Settings) -> bool:
    try:
        answer = httpx.get(f"{settings.local_url}/healthz", timeout=2, trust_env=False)
        return bool(answer.json()["status"] == "ok")
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return False
