"""Mail by SMTP, against a real server on this machine."""

import asyncio
import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from kaibo.adapters.email.smtp.transport import SmtpTransport
from kaibo.kernel.clock import FixedClock
from kaibo.modules.mail.errors import MailRefusedError, MailServerDownError
from kaibo.modules.mail.ports import Envelope
from tests.support.mailing import PASSWORD, USER, Mailbox, certificates, smtp_server
from tests.support.network import free_port

LETTER = Envelope(
    "mal_1", "lin@buyer.test", "茶館", "訂單已出貨", "託運單號 1\n", "<p>託運單號 1</p>", "zh-TW"
)
QUOTED = f"{USER.replace('@', '%40')}:{PASSWORD.replace('@', '%40').replace('/', '%2F')}@"


def send(url: str, *, trust: ssl.SSLContext | None = None, letter: Envelope = LETTER) -> None:
    transport = SmtpTransport(url, "shop@tea.test", FixedClock(), trust=trust)
    asyncio.run(transport.send(letter))


def test_a_mail_arrives_as_text_and_html_with_the_name_of_the_store() -> None:
    mailbox = Mailbox()
    with smtp_server(mailbox, free_port()) as port:
        send(f"smtp+plain://127.0.0.1:{port}")
    mail = mailbox.last()
    assert (mail["From"], mail["To"]) == ("茶館 <shop@tea.test>", "lin@buyer.test")
    assert (mail["Subject"], mail["Message-ID"]) == ("訂單已出貨", "<mal_1@tea.test>")
    assert mail["Auto-Submitted"] == "auto-generated"
    parts = [part.get_content_type() for part in mail.iter_parts()]
    assert parts == ["text/plain", "text/html"]
    assert mailbox.text().strip() == "託運單號 1"


def test_a_password_goes_only_over_tls(tmp_path: Path) -> None:
    mailbox = Mailbox()
    server, trust = certificates(tmp_path)
    with smtp_server(mailbox, free_port(), tls=server, demands="starttls") as port:
        send(f"smtp://{QUOTED}127.0.0.1:{port}", trust=trust)
        with pytest.raises(MailServerDownError, match="535"):
            send(f"smtp://{USER.replace('@', '%40')}:wrong@127.0.0.1:{port}", trust=trust)
    assert len(mailbox.mails) == 1


def test_a_mail_goes_by_tls_from_the_start(tmp_path: Path) -> None:
    mailbox = Mailbox()
    server, trust = certificates(tmp_path)
    with smtp_server(mailbox, free_port(), tls=server, demands="tls") as port:
        send(f"smtps://127.0.0.1:{port}", trust=trust)
    assert len(mailbox.mails) == 1


def test_a_server_without_starttls_is_not_trusted_with_a_mail() -> None:
    mailbox = Mailbox()
    with (
        smtp_server(mailbox, free_port()) as port,
        pytest.raises(MailServerDownError, match="STARTTLS"),
    ):
        send(f"smtp://{QUOTED}127.0.0.1:{port}")
    assert mailbox.mails == []


def test_a_server_with_an_unknown_certificate_is_not_trusted(tmp_path: Path) -> None:
    mailbox = Mailbox()
    server, _trust = certificates(tmp_path)
    with (
        smtp_server(mailbox, free_port(), tls=server, demands="tls") as port,
        pytest.raises(MailServerDownError, match="certificate"),
    ):
        send(f"smtps://{QUOTED}127.0.0.1:{port}")


def test_a_refusal_for_good_is_told_from_one_for_now() -> None:
    mailbox = Mailbox()
    with smtp_server(mailbox, free_port()) as port:
        url = f"smtp+plain://127.0.0.1:{port}"
        mailbox.answer_to_recipient = "550 no such mailbox"
        with pytest.raises(MailRefusedError, match="550 no such mailbox"):
            send(url)
        mailbox.answer_to_recipient = "451 try again later"
        with pytest.raises(MailServerDownError, match="451"):
            send(url)
        mailbox.answer_to_recipient, mailbox.answer_to_data = "250 OK", "554 looks like spam"
        with pytest.raises(MailRefusedError, match="554"):
            send(url)
    with pytest.raises(MailServerDownError):
        send(url)


def test_no_header_can_be_smuggled_in_by_a_subject_or_a_name() -> None:
    mailbox = Mailbox()
    letter = Envelope(
        "mal_2", "lin@buyer.test", "A\r\nBcc: x@y.test", "B\nCc: x@y.test", "", "", "en"
    )
    with smtp_server(mailbox, free_port()) as port:
        send(f"smtp+plain://127.0.0.1:{port}", letter=letter)
    assert (mailbox.last()["Bcc"], mailbox.last()["Cc"]) == (None, None)
    assert mailbox.recipients == [["lin@buyer.test"]]


@pytest.mark.parametrize("address", ["a..b@buyer.test", "a,b@buyer.test", "<a@buyer.test"])
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    mailbox = Mailbox()
    with smtp_server(mailbox, free_port()) as port, pytest.raises(MailRefusedError):
        send(f"smtp+plain://127.0.0.1:{port}", letter=replace(LETTER, address=address))
    assert mailbox.mails == []
