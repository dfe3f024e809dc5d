"""Joins a gateway. Apart from the core's wiring, so that a gateway carries nothing of a shop."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.rooms_link.redis import RedisLink
from kaibo.kernel.clock import Clock, SystemClock, epoch_ms
from kaibo.modules.rooms.link.gateway import GatewayHub
from kaibo.modules.rooms.ports import Link
from kaibo.platform.auth.secrets import SecretKey, load_secret_key
from kaibo.platform.i18n import translate
from kaibo.platform.realtime import (
    HandshakeRules,
    ProxyTrust,
    RealtimeEndpoint,
    TicketSigner,
    origins,
)
from kaibo.platform.settings import Settings

TICKETS = "room-ticket"
"""The purpose for which the key of tickets is derived, in the core and here."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway, joined but not started."""

    hub: GatewayHub
    endpoint: RealtimeEndpoint


def build_gateway(settings: Settings, *, clock: Clock | None = None) -> Gateway:
    """Join a gateway: rooms that it mirrors, and sockets. Opens no database."""
    clock = clock or SystemClock()
    secret = load_secret_key(settings.secret.get_secret_value(), settings.data)
    hub = GatewayHub(
        link_of(settings, secret), translate=translate, now=lambda: epoch_ms(clock.now())
    )
    signer = TicketSigner(secret.derive(TICKETS))
    endpoint = RealtimeEndpoint(hub.resolver(signer), rules=handshake_rules(settings))
    return Gateway(hub, endpoint)


def link_of(settings: Settings, secret: SecretKey) -> Link:
    """Return the link that core and gateways of one installation share."""
    # Whoever has the secret is of this installation; others on the same Redis are not heard.
    name = secret.derive("room-link").hex()[:16]
    return RedisLink(settings.redis_url, prefix=f"kaibo.{name}.")


def handshake_rules(settings: Settings) -> HandshakeRules:
    """Return whose pages may open sockets, and which proxies are believed."""
    return HandshakeRules(
        allowed_origins=origins(settings.socket_origins),
        trust=ProxyTrust.of(settings.proxies),
    )
