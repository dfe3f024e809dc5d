"""Handing mails to an SMTP server, one connection a mail."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from kaibo.adapters.email.smtp.address import Security, SmtpAddress
from kaibo.kernel.clock import Clock
from kaibo.modules.mail.errors import MailRefusedError, MailServerDownError
from kaibo.modules.mail.ports import Envelope

# Less than a job may take; a server that says nothing for so long is as good as away.
PATIENCE_S = 15.0
# Mail servers bear few connections of one sender; as many as the lanes of mail hold.
AT_ONCE = 4
_PERMANENT = range(500, 600)


class SmtpTransport:
    """Hands mails over in threads: the protocol's library waits."""

    name = "smtp"

    def __init__(
        self, url: str, sender: str, clock: Clock, *, trust: ssl.SSLContext | None = None
    ) -> None:
        self._address = SmtpAddress.parse(url)
        self._sender_name, self.sender = parseaddr(sender)
        self._clock = clock
        self._trust = trust
        self._room = asyncio.Semaphore(AT_ONCE)

    async def send(self, envelope: Envelope) -> None:
        """Hand it over; raises ``MailServerDownError`` or ``MailRefusedError``."""
        message = self._message(envelope)
        async with self._room:
            await asyncio.to_thread(self._hand_over, message, envelope.address)

    async def check(self) -> None:
        """Connect and sign in, and no more; raises ``MailServerDownError``."""
        await asyncio.to_thread(self._hand_over, None, "")

    def _hand_over(self, message: EmailMessage | None, address: str) -> None:
        try:
            with self._connect() as server:
                if message is not None:
                    server.send_message(message, self.sender, [address])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[address]
            raise _failure(code, said) from error
        except smtplib.SMTPDataError as error:
            raise _failure(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPResponseException as error:
            # Of the sender or of signing in: a matter of settings, which can be mended meanwhile.
            raise MailServerDownError(reason=_words(error.smtp_code, error.smtp_error)) from error
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            # The protocol's library takes passwords and host names of ASCII alone.
            raise MailServerDownError(reason=str(error) or type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        at = self._address
        trust = self._trust or ssl.create_default_context()
        if at.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                at.host, at.port, timeout=PATIENCE_S, context=trust
            )
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=PATIENCE_S)
        try:
            if at.security is Security.STARTTLS:
                # Raises where the server has none: a password must not go in the clear.
                server.starttls(context=trust)
            if at.user:
                server.login(at.user, at.password)
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, envelope: Envelope) -> EmailMessage:
        message = EmailMessage()
        name = self._sender_name or envelope.sender_name
        message["From"] = Address(_header(name), addr_spec=self.sender)
        try:
            message["To"] = Address(addr_spec=envelope.address)
        except (ValueError, MessageError) as error:
            # Such as a..b@shop.test: no later try makes an address of it.
            raise MailRefusedError(reason=str(error)) from error
        message["Subject"] = _header(envelope.subject)
        message["Date"] = format_datetime(self._clock.now())
        # The same each time, so that whoever gets it twice can tell.
        message["Message-ID"] = f"<{envelope.id}@{self.sender.rpartition('@')[2]}>"
        message["Content-Language"] = envelope.language
        # Nobody's holiday notice answers it (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(envelope.text)
        message.add_alternative(envelope.html, subtype="html")
        return message


def _header(text: str) -> str:
    """Give a text as a header may hold it: one line, nothing invisible."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _failure(code: int, said: bytes | str) -> MailRefusedError | MailServerDownError:
    words = _words(code, said)
    if code in _PERMANENT:
        return MailRefusedError(reason=words)
    return MailServerDownError(reason=words)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
