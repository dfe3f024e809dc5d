"""Logs: one line an event, without secrets."""

import json
import subprocess
import sys
import textwrap

import pytest

from tests.support.repository import ROOT

PROGRAM = """
import logging, structlog
from kaibo.platform.telemetry.logs import configure_logs
configure_logs(form={form!r}, level="info")
log = structlog.get_logger("kaibo.tests")
with structlog.contextvars.bound_contextvars(request_id="req_1"):
    log.info("order_placed", order="ord_1", buyer="小明")
    log.debug("hidden")
    logging.getLogger("uvicorn.error").warning("from the library")
    logging.getLogger("httpx").info("hidden too")
def sign_in(password):
    raise RuntimeError("the cause")
secret = "a secret " + "password"
try:
    sign_in(secret)
except RuntimeError:
    log.exception("request_failed")
"""


def lines(form: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROGRAM.format(form=form))],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_json_is_one_object_a_line() -> None:
    first, second, third = (json.loads(line) for line in lines("json"))
    assert (first["event"], first["order"], first["request_id"]) == (
        "order_placed",
        "ord_1",
        "req_1",
    )
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["logger"]) == ("from the library", "uvicorn.error")
    assert "the cause" in third["exception"]


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_logged_fault_tells_where_and_not_with_what(form: str) -> None:
    """Local variables hold passwords, tokens and addresses."""
    told = "\n".join(lines(form))
    assert "the cause" in told
    assert "a secret password" not in told
    assert "hidden" not in told
