"""Catalog: what is sold, at what price, and how many there are.

Owns products, their pictures and their stock. Stock changes only by guarded statements
and each change is a line in an append-only ledger. Never knows who buys or why.
"""
