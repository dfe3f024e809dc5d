"""What other flows may know about placing orders."""

from kaibo.flows.place_order.service import GRACE, SWEEP_JOB

__all__ = ["GRACE", "SWEEP_JOB"]
