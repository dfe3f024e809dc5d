"""Who reacts to which event, and what each job does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kaibo.kernel.events import Event

if TYPE_CHECKING:
    from kaibo.platform.db.uow import UnitOfWork
    from kaibo.platform.http.context import Context

E = TypeVar("E", bound=Event)

TransactionalHandler = Callable[["UnitOfWork", dict[str, Any]], None]
EffectHandler = Callable[["Context", dict[str, Any]], Awaitable[None]]
GivenUp = Callable[["UnitOfWork", dict[str, Any], Exception], None]
"""``given_up(uow, payload, error)``: in the transaction that gives a job up, its last error."""


@dataclass(frozen=True, slots=True)
class Transactional:
    """A handler that only touches records: it runs in the transaction that ends its row."""

    name: str
    run: TransactionalHandler


@dataclass(frozen=True, slots=True)
class Effect:
    """A handler that acts on the world outside the database: at least once, so idempotent.

    A ``slow`` one may take hours. Each such job is carried out one at a time, in a lane of its
    own, so that it holds nothing up. Of one with ``at_once`` so many are, in a lane of its own too.
    ``given_up`` lets whose job it was write down that nobody tries it any more.
    """

    name: str
    run: EffectHandler
    slow: bool = False
    at_once: int = 0
    given_up: GivenUp | None = None


Handler = Transactional | Effect


class Registry:
    """Handlers by event name, and jobs by name. Filled by the wiring, then only read."""

    def __init__(self) -> None:
        self._by_event: dict[str, list[str]] = {}
        self._handlers: dict[str, Handler] = {}
        self._lanes: dict[str, int] = {}

    def on(self, event: type[E], handler: Callable[[UnitOfWork, E], None]) -> None:
        """Run ``handler(uow, event)`` in a transaction for each such event."""
        name = _name_of(handler)
        self._add_reaction(
            event,
            Transactional(name, lambda uow, data: handler(uow, event.from_payload(data))),
        )

    def on_effect(self, event: type[E], handler: Callable[[Context, E], Awaitable[None]]) -> None:
        """Await ``handler(context, event)`` for each such event, at least once."""
        name = _name_of(handler)
        self._add_reaction(
            event, Effect(name, lambda context, data: handler(context, event.from_payload(data)))
        )

    def job(self, name: str, run: TransactionalHandler) -> None:
        """Declare the job ``name`` that only touches records."""
        self._add(Transactional(name, run))

    def effect_job(self, name: str, run: EffectHandler) -> None:
        """Declare the job ``name`` that acts on the outside world."""
        self._add(Effect(name, run))

    def slow_job(self, name: str, run: EffectHandler) -> None:
        """Declare the effect job ``name`` that may take hours; one of them runs at a time."""
        self._add(Effect(name, run, slow=True, at_once=1))

    def lane_job(
        self, name: str, run: EffectHandler, at_once: int, *, given_up: GivenUp | None = None
    ) -> None:
        """Declare the effect job ``name``: many of them hold nothing else up.

        For what comes in heaps and waits for a server that may not answer.
        """
        self._add(Effect(name, run, at_once=at_once, given_up=given_up))

    def reactions(self, event_name: str) -> tuple[str, ...]:
        """Give the names of the handlers of that event."""
        return tuple(self._by_event.get(event_name, ()))

    def handler(self, name: str) -> Handler | None:
        """Give the handler or job of that name."""
        return self._handlers.get(name)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Every handler and job by name."""
        return self._handlers

    @property
    def lanes(self) -> Mapping[str, int]:
        """The jobs with a lane of their own, and how many of each are carried out at once."""
        return self._lanes

    def _add_reaction(self, event: type[Event], handler: Handler) -> None:
        name = f"{event.name}>{handler.name}"
        self._add(
            Transactional(name, handler.run)
            if isinstance(handler, Transactional)
            else Effect(name, handler.run)
        )
        self._by_event.setdefault(event.name, []).append(name)

    def _add(self, handler: Handler) -> None:
        if handler.name in self._handlers:
            msg = f"two handlers are named {handler.name}"
            raise ValueError(msg)
        self._handlers[handler.name] = handler
        if isinstance(handler, Effect) and handler.at_once:
            self._lanes[handler.name] = handler.at_once


def _name_of(handler: Callable[..., Any]) -> str:
    module = handler.__module__.removeprefix("kaibo.").removeprefix("modules.")
    return f"{module.removesuffix('.handlers')}.{handler.__qualname__}"
