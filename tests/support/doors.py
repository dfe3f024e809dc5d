"""Every route that the application answers, whether its contract tells of it or not."""

from collections.abc import Callable, Iterator

from fastapi.routing import iter_route_contexts

from tests.support.house import shared_app

# What the contract leaves out: the shop's pages and their parts, and what is asked of a process.
OUTSIDE = {
    "GET /",
    "GET /account",
    "GET /console",
    "GET /console/{rest:path}",
    "GET /files/{name}",
    "GET /healthz",
    "GET /manifest.webmanifest",
    "GET /metrics",
    "GET /openapi.json",
    "GET /orders",
    "GET /orders/{order}",
    "GET /readyz",
    "GET /s/{show}",
    "GET /sandbox/pay/{checkout}",
    "GET /share/{show}.jpg",
    "GET /share/{show}/qr.svg",
    "GET /sw.js",
    "mounted /assets",
}


def doors() -> Iterator[tuple[str, Callable[..., object] | None]]:
    """Give each call, as ``METHOD path``, and what answers it."""
    for route in iter_route_contexts(shared_app().router.routes):
        methods = set(route.methods or {"mounted"})
        if "GET" in methods:
            methods -= {"HEAD"}
        for method in methods:
            yield f"{method} {route.path}", route.endpoint
