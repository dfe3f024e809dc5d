"""What a member of staff is doing with the present request, for the audit log.

Whoever lets staff in (`platform.http.callers`) says so here; the database writes it down in the
transaction of the act (`platform.audit`). A context variable, so that no use case has to pass it
on and none can forget to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Act:
    """One request of staff that changes something, or takes something out.

    ``staff_id`` is empty while nobody is signed in yet: the act's result tells who it was.
    ``details`` holds what JSON can say, without secrets.
    """

    action: str
    staff_id: str = ""
    staff_name: str = ""
    target: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    network: str = ""
    request_id: str = ""
    is_written: bool = False


_PRESENT: ContextVar[Act | None] = ContextVar("kaibo_act", default=None)


def begin(act: Act) -> None:
    """Have the next transaction of this request written down as this act."""
    _PRESENT.set(act)


def unwritten() -> Act | None:
    """Give the act that still has to be written down."""
    act = _PRESENT.get()
    return None if act is None or act.is_written else act


@contextmanager
def nobody() -> Iterator[None]:
    """Do something that is no act of whoever calls."""
    token = _PRESENT.set(None)
    try:
        yield
    finally:
        _PRESENT.reset(token)
