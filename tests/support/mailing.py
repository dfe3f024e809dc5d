"""A real SMTP server on this machine, which keeps what it is handed and refuses as it is told."""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kaibo.adapters.email.smtp.transport import SmtpTransport
from kaibo.modules.mail.ports import Envelope as LetterOut
from kaibo.modules.mail.post import PostOffice
from tests.support.house import Caller, House, Viewer


@dataclass
class Mailbox:
    """What arrived; `answer` is what the server says to the next recipients and mails."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answer_to_recipient: str = "250 OK"
    answer_to_data: str = "250 OK"

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        """Take a recipient, or not."""
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a mail, or not."""
        if self.answer_to_data.startswith("250"):
            content = cast("bytes", envelope.content)
            self.mails.append(message_from_bytes(content, policy=policy.default))
            self.recipients.append(list(envelope.rcpt_tos))
        return self.answer_to_data

    def last(self) -> EmailMessage:
        """The newest mail."""
        return self.mails[-1]

    def text(self, number: int = -1) -> str:
        """The plain text of a mail."""
        body = self.mails[number].get_body(("plain",))
        assert body is not None
        return cast("str", body.get_content())


USER, PASSWORD = "shop@tea.test", "p@ss/word"


def _knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: object
) -> AuthResult:
    good = isinstance(told, LoginPassword) and (told.login, told.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=good, handled=False)


@contextmanager
def smtp_server(
    mailbox: Mailbox, port: int, *, tls: ssl.SSLContext | None = None, demands: str = "nothing"
) -> Iterator[int]:
    """Serve on a port of 127.0.0.1 until the block ends; `demands`: nothing, starttls or tls."""
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls if demands == "tls" else None,
        tls_context=tls if demands == "starttls" else None,
        require_starttls=demands == "starttls",
        authenticator=_knows if demands == "starttls" else None,
        auth_required=demands == "starttls",
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def certificates(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1; give the server's context and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "mail.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))


def connect(house: House, port: int) -> None:
    """Have a house hand its mails to that port."""
    post = house.context.port(PostOffice)
    transport = SmtpTransport(f"smtp+plain://127.0.0.1:{port}", "shop@tea.test", house.clock)
    house.context.provide(PostOffice, replace(post, transport=transport))


class Tray:
    """Carries mails no further than a list, for tests that are not about carrying."""

    name = "smtp"
    sender = "shop@tea.test"

    def __init__(self, house: House) -> None:
        self.mails: list[LetterOut] = []
        post = house.context.port(PostOffice)
        house.context.provide(PostOffice, replace(post, transport=self))

    async def send(self, envelope: LetterOut) -> None:
        """Keep it."""
        self.mails.append(envelope)

    def code(self, number: int = -1) -> str:
        """The sign-in code in the newest mail, or in one of a number."""
        found = re.search(r"^    (\d{6}|\d{10})$", self.mails[number].text, re.MULTILINE)
        assert found, self.mails[number].text
        return found[1]


def sign_in(tray: Tray, caller: Caller, email: str, **headers: str) -> Viewer:
    """Sign in by a code, as whoever calls; give the viewer of the account."""
    house = caller.house
    asked = caller.post("/viewers/sign-in-codes", {"email": email}, **headers)
    assert asked.status_code == 202, asked.text
    house.work()
    body = {"request_id": asked.json()["id"], "code": tray.code()}
    answer = caller.post("/viewers/sessions", body, **headers)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    bearer = {"authorization": f"Bearer {told['token']}"}
    return Viewer(house, bearer, id=told["viewer"]["id"], token=told["token"])
