"""Sign-in codes are shown where `kaibo demo` was started, and nowhere else; no log holds one."""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from kaibo.apps.supervised import DEMO
from kaibo.modules.audience import repository
from kaibo.modules.audience.codes import code_of
from kaibo.modules.mail.facade import PostOffice
from kaibo.platform.telemetry.logs import configure_logs
from tests.support.house import House, settings_for
from tests.support.mailing import Mailbox, smtp_server
from tests.support.network import free_port

LIN = "lin@buyer.test"
LISTENING = "even the least severe is heard"
Told = Callable[[], list[str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[Told]:
    """Give what the process has said so far, line by line; its logs leave nothing out."""
    root, configuration = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    configure_logs(form="json", level="debug")
    # The mail server of these tests is not ours, and writes down what it is given.
    theirs = logging.getLogger("mail.log")
    theirs.propagate = False

    structlog.get_logger("kaibo.tests").debug(LISTENING)

    def lines() -> list[str]:
        said = capsys.readouterr()
        return (said.out + said.err).splitlines()

    yield lines
    theirs.propagate = True
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**configuration)


def sign_in_at_the_second_try(house: House) -> str:
    """Ask for a code, type a wrong one and then the right one; give that."""
    owner, guest = house.set_up(), house.viewer()
    asked = guest.post("/viewers/sign-in-codes", {"email": LIN}).json()["id"]
    house.work()
    row = house.read(repository.code, asked)
    assert row is not None
    code = code_of(house.context.secret, row.code_id)
    wrong = f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"
    for typed, status in ((wrong, 422), (code, 201)):
        body = {"request_id": asked, "code": typed}
        assert guest.post("/viewers/sessions", body).status_code == status
    assert code not in owner.get("/mail").text
    return code


def is_log(line: str) -> bool:
    return line.startswith("{")


def test_codes_are_printed_where_the_demo_was_started_and_stand_in_no_log(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    monkeypatch.setenv(DEMO, "1")
    with closing(House(settings_for(tmp_path, database_url))) as house:
        code = sign_in_at_the_second_try(house)
        lines = told()
    assert code in [line.strip() for line in lines]
    logged = [line for line in lines if is_log(line)]
    assert any(LISTENING in line for line in logged)
    assert not [line for line in logged if code in line]


@pytest.mark.parametrize("demo", ["", "1"])
def test_codes_go_by_mail_alone_where_there_is_a_mail_server(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told, demo: str
) -> None:
    monkeypatch.setenv(DEMO, demo)
    mailbox = Mailbox()
    with smtp_server(mailbox, free_port()) as port:
        mail = {"smtp_url": f"smtp+plain://127.0.0.1:{port}", "mail_from": "shop@tea.test"}
        with closing(House(settings_for(tmp_path, database_url, **mail))) as house:
            code = sign_in_at_the_second_try(house)
            lines = told()
    assert code in mailbox.text(0)
    assert any(LISTENING in line for line in lines)
    assert not [line for line in lines if code in line]


def test_without_demo_and_mail_server_there_is_no_code_to_show(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(DEMO, raising=False)
    with closing(House(settings_for(tmp_path, database_url))) as house:
        assert house.context.port(PostOffice).transport is None
        house.set_up()
        answer = house.viewer().post("/viewers/sign-in-codes", {"email": LIN})
        assert (answer.status_code, answer.json()["code"]) == (409, "mail.not_set_up")
