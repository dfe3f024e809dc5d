"""Cancelling an unpaid order, by its buyer, by staff or because its time ran out.

The gateway's side is closed first. A payment that was captured meanwhile wins: the order
is completed instead of cancelled.
"""
