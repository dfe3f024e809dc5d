"""What other parts may do with the daily removal."""

from kaibo.flows.remove_old.service import schedule

__all__ = ["schedule"]
