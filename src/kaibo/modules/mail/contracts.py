"""What others may know of mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from kaibo.platform.i18n import Language


class MailKind(StrEnum):
    """What a mail is about; each kind has a template."""

    SIGN_IN_CODE = "sign_in_code"
    ORDER_PAID = "order_paid"
    ORDER_SHIPPED = "order_shipped"
    ORDER_REFUNDED = "order_refunded"
    SHOW_REMINDER = "show_reminder"
    TEST = "test"


class MailState(StrEnum):
    """What became of a mail.

    ``queued`` is waiting or being tried again, ``failed`` was refused for good or tried in vain
    for a day, ``dropped`` had nothing to say any more when its turn came.
    """

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class MailCause(StrEnum):
    """Why a mail was not sent.

    ``not_set_up``: there was no mail server. ``server_down``: it could not be reached, did not know
    the password, or asked to be tried later. ``refused``: it refused this mail for good.
    ``broke``: Kaibo failed at it.
    """

    NOT_SET_UP = "not_set_up"
    SERVER_DOWN = "server_down"
    REFUSED = "refused"
    BROKE = "broke"


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to be.

    ``subject_id`` names what it is about (an order, a show); the kind's source gets it. ``key``
    keeps a repeat from being sent twice. ``extra`` is handed to the source: ids and figures.
    """

    kind: MailKind
    address: str
    language: Language
    subject_id: str = ""
    key: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: ``legal_line`` names the seller as the law wants it; no ``url``, no links."""

    store: str
    legal_line: str
    url: str


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of an order, as a mail tells it; ``total`` in minor units."""

    title: str
    quantity: int
    total: int


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """A sign-in code and for how many minutes it is good."""

    code: str
    minutes: int


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order; money in minor units of ``currency``, ``path`` below the public address.

    ``carrier`` and ``tracking_number`` are for shipped, ``refunded`` is for refunded orders;
    ``is_corrected`` when another carrier or number was told before.
    """

    number: str
    path: str
    currency: str
    total: int
    goods: tuple[Goods, ...]
    recipient: str
    address: str
    carrier: str = ""
    tracking_number: str = ""
    refunded: int = 0
    is_whole: bool = True
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class ShowFacts:
    """A show that begins: ``path`` below the public address, ``minutes`` until it does."""

    title: str
    host: str
    path: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class TestFacts:
    """Nothing: the mail only tells that mail arrives."""

    __test__ = False


Facts = CodeFacts | OrderFacts | ShowFacts | TestFacts


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in the list; ``cause`` is why it was not sent so far, ``error`` in whose words."""

    id: str
    kind: MailKind
    language: str
    address: str
    state: MailState
    cause: MailCause | None
    error: str | None
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailSetup:
    """How mail leaves: ``smtp``, ``simulated`` (under ``kaibo demo``) or ``none``.

    ``sender`` is its From; ``has_links`` says whether mails can link to the shop.
    """

    transport: str
    sender: str
    has_links: bool
