"""Records: one unit of work, on SQLite or PostgreSQL, behind the same two calls.

``await db.run(use_case, …)`` runs a plain function in one transaction;
``await db.read(query, …)`` runs a query that cannot write. A use case never sees a
commit: the edge commits, and a cancelled request cannot leave a transaction half done,
because the work runs in a thread that the request merely waits for.
"""

from kaibo.platform.db.base import Base, UtcDateTime
from kaibo.platform.db.batching import Batcher
from kaibo.platform.db.database import Database
from kaibo.platform.db.uow import UnitOfWork

__all__ = ["Base", "Batcher", "Database", "UnitOfWork", "UtcDateTime"]
