"""Speaking to the terminal in its user's language."""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

import typer
from pydantic import ValidationError

from kaibo.platform.i18n import Language
from kaibo.platform.i18n.catalog import match_language
from kaibo.platform.settings import Settings


def load_settings(**overrides: object) -> Settings:
    """Read the settings; a wrong one is named, with what is wrong, and ends the command."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        for item in error.errors():
            name = "KAIBO_" + "_".join(str(part) for part in item["loc"]).upper()
            problem = item.get("ctx", {}).get("error", item["msg"])
            typer.secho(f"{name}: {problem}", fg="red", err=True)
        raise typer.Exit(2) from error


def shell_language(settings: Settings) -> Language:
    """Choose by KAIBO_LANGUAGE, else by the shell's locale, else English."""
    return settings.language or _language_of_environment()


def _language_of_environment() -> Language:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return match_language(value.partition(".")[0]) or "en"
    return "en"


@cache
def _catalog(language: Language) -> dict[str, str]:
    path = files(__package__).joinpath("catalogs", f"{language}.json")
    sentences: dict[str, str] = json.loads(path.read_text("utf-8"))
    return sentences


def say(language: Language, key: str, **params: object) -> str:
    """Give a sentence of the command line's catalog."""
    return _catalog(language)[key].format(**params)


def tell(settings: Settings, key: str, **params: object) -> None:
    """Say on standard error how far a command is, beside its answer."""
    typer.echo(say(shell_language(settings), key, **params), err=True)


def fail(settings: Settings, key: str, **params: object) -> NoReturn:
    """Say what is wrong on standard error and end with status 1."""
    typer.secho(say(shell_language(settings), key, **params), fg="red", err=True)
    raise typer.Exit(1)


def show_problem(problem: dict[str, Any]) -> None:
    """Print a problem document of the API on standard error."""
    typer.secho(problem.get("detail", problem.get("title", "")), fg="red", err=True)
    for item in problem.get("errors") or []:
        typer.secho(f"  {item['field']}: {item['message']}", fg="red", err=True)


def tell_unexpected(error: Exception) -> None:
    """Print an error that nobody foresaw: without local variables, which may be secrets."""
    traceback.print_exception(error)
    language = match_language(os.environ.get("KAIBO_LANGUAGE", "")) or _language_of_environment()
    typer.secho(say(language, "unexpected", problem=type(error).__name__), fg="red", err=True)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM end the command as Ctrl-C does, so that it tidies up behind itself."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
