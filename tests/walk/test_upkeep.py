"""What docs/operations.md says to type to save, try, restore, upgrade and go back, as it stands.

As in test_install.py, what only root can do is written down instead of done (see machine.py). The
shop is one that an older release has left behind, so that there is something to bring up to date.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.docs import chapters
from tests.support.old_shop import TOKEN, leave_behind
from tests.support.repository import ROOT
from tests.walk.machine import Machine

pytestmark = [pytest.mark.long(seconds=30), pytest.mark.timeout(240)]

OLD = "0006"
DOCS = chapters("operations.md")


class Installed:
    """A machine on which Kaibo was installed by docs/install.md, from a repository of its own."""

    def __init__(self, folder: Path) -> None:
        self.machine = Machine(folder)
        self.repository = folder / "repository"
        self.data = self.machine.root / "var/lib/kaibo"
        git("clone", "--quiet", str(ROOT), str(self.repository))
        install = chapters("install.md")
        self.machine.type(*install["1. Install"], REPOSITORY=str(self.repository))
        self.machine.settle()
        self.machine.type(*install["2. Say what it is called"])
        self.machine.type(*install["3. Start it, now and at every start of the machine"])
        leave_behind(f"sqlite+pysqlite:///{self.data / 'kaibo.db'}", OLD)
        self.machine.type(*install["10. Save it"])

    @contextmanager
    def running(self) -> Iterator[httpx.Client]:
        """Run the service; give its owner's calls."""
        with (
            self.machine.service(),
            httpx.Client(
                base_url=f"http://127.0.0.1:{self.machine.core}/api/v1",
                headers={"authorization": f"Bearer {TOKEN}"},
                trust_env=False,
            ) as owner,
        ):
            yield owner

    def asked_by(self, block: str, **replaced: str) -> list[str]:
        """Type a block; give what it asked of root."""
        before = len(self.machine.asked)
        self.machine.type(block, **replaced)
        return self.machine.asked[before:]


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def titles(owner: httpx.Client) -> set[str]:
    return {product["title"] for product in owner.get("/products").json()["items"]}


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    return Installed(tmp_path)


def test_what_was_saved_is_tried_beside_the_running_kaibo_and_brought_back(
    installed: Installed,
) -> None:
    save, attempt, bring_back = DOCS["Backup and restore"]
    with installed.running() as owner:
        installed.machine.type(save)
        owner.post("/products", json={"title": "Later", "price": 100, "stock": 1})
        told = installed.machine.type(attempt)
        assert f"Restored into {installed.data}-trial" in told
        assert not Path(f"{installed.data}-trial").exists()
        assert titles(owner) == {"Longjing", "Later"}
    assert installed.asked_by(bring_back) == ["systemctl stop kaibo", "systemctl start kaibo"]
    with installed.running() as owner:
        assert titles(owner) == {"Longjing"}
        assert owner.get("/books").json()["is_right"]


def test_a_release_is_upgraded_and_gone_back_from(installed: Installed) -> None:
    upgrade, go_back = DOCS["Upgrades"]
    old = git("-C", str(installed.repository), "rev-parse", "HEAD")
    (installed.repository / "NEWS").write_text("A newer release.\n")
    git("-C", str(installed.repository), "add", "NEWS")
    name = ("-c", "user.name=Wen", "-c", "user.email=wen@example.com")
    git("-C", str(installed.repository), *name, "commit", "--quiet", "-m", "News")
    clone = installed.machine.root / "opt/kaibo"

    assert installed.asked_by(upgrade) == [
        "systemctl stop kaibo",
        f"make -C {clone} setup",
        "systemctl daemon-reload",
        "systemctl start kaibo",
    ]
    assert (clone / "NEWS").exists()
    with installed.running() as owner:
        assert titles(owner) == {"Longjing"}
        owner.post("/products", json={"title": "Later", "price": 100, "stock": 1})

    assert installed.asked_by(go_back, **{"THE-OLD-RELEASE": old}) == [
        "systemctl stop kaibo",
        f"make -C {clone} setup",
        "systemctl start kaibo",
    ]
    assert not (clone / "NEWS").exists()
    with installed.running() as owner:
        assert titles(owner) == {"Longjing"}
    # Put aside, and not lost.
    (kept,) = installed.data.parent.glob("kaibo.before-restore-*")
    assert (kept / "kaibo.db").is_file()
