"""`kaibo serve` as it is really run: processes, ports and signals."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.command import Kaibo
from tests.support.network import listens, wait_until
from tests.support.repository import ROOT

SETUP = {
    "token": "setup-secret",
    "store": {"name": "Tea House"},
    "owner": {"name": "Mei", "email": "mei@tea.test", "password": "a long password"},
}


@contextmanager
def serving(kaibo: Kaibo) -> Iterator["subprocess.Popen[str]"]:
    """Run `kaibo serve` until its core answers."""
    env = os.environ | kaibo.env | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [sys.executable, "-m", "kaibo.apps.cli", "serve"],
        env=env,
        cwd=kaibo.data.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            wait_until(lambda: ready(kaibo) or process.poll() is not None, 60, every=0.1)
            assert process.poll() is None, process.stdout and process.stdout.read()
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def url(kaibo: Kaibo, path: str) -> str:
    return f"http://127.0.0.1:{kaibo.env['KAIBO_PORT']}{path}"


def ready(kaibo: Kaibo) -> bool:
    try:
        return httpx.get(url(kaibo, "/readyz"), trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def told_until(process: subprocess.Popen[str], words: str) -> str:
    """Read what the process prints up to a line with these words."""
    told = ""
    assert process.stdout is not None
    for line in process.stdout:
        told += line
        if words in line:
            return told
    raise AssertionError(told)


def test_an_empty_folder_becomes_a_shop_and_stops_when_told(kaibo: Kaibo) -> None:
    with serving(kaibo) as process:
        # Only now: a store that is set up before serve looks is told another sentence.
        printed = told_until(process, "Ctrl-C")
        answer = httpx.post(url(kaibo, "/api/v1/setup"), json=SETUP, trust_env=False)
        assert answer.status_code == 201, answer.text
        ports = [int(kaibo.env[f"KAIBO_{name}PORT"]) for name in ("", "RTMP_", "MEDIA_")]
        wait_until(lambda: all(map(listens, ports)), 30)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
        printed += rest

    assert process.returncode == 0, printed
    assert "/console/setup?token=setup-secret" in printed
    assert "Traceback" not in printed
    assert not any(map(listens, ports))


def test_killed_with_the_hardest_signal_it_leaves_no_process(kaibo: Kaibo) -> None:
    with serving(kaibo) as process:
        ports = [int(kaibo.env[f"KAIBO_{name}PORT"]) for name in ("", "RTMP_", "MEDIA_")]
        wait_until(lambda: all(map(listens, ports)), 30)
        process.kill()
    wait_until(lambda: not any(map(listens, ports)), 20, because="a child lives on")
    with serving(kaibo) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_the_data_folder_is_private(kaibo: Kaibo) -> None:
    kaibo("migrate")
    kaibo("staff", "add", "a@b.co", "--name", "A", kaibo_staff_password="long enough")
    assert Path(kaibo.data / "secret.key").stat().st_mode & 0o077 == 0
