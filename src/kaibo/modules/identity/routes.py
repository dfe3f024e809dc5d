"""HTTP: set-up, the store, staff and their sessions."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, Field

from kaibo.modules.identity import facade, managing, repository, service
from kaibo.modules.identity.contracts import (
    Role,
    SetupState,
    SignInLink,
    Staff,
    StaffSession,
    Store,
    StoreMode,
)
from kaibo.modules.identity.errors import (
    BadCredentialsError,
    BadSetupTokenError,
    StaysTestError,
    WeakPasswordError,
)
from kaibo.modules.identity.inputs import Email, Name, Password
from kaibo.modules.identity.throttle import SignInThrottle
from kaibo.platform import acting
from kaibo.platform.auth import Principal
from kaibo.platform.auth.passwords import hash_password, password_matches
from kaibo.platform.auth.strength import weakness
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import (
    STAFF_COOKIE,
    SignedInStaff,
    StaffWith,
    act_of,
    set_session_cookie,
    token_of,
)
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.households import household
from kaibo.platform.http.paging import Page

router = APIRouter(tags=["identity"])

Currency = Literal[
    "CNY", "TWD", "HKD", "USD", "EUR", "GBP", "JPY", "KRW", "SGD", "MYR", "THB", "AUD", "CAD", "NZD"
]


class StoreInput(BaseModel):
    """The store to create."""

    name: str = Field(min_length=1, max_length=120)
    currency: Currency = "CNY"
    legal_name: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=300)
    contact: str = Field(default="", max_length=200)


class StoreChanges(BaseModel):
    """Fields of the store to change; those left out stay.

    ``mode`` ``live`` is refused while no gateway moves real money.
    """

    mode: StoreMode | None = None
    name: str | None = Field(default=None, min_length=1, max_length=120)
    legal_name: str | None = Field(default=None, max_length=200)
    address: str | None = Field(default=None, max_length=300)
    contact: str | None = Field(default=None, max_length=200)


class StaffInput(BaseModel):
    """The account to create."""

    name: Name
    email: Email
    password: Password
    role: Role = Role.OPERATOR


class OwnerInput(BaseModel):
    """The first owner."""

    name: Name
    email: Email
    password: Password


class SetupInput(BaseModel):
    """Everything the first start needs."""

    token: str = Field(max_length=200)
    store: StoreInput
    owner: OwnerInput


class Credentials(BaseModel):
    """E-mail and password."""

    email: Email
    password: str = Field(min_length=1, max_length=200)


class LinkToken(BaseModel):
    """The token of a one-time link."""

    token: str = Field(min_length=1, max_length=200)


class LinkRequest(BaseModel):
    """For whom to make a one-time link."""

    email: Email


@router.get("/setup")
async def setup_state(ctx: Ctx) -> SetupState:
    """Tell whether the installation still waits for its store and first owner."""
    return SetupState(needed=await ctx.db.read(repository.store) is None)


@router.post("/setup", status_code=status.HTTP_201_CREATED)
async def set_up(request: Request, response: Response, ctx: Ctx, data: SetupInput) -> StaffSession:
    """Create the store and its first owner, who is signed in."""
    ctx.port(SignInThrottle).begin_unnamed(_host_of(request))
    expected = ctx.settings.setup_token.get_secret_value()
    if not expected or not hmac.compare_digest(expected.encode(), data.token.encode()):
        raise BadSetupTokenError
    _check_strength(data.owner.password, data.owner.email, data.owner.name, "owner.password")
    owner = await _hashed(StaffInput(**data.owner.model_dump(), role=Role.OWNER))
    new_store = service.NewStore(**data.store.model_dump())
    acting.begin(await act_of(request))
    session = await ctx.db.run(service.set_up, new_store, owner, _visitor(request))
    return _signed_in(request, response, session)


@router.post("/staff/sessions", status_code=status.HTTP_201_CREATED)
async def sign_in(
    request: Request, response: Response, ctx: Ctx, data: Credentials
) -> StaffSession:
    """Sign in by e-mail and password."""
    throttle = ctx.port(SignInThrottle)
    throttle.begin(_host_of(request), data.email)
    row = await ctx.db.read(repository.staff_by_email, data.email)
    stored = row.password_hash if row else None
    async with throttle.hashing:
        matches = await asyncio.to_thread(password_matches, stored, data.password)
    act = await act_of(request)
    if not matches:
        if row is not None:
            # Of whoever has no account nothing is kept: people type passwords into the wrong field.
            failed = replace(act, action="identity.sign_in_failed", target=row.id)
            acting.begin(replace(failed, staff_id=row.id, staff_name=row.name))
            await ctx.db.run(_nothing)
        raise BadCredentialsError
    acting.begin(act)
    session = await ctx.db.run(
        service.sign_in, data.email, password_hash=stored, visitor=_visitor(request)
    )
    throttle.succeeded(data.email)
    return _signed_in(request, response, session)


@router.post("/staff/sessions/one-time", status_code=status.HTTP_201_CREATED)
async def sign_in_by_link(
    request: Request, response: Response, ctx: Ctx, data: LinkToken
) -> StaffSession:
    """Sign in by a one-time link."""
    ctx.port(SignInThrottle).begin_unnamed(_host_of(request))
    acting.begin(await act_of(request))
    session = await ctx.db.run(service.sign_in_by_link, data.token, _visitor(request))
    return _signed_in(request, response, session)


@router.delete("/staff/sessions/current", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out(request: Request, response: Response, ctx: Ctx, _staff: SignedInStaff) -> None:
    """Sign out."""
    if token := token_of(request, STAFF_COOKIE, "kst_"):
        await ctx.db.run(service.sign_out, token)
    response.delete_cookie(STAFF_COOKIE, path="/")


@router.get("/staff/me")
async def who_am_i(staff: SignedInStaff, ctx: Ctx) -> Staff:
    """Give the member of staff who asks."""
    return await ctx.db.read(facade.get_staff, staff.id)


@router.get("/staff")
async def list_staff(
    ctx: Ctx, _staff: Annotated[Principal, Depends(StaffWith("staff:write"))]
) -> Page[Staff]:
    """List the members of staff."""
    return Page(items=await ctx.db.read(managing.everybody))


@router.post("/staff", status_code=status.HTTP_201_CREATED)
async def add_staff(
    ctx: Ctx, data: StaffInput, _staff: Annotated[Principal, Depends(StaffWith("staff:write"))]
) -> Staff:
    """Create an account."""
    _check_strength(data.password, data.email, data.name, "password")
    return await ctx.db.run(service.add_staff, await _hashed(data))


@router.post("/staff/sign-in-links", status_code=status.HTTP_201_CREATED)
async def make_sign_in_link(
    response: Response,
    ctx: Ctx,
    data: LinkRequest,
    _staff: Annotated[Principal, Depends(StaffWith("staff:write"))],
) -> SignInLink:
    """Make a link that signs a member of staff in once, within thirty minutes."""
    response.headers["cache-control"] = "no-store"
    return await ctx.db.run(service.make_link, data.email)


@router.get("/store", tags=["store"])
async def get_store(ctx: Ctx) -> Store:
    """Give the store, as buyers see it."""
    return await ctx.db.read(facade.get_store)


@router.patch("/store", tags=["store"])
async def change_store(
    ctx: Ctx, data: StoreChanges, _staff: Annotated[Principal, Depends(StaffWith("store:write"))]
) -> Store:
    """Change the store's profile."""
    changes = data.model_dump(exclude_unset=True, exclude_none=True)
    if changes.pop("mode", StoreMode.TEST) is StoreMode.LIVE:
        raise StaysTestError(field="mode")
    return await ctx.db.run(service.change_store, changes)


def _check_strength(password: str, email: str, name: str, field: str) -> None:
    if why := weakness(password, email, name):
        raise WeakPasswordError(field=field, why=why)


def _nothing(_uow: UnitOfWork) -> None:
    """Change nothing; the attempt alone is written down."""


def _visitor(request: Request) -> service.Visitor:
    device = request.headers.get("user-agent", "")
    return service.Visitor(device, household(_host_of(request)))


def _host_of(request: Request) -> str | None:
    return request.client.host if request.client else None


async def _hashed(data: StaffInput) -> service.NewStaff:
    return service.NewStaff(
        name=data.name,
        email=data.email,
        password_hash=await asyncio.to_thread(hash_password, data.password),
        role=data.role,
    )


def _signed_in(request: Request, response: Response, session: StaffSession) -> StaffSession:
    set_session_cookie(request, response, STAFF_COOKIE, session.token, service.SESSION_DAYS)
    return session
