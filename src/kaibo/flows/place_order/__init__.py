"""Placing an order: price, stock, order, payment and its expiry in one transaction."""
