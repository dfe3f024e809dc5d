"""What this module needs from the outside: something that carries mails away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Envelope:
    """A written mail; ``id`` is the same each time it is tried, so that a repeat can be told."""

    id: str
    address: str
    sender_name: str
    subject: str
    text: str
    html: str
    language: str


class MailTransport(Protocol):
    """Carries mails away. May be given the same mail again."""

    name: str
    sender: str

    async def send(self, envelope: Envelope) -> None:
        """Hand it over.

        Raises ``MailServerDownError`` when it may be tried again, ``MailRefusedError`` when not.
        """
        ...
