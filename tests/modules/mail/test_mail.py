"""Mails: rows first, sent after the commit, tried again, never twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from typing import Any, cast

import pytest

from kaibo.modules.mail import facade, jobs, repository
from kaibo.modules.mail.contracts import MailKind, MailState, NewMail
from kaibo.modules.mail.post import PostOffice
from kaibo.platform.i18n import LANGUAGES
from kaibo.platform.work import repository as work
from kaibo.platform.work import runner
from tests.support.house import House
from tests.support.mailing import Mailbox, connect, smtp_server
from tests.support.network import free_port

NEW = NewMail(
    MailKind.TEST, "lin@buyer.test", "en", extra={"kind": "order_shipped", "language": "en"}
)


@contextmanager
def mail_server(house: House) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with smtp_server(mailbox, free_port()) as port:
        connect(house, port)
        yield mailbox


def state_of(house: House, mail_id: str | None) -> tuple[str, str | None]:
    row = house.read(repository.mail, mail_id)
    assert row is not None
    return row.state, row.error


def test_a_mail_is_sent_after_the_commit_and_none_without_one(house: House) -> None:
    house.set_up()
    with mail_server(house) as mailbox:
        with pytest.raises(ZeroDivisionError):
            house.run(lambda uow: (facade.queue(uow, NEW), 1 // 0))
        house.work()
        assert mailbox.mails == []
        mail_id = house.run(facade.queue, NEW)
        assert mailbox.mails == []
        house.work()
        assert mailbox.last()["Message-ID"] == f"<{mail_id}@tea.test>"
    assert state_of(house, mail_id) == (MailState.SENT, None)


def test_a_mail_waits_for_a_server_that_is_down_and_goes_when_it_is_back(house: House) -> None:
    house.set_up()
    port = free_port()
    connect(house, port)
    mail_id = house.run(facade.queue, NEW)
    house.work()
    state, error = state_of(house, mail_id)
    assert state == MailState.QUEUED
    assert error
    mailbox = Mailbox()
    with smtp_server(mailbox, port):
        house.pass_time(seconds=2)
        house.work()
    assert len(mailbox.mails) == 1
    assert state_of(house, mail_id) == (MailState.SENT, None)


def test_a_mail_that_is_never_taken_becomes_a_dead_letter_which_staff_replay(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "MAX_ATTEMPTS", 1)
    house.set_up()
    port = free_port()
    connect(house, port)
    house.run(facade.queue, NEW)
    house.work()
    (dead,) = house.read(work.dead_letters, 10)
    assert dead.handler == facade.SEND_JOB
    mailbox = Mailbox()
    with smtp_server(mailbox, port):
        house.run(work.replay, dead.id)
        house.work()
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("kind", [MailKind.TEST, MailKind.SHOW_REMINDER])
def test_a_mail_that_was_given_up_is_failed_and_staff_send_it_again_from_its_list(
    house: House, monkeypatch: pytest.MonkeyPatch, kind: MailKind
) -> None:
    monkeypatch.setattr(runner, "MAX_ATTEMPTS", 1)
    owner = house.set_up()
    port = free_port()
    connect(house, port)
    facts = house.context.port(PostOffice).sources[MailKind.TEST]
    monkeypatch.setitem(cast("Any", house.context.port(PostOffice).sources), kind, facts)
    mail_id = house.run(facade.queue, replace(NEW, kind=kind))
    house.work()
    (told,) = owner.get("/mail").json()["items"]
    assert (told["id"], told["state"]) == (mail_id, "failed")
    assert told["cause"] == "server_down"
    assert "refused" in told["error"].casefold()
    mailbox = Mailbox()
    with smtp_server(mailbox, port):
        assert owner.post(f"/mail/{mail_id}/retry").status_code == 204
        assert house.read(work.dead_letters, 10) == []
        house.work()
    assert len(mailbox.mails) == 1
    assert state_of(house, mail_id) == (MailState.SENT, None)


def test_a_mail_that_is_forgotten_leaves_no_work_that_tells_its_address(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "MAX_ATTEMPTS", 1)
    house.set_up()
    with mail_server(house) as mailbox:
        for buyer in ("lin", "mei"):
            mailbox.answer_to_recipient = f"450 4.2.0 <{buyer}@buyer.test>: come again"
            house.run(facade.queue, replace(NEW, address=f"{buyer}@buyer.test"))
            house.work()
    assert "lin@buyer.test" in repr([one.last_error for one in house.read(work.dead_letters, 9)])
    house.run(facade.forget_address, "lin@buyer.test")
    (mei,) = house.read(work.dead_letters, 9)
    assert "mei@buyer.test" in str(mei.last_error)
    house.pass_time(seconds=1)
    assert house.run(facade.forget_before, house.clock.now(), 9) == 1
    assert house.read(work.dead_letters, 9) == []


def test_a_given_up_mail_is_sent_once_when_both_lists_are_asked_to(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "MAX_ATTEMPTS", 1)
    owner = house.set_up()
    port = free_port()
    connect(house, port)
    mail_id = house.run(facade.queue, NEW)
    house.work()
    (dead,) = house.read(work.dead_letters, 10)
    mailbox = Mailbox()
    with smtp_server(mailbox, port):
        assert owner.post(f"/work/dead-letters/{dead.id}/replay").status_code == 204
        assert owner.post(f"/mail/{mail_id}/retry").status_code == 204
        assert house.work() == 1
    assert len(mailbox.mails) == 1


def test_a_mail_at_which_kaibo_fails_says_that_it_was_not_the_mail_server(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "MAX_ATTEMPTS", 1)
    owner = house.set_up()
    with mail_server(house):
        sources = cast("Any", house.context.port(PostOffice).sources)

        async def broken(*_: object) -> None:
            raise KeyError("no such fact")

        monkeypatch.setitem(sources, MailKind.TEST, broken)
        house.run(facade.queue, NEW)
        house.work()
    (told,) = owner.get("/mail").json()["items"]
    assert (told["state"], told["cause"]) == ("failed", "broke")
    assert told["error"] == "KeyError: 'no such fact'"


def test_a_refused_mail_is_not_tried_again_until_staff_ask(house: House) -> None:
    owner = house.set_up()
    with mail_server(house) as mailbox:
        mailbox.answer_to_recipient = "550 no such mailbox"
        mail_id = house.run(facade.queue, NEW)
        house.work()
        house.pass_time(hours=1)
        assert house.work() == 0
        (told,) = owner.get("/mail").json()["items"]
        assert (told["state"], told["cause"]) == ("failed", "refused")
        assert told["error"] == "550 no such mailbox"
        mailbox.answer_to_recipient = "250 OK"
        assert owner.post(f"/mail/{mail_id}/retry").status_code == 204
        house.work()
        assert owner.post(f"/mail/{mail_id}/retry").status_code == 404
        assert len(mailbox.mails) == 1


def test_a_mail_is_sent_once_however_often_it_is_asked_for_or_delivered(house: House) -> None:
    house.set_up()
    keyed = replace(NEW, key="order_paid:ord_1")
    with mail_server(house) as mailbox:
        mail_id = house.run(facade.queue, keyed)
        assert house.run(facade.queue, keyed) is None
        house.work()
        house.await_(jobs.send(house.context, {"mail_id": mail_id}))
        assert house.run(facade.queue, keyed) is None
        house.work()
        assert len(mailbox.mails) == 1


def test_a_repeat_after_a_crash_carries_the_same_message_id(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.set_up()
    with mail_server(house) as mailbox:
        mail_id = house.run(facade.queue, NEW)

        def crash(_point: str) -> None:
            raise ConnectionError

        with monkeypatch.context() as patched:
            patched.setattr(jobs, "reach", crash)
            house.work()
        house.pass_time(seconds=2)
        house.work()
        first, second = mailbox.mails
        assert first["Message-ID"] == second["Message-ID"] == f"<{mail_id}@tea.test>"


def test_without_a_mail_server_a_mail_says_so(house: House) -> None:
    owner = house.set_up()
    mail_id = house.run(facade.queue, NEW)
    house.work()
    assert state_of(house, mail_id) == (MailState.FAILED, None)
    (told,) = owner.get("/mail").json()["items"]
    assert (told["cause"], told["error"]) == ("not_set_up", None)
    assert owner.get("/mail/setup").json() == {
        "transport": "none",
        "sender": "",
        "has_links": False,
    }
    assert owner.post("/mail/tests", {}).json()["code"] == "mail.not_set_up"


@pytest.mark.parametrize("kind", list(MailKind))
def test_every_template_is_whole_in_every_language(sqlite_house: House, kind: MailKind) -> None:
    owner = sqlite_house.set_up()
    owner.patch("/store", {"legal_name": "<Tea> & Sons Ltd", "contact": "+886 2 1234"})
    sqlite_house.context.settings = sqlite_house.settings.model_copy(
        update={"public_url": "https://live.tea.test"}
    )
    texts = set()
    for language in LANGUAGES:
        told = owner.get(f"/mail/previews/{kind}?language={language}").json()
        page = owner.get(f"/mail/previews/{kind}/page?language={language}")
        policy = page.headers["content-security-policy"]
        assert policy.startswith("sandbox allow-same-origin; default-src 'none'")
        assert "script" not in policy
        for form in (told["text"], told["subject"], page.text):
            assert "{" not in form
            assert "mail.order" not in form
        assert "<Tea> & Sons Ltd" in told["text"]
        assert "&lt;Tea&gt; &amp; Sons Ltd" in page.text
        assert f'lang="{language}"' in page.text
        texts.add(told["text"])
    assert len(texts) == len(LANGUAGES)


def test_staff_send_a_template_to_their_own_address(house: House) -> None:
    owner = house.set_up()
    with mail_server(house) as mailbox:
        body = {"kind": "order_shipped", "language": "zh-TW"}
        assert owner.post("/mail/tests", body).status_code == 202
        house.work()
        mail: EmailMessage = mailbox.last()
    assert mail["To"] == "mei@tea.test"
    assert "託運單號: SF1234567890" in mailbox.text()
