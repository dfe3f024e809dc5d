"""The realtime transport: WebSockets beside HTTP on one port.

Owns: handshakes, tickets, frames, bounded connections, shutdown. Knows nothing of rooms, viewers or
JSON; a `SocketHandler` gives a connection its meaning. Never waits for a peer.
"""

from kaibo.platform.realtime.connection import Connection, Limits, SocketHandler
from kaibo.platform.realtime.endpoint import CloseAtOnce, RealtimeEndpoint, Resolve
from kaibo.platform.realtime.handshake import HandshakeRequest, HandshakeRules, Refusal, origins
from kaibo.platform.realtime.listener import Page, SocketServer
from kaibo.platform.realtime.mount import http_protocol
from kaibo.platform.realtime.proxies import ProxyTrust
from kaibo.platform.realtime.tickets import TicketClaims, TicketRefusedError, TicketSigner

__all__ = [
    "CloseAtOnce",
    "Connection",
    "HandshakeRequest",
    "HandshakeRules",
    "Limits",
    "Page",
    "ProxyTrust",
    "RealtimeEndpoint",
    "Refusal",
    "Resolve",
    "SocketHandler",
    "SocketServer",
    "TicketClaims",
    "TicketRefusedError",
    "TicketSigner",
    "http_protocol",
    "origins",
]
