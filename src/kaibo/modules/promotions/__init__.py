"""Promotions: prices that hold for a while, for some.

Owns flash deals: their window, price, limits, and how many pieces they gave. Never changes a
product's own price, stock or an order; the flow that places an order counts its pieces here.
"""
