"""Kaibo's command line, run in this process."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from tests.support.network import free_port


@dataclass(frozen=True)
class Done:
    """What became of a command."""

    status: int
    output: str


@dataclass
class Kaibo:
    """Runs commands for one installation; ``env`` is the test's to change."""

    data: Path
    env: dict[str, str]

    def __call__(self, *arguments: str, **env: str) -> Done:
        """Run `kaibo` with these arguments; keywords are further variables."""
        # Here, so that a fault of the command line fails only the tests that run it.
        from kaibo.apps.cli.app import app  # noqa: PLC0415

        variables = self.env | {name.upper(): value for name, value in env.items()}
        with _logs_as_they_are():
            result = CliRunner().invoke(app, list(arguments), env=variables, terminal_width=200)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.output)


@contextmanager
def _logs_as_they_are() -> Iterator[None]:
    """Undo what a command does to this process's logs: it writes to a stream that will close."""
    root, configuration = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.configure(**configuration)


@pytest.fixture
def kaibo(tmp_path: Path) -> Kaibo:
    """The command line, in English, with a data folder and ports of its own."""
    data = tmp_path / "data"
    env = {
        "KAIBO_DATA": str(data),
        "KAIBO_DATABASE_URL": "",
        "KAIBO_HOST": "127.0.0.1",
        "KAIBO_PORT": str(free_port()),
        "KAIBO_RTMP_PORT": str(free_port()),
        "KAIBO_MEDIA_PORT": str(free_port()),
        "KAIBO_LANGUAGE": "en",
        "KAIBO_SETUP_TOKEN": "setup-secret",
    }
    return Kaibo(data, env)
