"""Hot routes answer in front of the router what the router itself would have answered."""

import asyncio
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from pydantic import BaseModel, Field

from kaibo.kernel.errors import NotFoundError, UnauthenticatedError
from kaibo.platform.http.hot import HotRoute, HotRoutes
from kaibo.platform.http.problems import install_problem_handlers


class Wanted(BaseModel):
    """A body."""

    name: str = Field(min_length=1, max_length=5)
    pieces: int = Field(ge=1, strict=True)


class Given(BaseModel):
    """An answer."""

    name: str
    caller: str
    pieces: int
    note: str | None
    limit: int | None


async def caller(request: Request) -> str:
    name = request.headers.get("authorization")
    if name is None:
        raise UnauthenticatedError
    return name


async def note(
    caller: Annotated[str, Depends(caller)],
    x_note: Annotated[str | None, Header(max_length=4)] = None,
) -> str | None:
    return x_note and f"{caller}: {x_note}"


async def ask(
    response: Response,
    caller: Annotated[str, Depends(caller)],
    note: Annotated[str | None, Depends(note)],
    data: Wanted,
    limit: Annotated[int | None, Query(ge=1)] = None,
) -> Given:
    if data.name == "none":
        raise NotFoundError(name=data.name)
    if data.name == "bug":
        raise ZeroDivisionError
    response.headers["x-pieces"] = str(data.pieces)
    return Given(name=data.name, caller=caller, pieces=data.pieces, note=note, limit=limit)


def application(*, hot: bool) -> FastAPI:
    router = APIRouter(prefix="/things", route_class=HotRoute)
    router.post("", status_code=201)(ask)
    app = FastAPI()
    install_problem_handlers(app)
    app.include_router(router, prefix="/api")
    if hot:
        app.add_middleware(HotRoutes, routers=[router], prefix="/api")
    return app


HOT, USUAL = application(hot=True), application(hot=False)


def asked(
    app: FastAPI, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://kaibo") as client:
            return await client.request(method, path, headers=headers, content=body)

    return asyncio.run(ask())


KNOWN = {"authorization": "me"}
JSON = {**KNOWN, "content-type": "application/json"}
GOOD = b'{"name": "tea", "pieces": 2}'


@pytest.mark.parametrize(
    ("headers", "body", "query", "status"),
    [
        (JSON, GOOD, "", 201),
        ({**KNOWN, "content-type": "application/vnd.x+json; charset=utf-8"}, GOOD, "", 201),
        ({**JSON, "x-note": "hi"}, GOOD, "?limit=3", 201),
        ({**JSON, "accept-language": "zh-TW"}, b'{"name": "", "pieces": 0}', "", 422),
        (JSON, b'{"name": "tea", "pieces": "2"}', "", 422),
        (JSON, b'{"name": "tea", "pieces": 2.0}', "", 422),
        (JSON, b"", "", 422),
        (KNOWN, GOOD, "", 422),
        ({**KNOWN, "content-type": "text/plain"}, GOOD, "", 422),
        ({**JSON, "x-note": "too long"}, GOOD, "?limit=0", 422),
        ({**JSON, "x-note": "too long"}, b"{}", "?limit=x", 422),
        (JSON, b'{"name": "none", "pieces": 2}', "", 404),
        ({"content-type": "application/json"}, b"{}", "?limit=x", 401),
        (JSON, b'{"name": "bug", "pieces": 2}', "", 500),
    ],
)
def test_a_hot_route_answers_as_the_router_would(
    headers: dict[str, str], body: bytes, query: str, status: int
) -> None:
    hot, usual = (asked(app, "POST", f"/api/things{query}", headers, body) for app in (HOT, USUAL))
    assert hot.status_code == usual.status_code == status
    assert hot.content == usual.content
    assert dict(hot.headers) == dict(usual.headers)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "json_invalid"),
        (b'{"name": "\xff", "pieces": 2}', "json_invalid"),
        (b'{"name": "\\ud800"}', "json_invalid"),
        (b"[]", "model_type"),
    ],
)
def test_what_is_no_json_object_is_refused_as_a_wrong_request(body: bytes, code: str) -> None:
    answer = asked(HOT, "POST", "/api/things", JSON, body)
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == [code]


def test_only_its_own_address_and_method_are_taken_from_the_router() -> None:
    assert asked(HOT, "GET", "/api/things", JSON).status_code == 405
    assert asked(HOT, "POST", "/api/things/one", JSON, GOOD).status_code == 404


def test_a_hot_route_is_documented_like_any_other() -> None:
    hot = HOT.openapi()
    assert hot == USUAL.openapi()
    described: dict[str, Any] = hot["paths"]["/api/things"]["post"]
    assert "requestBody" in described
    assert [each["name"] for each in described["parameters"]] == ["limit", "x-note"]


async def by_part(part: str) -> Given:
    raise NotImplementedError(part)


def in_a_thread(data: Wanted) -> Given:
    raise NotImplementedError(data)


async def several(tags: Annotated[list[str], Query()]) -> Given:
    raise NotImplementedError(tags)


@pytest.mark.parametrize(
    ("path", "endpoint"), [("/{part}", by_part), ("/x", in_a_thread), ("/x", several)]
)
def test_what_a_hot_route_would_not_understand_is_refused_when_it_is_declared(
    path: str,
    endpoint: Any,  # noqa: ANN401 - any endpoint
) -> None:
    with pytest.raises(TypeError):
        APIRouter(route_class=HotRoute).post(path)(endpoint)
