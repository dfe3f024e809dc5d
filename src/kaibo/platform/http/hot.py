"""Routes that a crowd asks at once, served without a general framework's work for each request.

A `HotRoute` is declared, documented and validated like any other of FastAPI's. Its signature is
turned into a list of steps once, and `HotRoutes` follows them in front of the router: finding the
route and solving its dependencies anew for each request costs more than placing an order does.
Only what such routes need is understood; anything else is refused when the route is declared.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kaibo.platform.http.problems import problem_of

_JSON: Final = "application/json"
_NOTHING: Final[Mapping[str, str]] = {}

Errors = list[dict[str, Any]]


class HotRoute(APIRoute):
    """A route of few, simple parameters; declare it with ``APIRouter(route_class=HotRoute)``.

    Understood are async functions, as endpoint and dependencies, that take the request, an empty
    response for its headers, single query parameters and headers, each other, and one model as
    JSON body.
    Raises ``TypeError`` for anything else, and for a path with placeholders.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401 - as FastAPI takes them
        super().__init__(path, endpoint, **options)
        if self.param_convertors or self.response_field is None:
            raise TypeError(path)
        self._written = self.response_field
        self._steps = tuple(_steps(self.dependant))

    async def answer(self, request: Request) -> Response:
        """Serve a request for this path, its errors raised as FastAPI would."""
        response = Response(status_code=self.status_code or 200, media_type=_JSON)
        try:
            body = await request.body()
        except ClientDisconnect as error:
            raise HTTPException(400) from error
        values: list[Any] = []
        errors: Errors = []
        for step in self._steps:
            arguments = step.arguments(request, response, body, values, errors)
            # What depends on a wrong parameter is not asked; the others may find more.
            values.append(None if errors else await step.call(**arguments))
        if errors:
            raise RequestValidationError(errors, body=body)
        response.body = self._written.serialize_json(values[-1])
        response.headers["content-length"] = str(len(response.body))
        return response


class HotRoutes:
    """Middleware, innermost: hot routes by address, everything else goes on to the router."""

    def __init__(self, app: ASGIApp, routers: Iterable[APIRouter], prefix: str) -> None:
        self._app = app
        self._routes = {
            (method, prefix + route.path): route
            for router in routers
            for route in router.routes
            if isinstance(route, HotRoute)
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        route = (
            self._routes.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        )
        if route is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = route
        request = Request(scope, receive)
        try:
            response = await route.answer(request)
        except Exception as error:
            refusal = problem_of(request, error)
            if refusal is None:
                raise
            response = refusal
        await response(scope, receive, send)


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A header or a query parameter."""

    name: str
    where: str
    alias: str
    field: ModelField

    def read(self, given: Mapping[str, str], errors: Errors) -> Any:  # noqa: ANN401 - whatever is declared
        raw = given.get(self.alias)
        if raw is None:
            if self.field.field_info.is_required():
                errors.append(_missing(self.where, self.alias))
                return None
            return self.field.field_info.default
        value, wrong = self.field.validate(raw, loc=(self.where, self.alias))
        errors += wrong
        return value


@dataclass(frozen=True, slots=True)
class _Body:
    """The model that is the request's body."""

    name: str
    model: type[BaseModel]
    field: ModelField

    def read(self, request: Request, body: bytes, errors: Errors) -> Any:  # noqa: ANN401 - a model or nothing
        if not body:
            errors.append(_missing("body"))
            return None
        if not _is_json(request.headers.get("content-type", "")):
            value, wrong = self.field.validate(body, loc=("body",))
            errors += wrong
            return value
        try:
            return self.model.model_validate_json(body)
        except ValidationError as error:
            errors += [
                {**found, "loc": ("body", *found["loc"])}
                for found in error.errors(include_url=False)
            ]
            return None


@dataclass(frozen=True, slots=True)
class _Step:
    """A dependency or, at last, the endpoint; ``inner`` are steps before, by argument."""

    call: Callable[..., Awaitable[Any]]
    request: str | None
    response: str | None
    inner: tuple[tuple[str, int], ...]
    headers: tuple[_Parameter, ...]
    query: tuple[_Parameter, ...]
    body: _Body | None

    def arguments(
        self, request: Request, response: Response, body: bytes, before: list[Any], errors: Errors
    ) -> dict[str, Any]:
        found: dict[str, Any] = {name: before[index] for name, index in self.inner}
        if self.request:
            found[self.request] = request
        if self.response:
            found[self.response] = response
        for header in self.headers:
            found[header.name] = header.read(request.headers, errors)
        if self.query:
            given = request.query_params if request.scope["query_string"] else _NOTHING
            for parameter in self.query:
                found[parameter.name] = parameter.read(given, errors)
        if self.body:
            found[self.body.name] = self.body.read(request, body, errors)
        return found


def _steps(endpoint: Dependant) -> Iterator[_Step]:
    """Give every dependency once, each after those that it needs, and the endpoint last."""
    places: dict[Callable[..., Any], int] = {}

    def visit(dependant: Dependant) -> Iterator[_Step]:
        call = _understood(dependant)
        if call in places:
            return
        inner = []
        for needed in dependant.dependencies:
            yield from visit(needed)
            if needed.name and needed.call:
                inner.append((needed.name, places[needed.call]))
        places[call] = len(places)
        yield _Step(
            call,
            dependant.request_param_name,
            dependant.response_param_name,
            tuple(inner),
            _parameters("header", dependant.header_params),
            _parameters("query", dependant.query_params),
            _body(dependant.body_params),
        )

    return visit(endpoint)


def _understood(dependant: Dependant) -> Callable[..., Awaitable[Any]]:
    call = dependant.call
    beyond = (
        dependant.path_params,
        dependant.cookie_params,
        dependant.websocket_param_name,
        dependant.http_connection_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
        not dependant.use_cache,
    )
    if call is None or any(beyond) or not inspect.iscoroutinefunction(call):
        raise TypeError(call)
    return call


def _parameters(where: str, fields: Iterable[ModelField]) -> tuple[_Parameter, ...]:
    found = []
    for field in fields:
        info = field.field_info
        # What comes several times, and what is made anew each time, is not needed here.
        if "list" in str(info.annotation) or info.default_factory is not None:
            raise TypeError(field.name)
        found.append(_Parameter(field.name, where, field.validation_alias or field.alias, field))
    return tuple(found)


def _body(fields: list[ModelField]) -> _Body | None:
    if not fields:
        return None
    (field,) = fields
    model = field.field_info.annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise TypeError(field.name)
    return _Body(field.name, model, field)


def _missing(*location: str) -> dict[str, Any]:
    return {"type": "missing", "loc": location, "msg": "Field required", "input": None}


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == _JSON or (kind.startswith("application/") and kind.endswith("+json"))
