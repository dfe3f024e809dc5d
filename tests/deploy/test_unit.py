"""The systemd unit: what systemd says of it, what it must hold, and what it starts, run."""

import os
import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaibo.apps.cli.supervisor import STOP_PATIENCE_S
from tests.support.network import free_port, wait_until
from tests.support.repository import ROOT
from tests.support.requirements import find_program

UNIT = ROOT / "deploy/systemd/kaibo.service"
COMMAND = ROOT / "deploy/systemd/kaibo-command.sh"
CHILDREN = 2
NOBODY = 65534


def settings() -> dict[str, list[str]]:
    """Give what the unit says, by name."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^([A-Za-z]+)=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that others may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_systemd_finds_nothing_to_say_of_the_unit(tmp_path: Path) -> None:
    verify = find_program("systemd-analyze", package="systemd")
    program = tmp_path / "kaibo"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "kaibo.service"
    text = UNIT.read_text("utf-8").replace("/opt/kaibo/.venv/bin/kaibo", str(program))
    unit.write_text(text, "utf-8")
    done = subprocess.run(
        [verify, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_keeps_its_records_restarts_and_lets_it_stop_in_order() -> None:
    told = settings()
    folder = f"/var/lib/{told['StateDirectory'][0]}"
    assert told["WorkingDirectory"] == [folder]
    assert f"KAIBO_DATA={folder}" in told["Environment"][0].split()
    assert told["StateDirectoryMode"] == ["0700"]
    assert told["Restart"] == ["on-failure"]
    # systemd tells the supervisor alone, which needs its patience for each child in turn.
    assert told["KillMode"] == ["mixed"]
    assert "KillSignal" not in told  # SIGTERM, which `kaibo serve` ends well on
    assert float(told["TimeoutStopSec"][0]) > CHILDREN * STOP_PATIENCE_S
    assert int(told["LimitNOFILE"][0]) >= 65536


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("User", "kaibo"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictNamespaces", "yes"),
        ("SystemCallArchitectures", "native"),
        ("UMask", "0077"),
    ],
)
def test_the_unit_may_touch_nothing_but_its_own(name: str, value: str) -> None:
    assert settings()[name] == [value]


def test_every_command_is_run_as_the_service_is() -> None:
    text = COMMAND.read_text("utf-8")
    told = settings()
    assert f"--uid={told['User'][0]} --gid={told['Group'][0]}" in text
    assert f"--property=WorkingDirectory={told['WorkingDirectory'][0]}" in text
    assert f"--property=EnvironmentFile={told['EnvironmentFile'][0]}" in text
    assert f"--setenv=KAIBO_DATA={told['WorkingDirectory'][0]}" in text
    assert f"--property=UMask={told['UMask'][0]}" in text
    program = shlex.split(told["ExecStart"][0])[0]
    assert f"-- {program} " in text


@pytest.mark.long(seconds=15)
def test_what_the_unit_starts_runs_for_somebody_without_rights_and_ends_on_sigterm(
    open_folder: Path,
) -> None:
    told = settings()
    program, *arguments = shlex.split(told["ExecStart"][0])
    assert program.startswith("/opt/kaibo/")
    program = str(ROOT / Path(program).relative_to("/opt/kaibo"))
    data = open_folder / "state"
    data.mkdir(mode=0o700)
    environment = dict(pair.split("=", 1) for pair in told["Environment"][0].split())
    output = open_folder / "journal.log"
    command = [program, *arguments]
    if os.geteuid() == 0:
        os.chown(data, NOBODY, NOBODY)
        command = [*as_nobody(), *command]
    with output.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=data,
            umask=int(told["UMask"][0], 8),
            env={
                "PATH": "/usr/bin:/bin",
                **environment,
                "KAIBO_DATA": str(data),
                "KAIBO_HOST": "127.0.0.1",
                **{
                    f"KAIBO_{name}": str(free_port())
                    for name in ("PORT", "MEDIA_PORT", "RTMP_PORT")
                },
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(
            lambda: process.poll() is not None or "Ctrl-C" in output.read_text("utf-8"),
            60,
            because="it never said that it runs",
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(float(told["TimeoutStopSec"][0])) == 0, output.read_text("utf-8")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    assert (data / "kaibo.db").stat().st_mode & 0o077 == 0
    assert "console/setup?token=" in output.read_text("utf-8")


def as_nobody() -> list[str]:
    """Give what runs a command for root without root's rights, but for reading root's checkout."""
    setpriv = find_program("setpriv", package="util-linux")
    reading = [
        f"--{kind}=-all,+dac_read_search" for kind in ("inh-caps", "ambient-caps", "bounding-set")
    ]
    return [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *reading]
