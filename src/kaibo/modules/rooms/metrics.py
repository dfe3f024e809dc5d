"""What rooms count."""

from prometheus_client import Counter, Gauge

ROOMS = Gauge("kaibo_rooms", "Rooms in memory.")
WATCHING = Gauge("kaibo_room_viewers", "Distinct viewers, summed over rooms.")
EVENTS = Counter("kaibo_room_events_total", "Sequenced events published.", ["kind"])
DELIVERIES = Counter("kaibo_room_deliveries_total", "Frames offered to connections.")
DANMAKU = Counter("kaibo_room_danmaku_total", "Danmaku taken from visitors.")
SAMPLED_OUT = Counter("kaibo_room_danmaku_sampled_out_total", "Danmaku taken but not shown.")
UNTOLD = Counter(
    "kaibo_room_untold_total", "Joins and leaves not told to the timeline: too many waited."
)
SIGNALS = Counter("kaibo_room_signals_total", "Signals kept for review.", ["kind"])
REFUSED = Counter("kaibo_room_refused_total", "Danmaku refused.", ["code"])
RESYNCS = Counter("kaibo_room_resyncs_total", "Snapshots sent again after a gap.")
