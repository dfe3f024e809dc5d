"""Counters of the socket transport."""

from prometheus_client import Counter, Gauge

SOCKETS = Gauge("kaibo_sockets", "Sockets open now.")
OPENED = Counter("kaibo_sockets_opened_total", "Sockets opened.")
REFUSED = Counter("kaibo_sockets_refused_total", "Handshakes refused.", ["status"])
CLOSED = Counter("kaibo_sockets_closed_total", "Sockets closed.", ["code"])
SKIPPED = Counter(
    "kaibo_socket_frames_skipped_total", "Ephemeral frames kept from readers that were behind."
)
