"""The supervisor keeps its children running, and leaves none behind."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from kaibo.apps.cli import supervisor as module
from kaibo.apps.cli.installation import CORE_ONLY
from kaibo.apps.cli.supervisor import Child, ChildFailedError, Supervisor
from tests.support.network import wait_until
from tests.support.repository import ROOT
from tests.support.sockets import until

# Says in a file that it lives; ends with SIGTERM, and with its supervisor.
LIVES = """
import os, signal, sys
name = sys.argv[1]
def bye(*_):
    open(f"{name}.ended", "a").write(f"{os.getpid()}\\n")
    os._exit(0)
signal.signal(signal.SIGTERM, bye)
open(f"{name}.begun", "a").write(f"{os.getpid()}\\n")
while os.read(0, 10):
    pass
bye()
"""


def child(folder: Path, name: str, program: str = LIVES) -> Child:
    script = folder / f"{name}.py"
    script.write_text(program)
    return Child(name, [sys.executable, "-S", str(script), str(folder / name)])


def pids(folder: Path, name: str, what: str = "begun") -> list[int]:
    file = folder / f"{name}.{what}"
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between restarts."""
    monkeypatch.setattr(module, "LONGEST_PAUSE_S", 0.01)


def supervised(scenario: Callable[[Supervisor], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        supervisor = Supervisor()
        try:
            await scenario(supervisor)
        finally:
            await supervisor.stop()

    asyncio.run(run())


@pytest.mark.usefixtures("quick")
def test_a_child_that_is_killed_is_started_again(tmp_path: Path) -> None:
    async def scenario(supervisor: Supervisor) -> None:
        supervisor.start(child(tmp_path, "core"))
        await until(lambda: len(pids(tmp_path, "core")) == 1)
        os.kill(pids(tmp_path, "core")[0], signal.SIGKILL)
        await until(lambda: len(pids(tmp_path, "core")) == 2)

    supervised(scenario)
    assert not any(lives(pid) for pid in pids(tmp_path, "core"))


@pytest.mark.usefixtures("quick")
def test_a_vital_child_that_never_runs_is_given_up(tmp_path: Path) -> None:
    async def scenario(supervisor: Supervisor) -> None:
        supervisor.start(child(tmp_path, "core", f"{LIVES.partition('while')[0]}\nsys.exit(3)"))

        async def nothing() -> None: ...

        with pytest.raises(ChildFailedError, match="core"):
            await asyncio.wait_for(supervisor.run(nothing), 20)

    supervised(scenario)
    assert len(pids(tmp_path, "core")) == module.GIVE_UP_AFTER


def test_a_program_that_is_not_there_is_given_up_at_once(tmp_path: Path) -> None:
    async def scenario(supervisor: Supervisor) -> None:
        supervisor.start(Child("core", [str(tmp_path / "nothing")]))
        with pytest.raises(ChildFailedError, match="core"):
            await asyncio.wait_for(supervisor.wait(), 20)
        # Whoever begins to wait later is told as well.
        with pytest.raises(ChildFailedError, match="core"):
            await asyncio.wait_for(supervisor.wait(), 20)

    supervised(scenario)


def test_a_child_does_not_see_what_is_withheld(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CORE_ONLY:
        monkeypatch.setenv(name, "secret")
    env = {"KAIBO_SETUP_TOKEN": "secret", "KAIBO_MEDIA_TOKEN": "media"}
    told = Child("media", [], env, withheld=CORE_ONLY).environment()
    assert "secret" not in told.values()
    assert (told["KAIBO_MEDIA_TOKEN"], told["KAIBO_SUPERVISED"]) == ("media", "1")
    assert told["PATH"] == os.environ["PATH"]


@pytest.mark.usefixtures("quick")
def test_another_child_that_never_runs_ends_alone(tmp_path: Path) -> None:
    async def scenario(supervisor: Supervisor) -> None:
        failing = child(tmp_path, "pusher", f"{LIVES.partition('while')[0]}\nsys.exit(3)")
        supervisor.start(Child(failing.name, failing.argv, vital=False))
        supervisor.start(child(tmp_path, "core"))
        waiting = asyncio.create_task(supervisor.wait())
        await until(lambda: len(pids(tmp_path, "pusher")) == module.GIVE_UP_AFTER)
        assert not waiting.done()
        waiting.cancel()
        assert lives(pids(tmp_path, "core")[0])

    supervised(scenario)


def test_children_stop_in_the_opposite_order(tmp_path: Path) -> None:
    order: list[str] = []

    async def scenario(supervisor: Supervisor) -> None:
        for name in ("core", "media"):
            supervisor.start(child(tmp_path, name))
        await until(lambda: all(pids(tmp_path, name) for name in ("core", "media")))
        end = module._end  # noqa: SLF001 - to see what was alive at each end

        async def noting(process: asyncio.subprocess.Process) -> None:
            (name,) = (n for n in ("core", "media") if process.pid in pids(tmp_path, n))
            order.append(name)
            await end(process)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_end", noting)
            await supervisor.stop()

    supervised(scenario)
    assert order == ["media", "core"]


def test_a_child_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STOP_PATIENCE_S", 0.1)
    deaf = LIVES.replace("signal.signal(signal.SIGTERM, bye)", "signal.signal(15, signal.SIG_IGN)")

    async def scenario(supervisor: Supervisor) -> None:
        supervisor.start(child(tmp_path, "core", deaf))
        await until(lambda: bool(pids(tmp_path, "core")))

    supervised(scenario)
    assert not lives(pids(tmp_path, "core")[0])
    assert pids(tmp_path, "core", "ended") == []


def test_ctrl_c_reaches_only_the_supervisor(tmp_path: Path) -> None:
    """Children have sessions of their own, so that they can be stopped in order."""

    async def scenario(supervisor: Supervisor) -> None:
        supervisor.start(child(tmp_path, "core"))
        await until(lambda: bool(pids(tmp_path, "core")))
        assert os.getsid(pids(tmp_path, "core")[0]) != os.getsid(0)

    supervised(scenario)


def test_a_killed_supervisor_leaves_no_orphans(tmp_path: Path) -> None:
    for name in ("core", "media"):
        child(tmp_path, name)
    program = textwrap.dedent(f"""
        import asyncio, sys
        from kaibo.apps.cli.supervisor import Child, Supervisor

        async def main():
            supervisor = Supervisor()
            for name in ("core", "media"):
                path = {str(tmp_path)!r} + "/" + name
                supervisor.start(Child(name, [sys.executable, "-S", path + ".py", path]))
            await supervisor.wait()

        asyncio.run(main())
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": str(ROOT / "src")}
    ) as process:
        wait_until(lambda: all(pids(tmp_path, name) for name in ("core", "media")), 30)
        process.kill()

    children = [pid for name in ("core", "media") for pid in pids(tmp_path, name)]
    wait_until(lambda: not any(lives(pid) for pid in children), because="orphans live on")
    assert len(children) == 2
