"""Work that follows a commit: delivery of events and scheduled jobs.

One table, one lease, one dead-letter view. A row is written in the transaction that
causes it and removed in the one that carries it out, so that a crash at any point leaves
it to be done again: transactional handlers take effect exactly once, effects on the
outside world at least once.
"""

from kaibo.platform.work.outbox import Outbox
from kaibo.platform.work.registry import Effect, Registry, Transactional
from kaibo.platform.work.runner import WorkRunner

__all__ = ["Effect", "Outbox", "Registry", "Transactional", "WorkRunner"]
