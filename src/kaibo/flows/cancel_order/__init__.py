"""Cancelling an unpaid order, by its buyer, by staff or because its time ran out.

The gateway's side is closed first, and what it held for us is let go of. A payment that was
captured meanwhile wins: the order is completed instead of cancelled.
"""
