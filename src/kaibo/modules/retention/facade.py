"""What other parts may do with retention."""

from kaibo.modules.retention.service import begin, count, days_of, end, fail, name

__all__ = ["begin", "count", "days_of", "end", "fail", "name"]
