"""What core and gateways count of each other."""

from prometheus_client import Counter, Gauge

GATEWAYS = Gauge("kaibo_gateways", "Gateways that the core hears.")
LINK_UP = Gauge("kaibo_room_link_up", "Whether core and gateways can speak (Redis answers).")
CORE_HEARD = Gauge("kaibo_gateway_core_heard", "Whether this gateway hears the core.")
RENEWED = Counter("kaibo_gateway_renewals_total", "Mirrors taken anew after something was missed.")
ADRIFT = Counter("kaibo_gateway_adrift_lines_total", "Danmaku taken without the core.")
GATEWAYS_LOST = Counter("kaibo_gateways_lost_total", "Gateways that fell silent.")
