"""Placing orders: price, limits, stock, order and payment in one transaction, many at once.

One batching writer a process: a batch loads what its orders need, decides each in memory in
the order of arrival, and writes all of them set by set. What is sold out is refused from memory.
"""
