"""What analytics counts of itself."""

from prometheus_client import Counter

TAKEN = Counter("kaibo_acts_total", "Viewers' acts taken.")
DROPPED = Counter("kaibo_acts_dropped_total", "Viewers' acts not taken.", ["why"])
