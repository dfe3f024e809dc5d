"""A whole installation inside the test's process, spoken to by the doors it has.

    def test_a_buyer_orders(shop: Shop) -> None:
        answer = shop.viewer().post("/orders", shop.order())

`house` is an installation before set-up, `shop` one with a product on air; both run on SQLite
and on PostgreSQL. Their event loop has a thread of its own, so that tests stay plain functions
and can call from many threads at once. Work is carried out when the test says so: `house.work()`.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx
import pytest
import structlog
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from kaibo.apps.api.app import create_app
from kaibo.apps.wiring import Core, build_core
from kaibo.kernel.clock import FixedClock
from kaibo.modules.audience import facade as audience
from kaibo.modules.audience import service as audience_service
from kaibo.modules.catalog.contracts import Product, Stock, Variant
from kaibo.modules.catalog.service import products as catalog
from kaibo.modules.identity import repository as identity_repository
from kaibo.modules.identity import service as identity
from kaibo.modules.identity.contracts import Role
from kaibo.modules.rooms.facade import AttendanceKeeper
from kaibo.modules.shows import service as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.db import Database, UnitOfWork
from kaibo.platform.http.context import Context
from kaibo.platform.http.context import present_context as dependency
from kaibo.platform.settings import Settings
from kaibo.platform.work import WorkRunner
from tests.support.network import free_port
from tests.support.sockets import serving

T = TypeVar("T")

HOST = "shop.test:8000"
MEDIA_TOKEN = "media-secret"
SETUP_TOKEN = "setup-secret"
# Signing in by password is the subject of few tests; the others' accounts open by this.
UNHASHED = "not a hash"


_CONTEXT: ContextVar[Context] = ContextVar("_CONTEXT")


class _PresentContext:
    """Stands for the context of the house that serves the present request."""

    def __getattr__(self, name: str) -> object:
        return getattr(_CONTEXT.get(), name)


@cache
def shared_app() -> FastAPI:
    """One application for all houses: making one takes longer than most tests."""
    core = Core(cast("Context", _PresentContext()), *(cast("Any", None),) * 3)
    app = create_app(core)

    async def present_context() -> Context:
        return _CONTEXT.get()

    # Queries run in threads, to which the variable does not follow.
    app.dependency_overrides[dependency] = present_context
    return app


class House:
    """An installation; `served` runs it under uvicorn on a port, with its work running by itself.

    Otherwise requests reach it without a network and `work` is called by the test.
    """

    def __init__(self, settings: Settings, *, served: bool = False) -> None:
        # Webhooks are checked against the machine's own clock, so the standing one begins there.
        self.clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
        self.core = build_core(settings, clock=self.clock)
        self.context = self.core.context
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="house")
        self._thread.start()
        self._stack = contextlib.AsyncExitStack()
        self.await_(self._serve() if served else self._begin())

    async def _begin(self) -> None:
        self.core.hub.start()
        self._stack.callback(self.db.close)
        self._stack.push_async_callback(self.context.port(AttendanceKeeper).stop)
        self._stack.push_async_callback(self.core.hub.stop)
        self._runner = WorkRunner(self.context, self.core.registry)
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.asgi, raise_app_exceptions=False),
            base_url=f"http://{HOST}",
        )
        await self._stack.enter_async_context(self._http)

    async def _serve(self) -> None:
        app = create_app(self.core)
        port = await self._stack.enter_async_context(serving(self.core.endpoint, app))
        self.context.settings = self.settings.model_copy(update={"host": "127.0.0.1", "port": port})
        self._http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30
        )
        await self._stack.enter_async_context(self._http)

    def close(self) -> None:
        """Stop everything."""
        self.await_(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def await_(self, coroutine: Coroutine[Any, Any, T], patience: float = 30.0) -> T:
        """Run a coroutine in the house's loop and give its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(patience)

    async def asgi(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The web application."""
        _CONTEXT.set(self.context)
        await shared_app()(scope, receive, send)

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.context.settings

    @property
    def db(self) -> Database:
        """The records."""
        return self.context.db

    def run(self, use_case: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Run a use case in a transaction of its own."""
        return self.db.run_blocking(use_case, *args, **kwargs)

    def read(self, query: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Run a query."""
        return self.db.read_blocking(query, *args, **kwargs)

    def work(self, patience: float = 30.0) -> int:
        """Carry out all work that is due, and what that causes; give the number of rows."""
        return self.await_(self._runner.run_due(), patience)

    def pass_time(self, **by: float) -> None:
        """Let time pass, as `timedelta` takes it."""
        self.clock.advance(timedelta(**by))

    # Callers

    @property
    def anyone(self) -> "Caller":
        """A caller without a token."""
        return Caller(self)

    def bearer(self, token: str) -> "Caller":
        """A caller with a token."""
        return Caller(self, {"authorization": f"Bearer {token}"})

    @property
    def media_server(self) -> "Caller":
        """The media server."""
        return self.bearer(MEDIA_TOKEN)

    def set_up(self, currency: str = "CNY") -> "Caller":
        """Create the store; give its owner."""
        store = identity.NewStore("Tea House", currency, "", "", "")
        owner = identity.NewStaff("Mei", "mei@tea.test", UNHASHED, Role.OWNER)
        return self.bearer(self.run(identity.set_up, store, owner).token)

    def staff(self, role: Role) -> "Caller":
        """A signed-in member of staff of that role."""
        email = f"{role}@tea.test"

        def enter(uow: UnitOfWork) -> str:
            if identity_repository.staff_by_email(uow.session, email) is None:
                identity.add_staff(uow, identity.NewStaff(role.title(), email, UNHASHED, role))
                uow.session.flush()
            return identity.sign_in(uow, email, password_hash=UNHASHED).token

        return self.bearer(self.run(enter))

    def viewer(self, name: str = "小明") -> "Viewer":
        """A viewer who has just come in."""
        found = self.run(audience_service.enter, name, "en")
        token = audience.sign_token(self.context.secret, found.id)
        return Viewer(self, {"authorization": f"Bearer {token}"}, id=found.id, token=token)

    # Things

    def product(self, title: str = "Longjing", *, price: int = 6800, stock: int = 5) -> Product:
        """A new product."""
        new = catalog.NewProduct(title, "CNY", price=price, stock=stock)
        return self.run(catalog.create, new)

    def stock(self, product_id: str) -> Stock:
        """How many there are of a product."""
        card = self.run(lambda uow: catalog.view(uow, catalog.get(uow, product_id)))
        return card.stock

    def show(self, *product_ids: str, on_air: bool = True, slug: str | None = None) -> Show:
        """A new show that sells these products."""
        new = shows.NewShow("Spring tea", slug, "Lin", None, list(product_ids))
        show = self.run(shows.create, new)
        return self.run(shows.go_on_air, show.id) if on_air else show


@dataclass(frozen=True)
class Caller:
    """Somebody who speaks to the API; paths are below /api/v1."""

    house: House
    headers: dict[str, str] = field(default_factory=dict)

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        **headers: str,
    ) -> httpx.Response:
        """Send a request to any path: JSON, or bytes as they are.

        Further arguments are headers: `accept_language="en"`.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        arguments: dict[str, Any] = {
            "headers": httpx.Headers(self.headers | named, encoding="latin-1")
        }
        if isinstance(body, bytes):
            arguments["content"] = body
        elif body is not None:
            arguments["json"] = body
        return self.house.await_(self.house._http.request(method, path, **arguments))  # noqa: SLF001 - one thing in two classes

    def get(self, path: str, **headers: str) -> httpx.Response:
        """GET."""
        return self.request("GET", f"/api/v1{path}", **headers)

    def post(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        """POST."""
        return self.request("POST", f"/api/v1{path}", body, **headers)

    def patch(self, path: str, body: object, **headers: str) -> httpx.Response:
        """PATCH."""
        return self.request("PATCH", f"/api/v1{path}", body, **headers)

    def put(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        """PUT."""
        return self.request("PUT", f"/api/v1{path}", body, **headers)

    def delete(self, path: str, **headers: str) -> httpx.Response:
        """DELETE."""
        return self.request("DELETE", f"/api/v1{path}", **headers)


@dataclass(frozen=True)
class Viewer(Caller):
    """A viewer."""

    id: str = ""
    token: str = ""


@dataclass(frozen=True)
class Shop:
    """A house whose show is on air with one product, of which there are five."""

    house: House
    owner: Caller
    product: Product
    show: Show

    def order(self, quantity: int = 1, **changes: object) -> dict[str, Any]:
        """What a buyer sends to buy that many; `changes` replace members."""
        line = {
            "variant_id": self.variant.id,
            "quantity": quantity,
            "unit_price": self.product.price.amount,
        }
        return {
            "show": self.show.slug,
            "lines": [line],
            "contact": {"name": "陳小明", "phone": "+886 912 345 678"},
            "address": {"country": "TW", "city": "台北市", "line1": "信義路五段7號"},
            **changes,
        }

    def place(self, viewer: Viewer, quantity: int = 1, **changes: object) -> dict[str, Any]:
        """Place an order; give it."""
        answer = viewer.post("/orders", self.order(quantity, **changes))
        assert answer.status_code == 201, answer.text
        placed: dict[str, Any] = answer.json()
        return placed

    @property
    def variant(self) -> Variant:
        """The only variant of the product."""
        return self.product.variants[0]

    @property
    def stock(self) -> Stock:
        """How many there are of the product."""
        return self.house.stock(self.product.id)


def at_once(count: int, act: Callable[[int], T]) -> list[T]:
    """Call `act(0)` … `act(count - 1)` from as many threads, all let go at one moment."""
    gate = threading.Barrier(count)

    def go(number: int) -> T:
        gate.wait(10)
        return act(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(go, range(count)))


def settings_for(data: Path, database_url: str, **more: object) -> Settings:
    """Settings of an installation that keeps everything below `data`."""
    told: dict[str, Any] = {
        "data": data,
        "database_url": database_url,
        "media_token": MEDIA_TOKEN,
        "setup_token": SETUP_TOKEN,
        # Nothing listens there; a test that needs a receiver has a served house.
        "port": free_port(),
        **more,
    }
    return Settings(**told)


def open_shop(house: House) -> Shop:
    """Set the house up, with a product on air."""
    owner = house.set_up()
    product = house.product()
    return Shop(house, owner, product, house.show(product.id))


def plain_logs() -> None:
    """Let logged exceptions be short: by default structlog draws every local variable."""
    renderer = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            renderer,
        ]
    )


@pytest.fixture(autouse=True, scope="session")
def _plain_logs() -> None:
    plain_logs()


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """An installation before set-up; on SQLite and on PostgreSQL."""
    yield from _closing(House(settings_for(tmp_path / "data", database_url)))


@pytest.fixture
def shop(house: House) -> Shop:
    """A shop whose show is on air; on SQLite and on PostgreSQL."""
    return open_shop(house)


@pytest.fixture
def sqlite_house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """An installation before set-up on SQLite, for what has nothing to do with records."""
    yield from _closing(House(settings_for(tmp_path / "data", sqlite_url)))


@pytest.fixture
def sqlite_shop(sqlite_house: House) -> Shop:
    """A shop on SQLite."""
    return open_shop(sqlite_house)


@pytest.fixture
def webhooks_arrive(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sandbox gateway's webhooks reach a house that listens on no port."""
    transport = httpx.ASGITransport(house.asgi)

    def client(**_: object) -> httpx.AsyncClient:
        return _AsyncClient(transport=transport)

    monkeypatch.setattr(httpx, "AsyncClient", client)


_AsyncClient = httpx.AsyncClient


@pytest.fixture
def served_shop(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    """A shop under uvicorn, its work running by itself; on SQLite and on PostgreSQL."""
    for house in _closing(House(settings_for(tmp_path / "data", database_url), served=True)):
        yield open_shop(house)


def _closing(house: House) -> Iterator[House]:
    try:
        yield house
    finally:
        house.close()
