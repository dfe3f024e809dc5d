"""Fulfilment: the parcels that carry an order to its buyer.

Owns carriers' names, tracking numbers, and where carriers tell of them. Never changes an order's
state: the flow that ships an order does both in one transaction.
"""
