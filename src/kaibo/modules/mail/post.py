"""The post office of one process: who carries mails, who tells their facts, who signs them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaibo.modules.mail.contracts import Facts, Letterhead, MailKind
from kaibo.modules.mail.ports import MailTransport

if TYPE_CHECKING:
    from kaibo.platform.http.context import Context

Source = Callable[["Context", str, dict[str, Any]], Awaitable[Facts | None]]
"""``await source(context, subject_id, extra)``: the facts of a mail; none when it is moot."""


@dataclass(frozen=True, slots=True)
class PostOffice:
    """A port of the context; made once by the wiring."""

    transport: MailTransport | None
    sources: Mapping[MailKind, Source]
    letterhead: Callable[[Context], Awaitable[Letterhead]]
