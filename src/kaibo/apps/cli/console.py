"""Speaking to the terminal in its user's language."""

from __future__ import annotations

import json
import os
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
            typer.secho(f"{name}: {item['msg']}", fg="red", err=True)
        raise typer.Exit(2) from error


def shell_language(settings: Settings) -> Language:
    """Choose by KAIBO_LANGUAGE, else by the shell's locale, else English."""
    if settings.language is not None:
        return settings.language
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


def fail(settings: Settings, key: str, **params: object) -> NoReturn:
    """Say what is wrong on standard error and end with status 1."""
    typer.secho(say(shell_language(settings), key, **params), fg="red", err=True)
    raise typer.Exit(1)


def show_problem(problem: dict[str, Any]) -> None:
    """Print a problem document of the API on standard error."""
    typer.secho(problem.get("detail", problem.get("title", "")), fg="red", err=True)
    for item in problem.get("errors") or []:
        typer.secho(f"  {item['field']}: {item['message']}", fg="red", err=True)
