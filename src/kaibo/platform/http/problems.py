"""Errors as problem details (RFC 9457), in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from kaibo.kernel.errors import KaiboError
from kaibo.platform.i18n import Language, choose_language, translate

MEDIA_TYPE = "application/problem+json"

log = structlog.get_logger(__name__)


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457); ``code`` is stable, the texts are for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    errors: list[FieldProblem] | None = None


def language_of(request: Request) -> Language:
    """Choose the language of an answer by the request's headers."""
    return choose_language(request.headers.get("accept-language"))


def problem_response(
    request: Request,
    *,
    code: str,
    status: int,
    params: dict[str, Any] | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Build the answer for an error code."""
    language = language_of(request)
    told = params or {}
    detail = translate(code, language, **_in_words(told, language))
    body: dict[str, Any] = {
        **told,
        "type": f"urn:kaibo:problem:{code}",
        "title": _title(code, status, language),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.url.path,
    }
    if errors:
        body["errors"] = errors
    return JSONResponse(
        body,
        status,
        {"content-language": language, "cache-control": "no-store", **(headers or {})},
        MEDIA_TYPE,
    )


def _title(code: str, status: int, language: Language) -> str:
    """Give the code's own title where its status would say something else, else the status's."""
    own = f"title.{code}"
    found = translate(own, language)
    return translate(f"title.{status}", language) if found == own else found


def _in_words(params: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Give parameters as a sentence says them: the states of an ``illegal_move`` by name."""
    kind = params.get("kind")
    states = {
        name: translate(f"{kind}s.state.{params[name]}", language)
        for name in ("current", "wanted")
        if kind and name in params
    }
    return {**params, **states}


def install_problem_handlers(app: FastAPI) -> None:
    """Have every error that is told to callers answered as a problem document.

    What is not foreseen is `ObserveMiddleware`'s, which knows the request's id.
    """

    async def told(request: Request, error: Exception) -> Response:
        answer = problem_of(request, error)
        if answer is None:
            raise error
        return answer

    for kind in _TOLD:
        app.add_exception_handler(kind, told)


def problem_of(request: Request, error: Exception) -> JSONResponse | None:
    """Give the problem document for an error that is told to callers, or nothing for others."""
    for kind, tell in _TOLD.items():
        if isinstance(error, kind):
            return tell(request, error)
    return None


def _known(request: Request, error: KaiboError) -> JSONResponse:
    headers = {}
    if "retry_after" in error.params:
        headers["retry-after"] = str(error.params["retry_after"])
    errors = None
    if field := error.params.get("field"):
        message = translate(error.code, language_of(request), **error.params)
        errors = [{"field": str(field), "code": error.code, "message": message}]
    return problem_response(
        request,
        code=error.code,
        status=error.status,
        params=error.params,
        errors=errors,
        headers=headers,
    )


def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    language = language_of(request)
    errors = [_field_problem(item, language) for item in error.errors()]
    return problem_response(request, code="invalid_request", status=422, errors=errors)


def _unstorable(request: Request, error: DataError) -> JSONResponse:
    # PostgreSQL takes neither a NUL in a text nor a number beyond its column.
    log.warning("value_refused_by_database", path=request.url.path, error=str(error.orig))
    return problem_response(request, code="invalid", status=422)


def _http(request: Request, error: HTTPException) -> JSONResponse:
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(
        error.status_code, "bad_request" if error.status_code < 500 else "internal"
    )
    return problem_response(
        request, code=code, status=error.status_code, headers=dict(error.headers or {})
    )


_TOLD: dict[type[Exception], Callable[[Request, Any], JSONResponse]] = {
    KaiboError: _known,
    RequestValidationError: _invalid,
    DataError: _unstorable,
    HTTPException: _http,
}


def _field_problem(item: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Translate one of Pydantic's findings; kinds without a sentence get the general one."""
    location = [str(part) for part in item["loc"] if part not in {"body", "query", "path"}]
    kind = str(item["type"])
    context = {
        name: value
        for name, value in (item.get("ctx") or {}).items()
        if isinstance(value, int | float | str)
    }
    code = f"field.{kind}"
    message = translate(code, language, **context)
    if message == code:
        message = translate("field.invalid", language)
    return {"field": ".".join(location), "code": kind, "message": message}
