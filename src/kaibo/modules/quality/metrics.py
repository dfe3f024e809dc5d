"""What quality counts."""

from prometheus_client import Counter, Gauge, Histogram

BEACONS = Counter("kaibo_player_beacons_total", "Reports of players.", ["outcome"])
PLAYERS = Gauge("kaibo_players", "Players that report, summed over shows.")
PLAYED = Counter("kaibo_player_played_seconds_total", "Time that players played.")
STALLED = Counter("kaibo_player_stalled_seconds_total", "Time that players stood still.")
FIRST_FRAME = Histogram(
    "kaibo_player_first_frame_seconds",
    "Time from the wish to play to the first picture.",
    buckets=(0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 13, 30),
)
LATENCY = Histogram(
    "kaibo_player_latency_seconds",
    "How far players are behind, by protocol.",
    ["protocol"],
    buckets=(0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 13, 30),
)
FAULTS = Gauge("kaibo_chain_faults", "Shows whose chain names this stage at fault.", ["stage"])
