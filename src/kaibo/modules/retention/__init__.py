"""Retention: how long the store keeps what it does not need for good.

Owns the store's choice for each kind of record, within bounds, and what each daily removal
took out. Never removes anything itself: whose the records are removes them, by a flow.
"""
