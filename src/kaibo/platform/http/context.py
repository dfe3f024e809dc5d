"""What a route, a handler or a job may reach: made once by the wiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request

from kaibo.kernel.clock import Clock
from kaibo.platform.auth import SecretKey
from kaibo.platform.blobs import BlobStore
from kaibo.platform.db import Database
from kaibo.platform.settings import Settings

T = TypeVar("T")


@dataclass(slots=True)
class Context:
    """The running installation.

    ``ports`` holds what a module asked for by its ``ports`` protocols and the wiring
    provided, found by the protocol's type.
    """

    settings: Settings
    clock: Clock
    db: Database
    secret: SecretKey
    blobs: BlobStore
    ports: dict[Any, Any] = field(default_factory=dict)

    def provide(self, port: Callable[..., T], implementation: T) -> None:
        """Set what serves a port."""
        self.ports[port] = implementation

    def port(self, port: Callable[..., T]) -> T:
        """Give what serves a port; a missing one is a mistake in the wiring."""
        return cast("T", self.ports[port])


def context_of(request: Request) -> Context:
    """Give the context of the application that serves this request."""
    return cast("Context", request.app.state.context)


async def present_context(request: Request) -> Context:
    """Do what ``context_of`` does, as a dependency: a plain function would go by a thread."""
    return context_of(request)


Ctx = Annotated[Context, Depends(present_context)]
