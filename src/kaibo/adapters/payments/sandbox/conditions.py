"""How the simulated gateway is told to behave, and what that does to whoever calls it."""

from __future__ import annotations

from asyncio import sleep
from dataclasses import asdict

from sqlalchemy.orm import Session

from kaibo.adapters.payments.sandbox.contracts import SandboxControls
from kaibo.adapters.payments.sandbox.models import SandboxControlsRow
from kaibo.modules.identity import facade as identity
from kaibo.modules.identity.contracts import StoreMode
from kaibo.modules.payments.errors import GatewayDownError, SandboxOnlyError
from kaibo.platform.db import Database, UnitOfWork

_ONLY = 1


def check_test_store(session: Session) -> None:
    """Refuse, with ``SandboxOnlyError``, to simulate for a store that sells for real."""
    if identity.get_store(session).mode is not StoreMode.TEST:
        raise SandboxOnlyError


def controls(session: Session) -> SandboxControls:
    """Give how the gateway is to behave."""
    row = session.get(SandboxControlsRow, _ONLY)
    if row is None:
        return SandboxControls()
    return SandboxControls(
        is_down=row.is_down,
        declines=row.declines,
        captures_when_asked=row.captures_when_asked,
        refuses_refunds=row.refuses_refunds,
        latency_ms=row.latency_ms,
        webhook_copies=row.webhook_copies,
        webhook_delay_ms=row.webhook_delay_ms,
        shuffles_webhooks=row.shuffles_webhooks,
    )


def set_controls(uow: UnitOfWork, wanted: SandboxControls) -> SandboxControls:
    """Have the gateway behave so from now on; a store that sells for real has none."""
    check_test_store(uow.session)
    uow.session.merge(SandboxControlsRow(id=_ONLY, **asdict(wanted)))
    return wanted


async def endure(db: Database) -> None:
    """Wait as long as an answer takes; raises ``GatewayDownError`` when none comes.

    Outside any transaction: a slow gateway must hold nobody else up.
    """
    now = await db.read(controls)
    if now.latency_ms:
        await sleep(now.latency_ms / 1000)
    if now.is_down:
        raise GatewayDownError
