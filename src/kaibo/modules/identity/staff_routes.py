"""HTTP: managing the staff, for those who may; and one's own password and sessions."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, Field

from kaibo.kernel.errors import ForbiddenError
from kaibo.modules.identity import facade, managing, repository, sessions
from kaibo.modules.identity.contracts import (
    SCOPES,
    Invitation,
    Role,
    RoleInfo,
    SessionInfo,
    Staff,
)
from kaibo.modules.identity.errors import WeakPasswordError, WrongPasswordError
from kaibo.modules.identity.inputs import Email, Name, Password
from kaibo.modules.identity.service import NO_PASSWORD
from kaibo.modules.identity.throttle import SignInThrottle
from kaibo.platform.auth import Principal
from kaibo.platform.auth.passwords import hash_password, password_matches
from kaibo.platform.auth.secrets import hash_token
from kaibo.platform.auth.strength import weakness
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import STAFF_COOKIE, SignedInStaff, StaffWith, token_of
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/staff", tags=["identity"])

Manager = Annotated[Principal, Depends(StaffWith("staff:write"))]


class StaffChanges(BaseModel):
    """What to change of an account; what is left out stays."""

    name: Name | None = None
    role: Role | None = None


class InvitationInput(BaseModel):
    """Whom to invite, and as what."""

    name: Name
    email: Email
    role: Role = Role.OPERATOR


class PasswordChange(BaseModel):
    """The password so far (empty for whoever has none yet), and the new one."""

    current: str = Field(default="", max_length=200)
    password: Password


@router.get("/roles")
async def list_roles(_staff: SignedInStaff) -> list[RoleInfo]:
    """List what each role may do."""
    return [RoleInfo(role, sorted(scopes)) for role, scopes in SCOPES.items()]


@router.post("/invitations", status_code=status.HTTP_201_CREATED)
async def invite_staff(
    response: Response, ctx: Ctx, data: InvitationInput, _staff: Manager
) -> Invitation:
    """Create an account without a password, and a link that works once within seven days."""
    response.headers["cache-control"] = "no-store"
    return await ctx.db.run(managing.invite, data.name, data.email, data.role)


@router.put("/me/password")
async def change_own_password(
    request: Request, ctx: Ctx, data: PasswordChange, staff: SignedInStaff
) -> Staff:
    """Set one's own password; every other session ends."""
    row = await ctx.db.read(repository.staff_by_id, staff.id)
    if row is None:
        raise ForbiddenError
    throttle = ctx.port(SignInThrottle)
    throttle.begin(request.client.host if request.client else None, row.email)
    if why := weakness(data.password, row.email, row.name):
        raise WeakPasswordError(field="password", why=why)
    async with throttle.hashing:
        if row.password_hash != NO_PASSWORD and not await asyncio.to_thread(
            password_matches, row.password_hash, data.current
        ):
            raise WrongPasswordError(field="current")
        hashed = await asyncio.to_thread(hash_password, data.password)
    throttle.succeeded(row.email)
    return await ctx.db.run(
        managing.change_password,
        row.id,
        stored=row.password_hash,
        password_hash=hashed,
        keep=_current(request),
    )


@router.get("/me/sessions")
async def list_own_sessions(request: Request, ctx: Ctx, staff: SignedInStaff) -> list[SessionInfo]:
    """List where one is signed in, newest first."""
    current, now = _current(request), ctx.clock.now()
    return await ctx.db.read(sessions.of, staff.id, current=current, now=now)


@router.delete("/me/sessions", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out_own_sessions(response: Response, ctx: Ctx, staff: SignedInStaff) -> None:
    """Sign out everywhere, here too."""
    await ctx.db.run(_end_all, staff.id)
    response.delete_cookie(STAFF_COOKIE, path="/")


@router.delete("/me/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out_own_session(ctx: Ctx, staff: SignedInStaff, session_id: str) -> None:
    """Sign out at one of the places where one is signed in."""
    await ctx.db.run(sessions.end, staff.id, session_id)


@router.patch("/{staff_id}")
async def change_staff(ctx: Ctx, staff: Manager, staff_id: str, data: StaffChanges) -> Staff:
    """Change somebody's name or role; nobody changes their own role."""
    return await ctx.db.run(managing.change, staff_id, name=data.name, role=data.role, by=staff.id)


@router.post("/{staff_id}/deactivate")
async def deactivate_staff(ctx: Ctx, staff: Manager, staff_id: str) -> Staff:
    """Take somebody's access away at once, and end their sessions and links."""
    return await ctx.db.run(managing.deactivate, staff_id, by=staff.id)


@router.post("/{staff_id}/reactivate")
async def reactivate_staff(ctx: Ctx, _staff: Manager, staff_id: str) -> Staff:
    """Let somebody in again."""
    return await ctx.db.run(managing.reactivate, staff_id)


@router.delete("/{staff_id}/sessions")
async def sign_out_staff(ctx: Ctx, _staff: Manager, staff_id: str) -> Staff:
    """End every session of somebody."""
    return await ctx.db.run(managing.sign_out_everywhere, staff_id)


def _end_all(uow: UnitOfWork, staff_id: str) -> Staff:
    repository.end_sessions(uow.session, staff_id)
    return facade.get_staff(uow.session, staff_id)


def _current(request: Request) -> str:
    return hash_token(token_of(request, STAFF_COOKIE, "kst_") or "")
