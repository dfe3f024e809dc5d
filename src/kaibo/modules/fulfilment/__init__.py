"""Fulfilment: the parcels that carry an order to its buyer.

Owns carriers' names and tracking numbers. Never changes an order's state: the flow that
ships an order does both in one transaction.
"""
