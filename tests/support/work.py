"""An event, and what tests of the work queue share."""

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event
from kaibo.platform.db import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(Event):
    """A bell rang."""

    name: ClassVar[str] = "test.rang.v1"
    bell: str


def on_rang(_uow: UnitOfWork, _event: Rang) -> None:
    """Do nothing about it."""
