"""What other flows may know about placing orders."""

from kaibo.flows.place_order.loading import CLOSE_JOB
from kaibo.flows.place_order.service import GRACE, SWEEP_JOB

__all__ = ["CLOSE_JOB", "GRACE", "SWEEP_JOB"]
