"""Giving money back for an order: the intent first, then the gateway, then order and stock."""
