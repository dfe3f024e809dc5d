"""The audit log: who of the staff did what, on what, when, and from which network.

An entry is written in the transaction of its act, so that neither is ever there without the
other. The table only grows: the database itself refuses to change or delete an entry. Secrets
and buyers' personal data are never in it.
"""

from kaibo.platform.audit.writing import write_down

__all__ = ["write_down"]
